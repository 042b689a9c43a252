"""The checkpoint file is always whole, never written through a link or over anything else, and edits are kept."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from planloom.model.blueprint import Blueprint
from planloom.model.progress import Progress
from planloom.run.checkpoint import CheckpointError, edited, load, write
from planloom.run.records.state import Run, StateFolder
from tests.run.failing import FAULTS, Disk
from tests.run.journals import begun, blueprint, states
from tests.support.repos import make_repo


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    made = make_repo(tmp_path)
    begun(made / ".git")
    return made


def asked(repo: Path, path: str = "archive/CHECKPOINT_engine.md") -> Blueprint:
    return blueprint(root=str(repo))._replace(checkpoint=path)


def run_in(repo: Path) -> Run:
    (run,) = StateFolder(repo / ".git").plan("engine", "PLAN.md").runs()
    return run


def how(repo: Path, state: str, seq: int = 2) -> Progress:
    return states(W1=state, W2="pending", W3="pending")._replace(run=f"{run_in(repo).owner.id}-1", seq=seq)


def file_of(repo: Path) -> Path:
    return repo / "archive/CHECKPOINT_engine.md"


def said(repo: Path) -> str | None:
    plan = load(str(repo), "archive/CHECKPOINT_engine.md")
    return plan.checkpoint.statuses[0].state if plan and plan.checkpoint else None


def test_it_is_made_with_its_folder_and_follows_the_run(repo: Path) -> None:
    assert said(repo) is None
    for state in ("pending", "running", "validating", "done", "merged"):
        write(asked(repo), how(repo, state))
        assert said(repo) == state
    assert [path.name for path in file_of(repo).parent.iterdir()] == ["CHECKPOINT_engine.md"]
    assert not edited(run_in(repo))


def test_what_has_not_changed_is_not_written_again(repo: Path) -> None:
    write(asked(repo), how(repo, "running"))
    before = file_of(repo).stat().st_ino
    write(asked(repo), how(repo, "running"))
    assert file_of(repo).stat().st_ino == before


def test_an_edit_by_hand_is_kept_and_has_no_effect(repo: Path) -> None:
    write(asked(repo), how(repo, "running"))
    by_hand = file_of(repo).read_text().replace("running", "merged ") + "\nI looked at W1.\n"
    file_of(repo).write_text(by_hand)
    assert said(repo) == "merged"
    write(asked(repo), how(repo, "running", seq=7))
    assert said(repo) == "running"
    (kept,) = edited(run_in(repo))
    assert kept.read_text() == by_hand
    assert kept.name == "7.md"


def test_the_checkpoint_of_another_run_is_kept_too(repo: Path) -> None:
    write(asked(repo), how(repo, "done")._replace(run="engine-ffff-1"))
    before = file_of(repo).read_text()
    write(asked(repo), how(repo, "pending"))
    assert [path.read_text() for path in edited(run_in(repo))] == [before]


@pytest.mark.parametrize(
    "path", ["../x.md", "/x.md", "a/../../x.md", ".git/x.md", "archive/.GIT/x.md", "", "..", "archive/../.git/config"]
)
def test_a_path_outside_of_the_repository_is_refused(repo: Path, path: str) -> None:
    before = sorted(repo.parent.rglob("*"))
    with pytest.raises(CheckpointError, match="inside the repository"):
        write(asked(repo, path), how(repo, "running"))
    assert sorted(repo.parent.rglob("*")) == before


def test_links_are_not_written_through(repo: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (repo / "archive").symlink_to(elsewhere)
    with pytest.raises(CheckpointError, match="link"):
        write(asked(repo), how(repo, "running"))
    (repo / "archive").unlink()
    (repo / "archive").mkdir()
    file_of(repo).symlink_to(elsewhere / "x.md")
    with pytest.raises(CheckpointError, match="link"):
        write(asked(repo), how(repo, "running"))
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("name", ["README.md", "PLAN.md"])
def test_nothing_but_a_checkpoint_is_written_over(repo: Path, name: str) -> None:
    text = (
        "| File | W1 | W2 |\n|---|---|---|\n| a | PRIMARY | - |\n\n## Worker Status\n\n| Worker | Status |\n|---|---|\n"
    )
    (repo / name).write_text(
        "# Read me\n" if name == "README.md" else f"{text}| W1 | done |\n\n### W1: A\n\n### W2: B\n"
    )
    before = (repo / name).read_bytes()
    with pytest.raises(CheckpointError, match="is no checkpoint, and nothing was written over it"):
        write(asked(repo, name), how(repo, "running"))
    assert (repo / name).read_bytes() == before


def test_a_checkpoint_by_hand_is_written_over_and_kept(repo: Path) -> None:
    by_hand = "# Checkpoint\n\n| Worker | Status |\n|---|---|\n| W1 | done |\n| W2 | running |\n"
    file_of(repo).parent.mkdir()
    file_of(repo).write_text(by_hand)
    write(asked(repo), how(repo, "running"))
    assert [path.read_text() for path in edited(run_in(repo))] == [by_hand]


def test_what_a_kill_left_is_swept_up(repo: Path) -> None:
    write(asked(repo), how(repo, "running"))
    folder = file_of(repo).parent
    for name in (".CHECKPOINT_engine.md.0123abcd.planloom", ".CHECKPOINT_engine.md.mine", "other.0123abcd.planloom"):
        (folder / name).write_text("torn")
    write(asked(repo), how(repo, "done"))
    left = sorted(path.name for path in folder.iterdir())
    assert left == [".CHECKPOINT_engine.md.mine", "CHECKPOINT_engine.md", "other.0123abcd.planloom"]


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("error", FAULTS, ids=errno.errorcode.get)
def test_a_disk_that_fails_leaves_the_old_file_or_the_new(
    repo: Path, monkeypatch: pytest.MonkeyPatch, error: int, for_good: bool
) -> None:
    write(asked(repo), how(repo, "running"))
    disk = Disk(monkeypatch)
    at, done = 1, False
    while not done:
        before, progress = file_of(repo).read_bytes(), how(repo, "done", seq=at)
        disk.fail(at, error, for_good)
        try:
            write(asked(repo), progress._replace(at=f"2026-11-22T10:{at:02}:00Z"))
            done = True
        except CheckpointError as told:
            assert os.strerror(error) in str(told)
            assert ("MB free" in str(told)) == (error == errno.ENOSPC)
        disk.mend()
        now = file_of(repo).read_bytes()
        assert now == before or (b"| done " in now and now.endswith(b"|\n"))
        at += 1
    assert at > 4
    assert said(repo) == "done"


def test_two_clones_have_their_own(tmp_path: Path) -> None:
    one, two = make_repo(tmp_path, name="one"), make_repo(tmp_path, name="two")
    for repo in (one, two):
        begun(repo / ".git")
    write(asked(one), how(one, "running"))
    write(asked(two), how(two, "failed"))
    assert (said(one), said(two)) == ("running", "failed")


def test_a_repository_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="No such file"):
        write(asked(tmp_path / "gone"), states(W1="done", W2="done", W3="done"))
