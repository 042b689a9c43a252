"""Files that a run stands on - plan, checkpoint, records - changed or gone meanwhile, or that nobody may write."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.commands import planloom, resume, run
from tests.support.runs import Part, checkpoint, sample, writing

PAID = "echo start >> ../paid\n"
PARTS = {"W1": Part(PAID + writing("a.txt"), ("a.txt",))}


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may write in a folder, root neither."""
    if os.geteuid():
        folder.chmod(0o500)
        yield
        folder.chmod(0o700)
        return
    if subprocess.run(["mount", "--bind", folder, folder], check=False).returncode:
        pytest.skip("root may write everywhere, and cannot mount here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_records_that_nobody_may_write_stop_a_run_which_goes_on_when_they_can_be_written(tmp_path: Path) -> None:
    repo = sample(tmp_path, PARTS)
    assert run(repo, "--phase", "setup").code == 0
    with read_only(repo / ".git/planloom"):
        said = resume(repo)
        assert said.code == 2
        assert said.is_clear, said.text
        assert len(said.text.splitlines()) == 1
        assert planloom(repo, "status", "PLAN.md").code == 0
    assert not (tmp_path / "paid").exists()
    assert resume(repo).code == 0


@pytest.mark.parametrize("change", ["rm ../repo/PLAN.md", "mv ../repo/PLAN.md ../repo/OTHER.md"])
def test_a_plan_that_goes_away_meanwhile_changes_nothing_of_its_run(tmp_path: Path, change: str) -> None:
    repo = sample(tmp_path, {"W1": Part(change + "\n" + writing("a.txt"), ("a.txt",))})
    done = run(repo)
    assert done.code == 0, done.text
    assert (repo / "a.txt").exists()
    said = planloom(repo, "status", "PLAN.md")
    assert said.code == 2
    assert said.is_clear
    assert "PLAN.md" in said.text


def test_a_plan_that_was_reordered_or_renamed_inside_is_shown_as_drift(tmp_path: Path) -> None:
    repo = sample(tmp_path, PARTS | {"W2": Part(writing("b.txt"), ("b.txt",))})
    assert run(repo, "--phase", "setup").code == 0
    text = (repo / "PLAN.md").read_text()
    (repo / "PLAN.md").write_text(text.replace("Part 1", "Another part").replace("a.txt", "moved.txt"))
    done = resume(repo)
    assert done.code == 0, done.text
    assert "PLAN.md was edited since run" in done.text
    assert (repo / "a.txt").exists()
    assert not (repo / "moved.txt").exists()


def test_a_checkpoint_that_says_completed_completes_nothing(tmp_path: Path) -> None:
    repo = sample(tmp_path, PARTS)
    assert run(repo, "--phase", "setup").code == 0
    (file,) = (repo / "archive").glob("CHECKPOINT*")
    file.write_text(checkpoint(repo).replace("IN_PROGRESS", "COMPLETED").replace("| pending", "| merged"))
    said = planloom(repo, "status", "PLAN.md")
    assert "pending" in said.text
    done = resume(repo)
    assert done.code == 0, done.text
    assert (tmp_path / "paid").read_text() == "start\n"
    assert (repo / "a.txt").exists()


@pytest.mark.parametrize("fault", ["gone", "torn"])
def test_an_approved_copy_that_is_gone_or_changed_is_not_guessed(tmp_path: Path, fault: str) -> None:
    repo = sample(tmp_path, PARTS)
    assert run(repo, "--phase", "setup").code == 0
    (file,) = Path(repo, ".git/planloom").glob("*/1/blueprint-*.json")
    if fault == "gone":
        file.unlink()
    else:
        file.write_text(file.read_text().replace("a.txt", "b.txt"))
    said = resume(repo)
    assert said.code == 2
    assert said.is_clear
    assert len(said.text.splitlines()) == 1
    assert str(file) in said.text
    assert not (tmp_path / "paid").exists()


def test_an_environment_that_leads_git_elsewhere_leads_nothing_elsewhere(tmp_path: Path) -> None:
    repo = sample(tmp_path, PARTS)
    other = sample(tmp_path / "other", PARTS)
    lead = {"GIT_DIR": f"{other}/.git", "GIT_WORK_TREE": str(other), "GIT_INDEX_FILE": f"{other}/.git/index"}
    done = run(repo, amid=lambda: os.environ.update(lead))
    assert done.code == 0, done.text
    assert (repo / "a.txt").exists()
    assert not (other / ".git/planloom").exists()
    assert not (other / "a.txt").exists()
