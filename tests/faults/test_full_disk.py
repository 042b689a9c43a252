"""A disk that is full from some moment of a run on: the run pauses and says how much is free, and goes on with room."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.commands import resume, run
from tests.support.repos import git, sound
from tests.support.runs import Part, sample, writing

PAGE = 4096
PAID = "echo start >> ../paid-$PLANLOOM_WORKER\n"
FILL = "head -c 100000000 /dev/zero > ../filler 2> /dev/null || truncate -s -{} ../filler\n"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own, which is soon full."""
    mount = ("mount", "-t", "tmpfs", "-o", "size=72m", "none", tmp_path)
    if os.geteuid() or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root can mount a disk to be filled")
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", "--lazy", tmp_path], check=True)


def full(folder: Path, pages: int) -> Callable[[], object]:
    """Fill the disk but for so many pages."""
    script = f"cd {folder}/repo\n{FILL.format(pages * PAGE)}"
    return lambda: subprocess.run(["bash", "-c", script], check=True)


def repository(folder: Path, *, worker: str = "", validation: str = "", check: str = "") -> Path:
    parts = {
        "W1": Part(PAID + writing("a.txt") + "\n" + worker, ("a.txt",), validation=validation, check=check),
        "W2": Part(PAID + writing("b.txt"), ("b.txt",), after="W1"),
    }
    # Not to be compressed, so that each worktree takes room.
    return sample(folder, parts, {"big.bin": os.urandom(100_000).hex()})


def goes_on(repo: Path) -> None:
    """With room again, the run comes to its end with everything in it."""
    (repo.parent / "filler").unlink(missing_ok=True)
    began = any(Path(repo, ".git/planloom").glob("*/1/journal"))
    done = resume(repo) if began else run(repo)
    assert done.code == 0, done.text
    assert (repo / "a.txt").read_text() == (repo / "b.txt").read_text() == "work\n"
    merges = git(repo, "log", "--first-parent", "--format=%s").splitlines()
    assert [one for one in merges if one.startswith("Merge")] == ["Merge feat/w2 (W2)", "Merge feat/w1 (W1)"]
    assert sound(repo)


def test_full_before_it_begins(small: Path) -> None:
    repo = repository(small)
    for pages in (0, 4):
        said = run(repo, amid=full(small, pages))
        assert said.code == 2
        assert said.is_clear, said.text
        assert re.search(r"0 MB (are )?free", said.text)
        (small / "filler").unlink()
    goes_on(repo)


@pytest.mark.parametrize(
    ("moment", "pages"),
    [
        pytest.param("worker", 0, id="checkpoint"),
        pytest.param("validation", 2, id="git update-ref"),
        pytest.param("validation", 6, id="git worktree add"),
        pytest.param("validation", 20, id="git checkout"),
        pytest.param("check", 0, id="lock"),
        pytest.param("check", 6, id="git merge"),
    ],
)
def test_full_on_the_way(small: Path, moment: str, pages: int) -> None:
    script = f"test -e ../was-full || {{ touch ../was-full; {FILL.format(pages * PAGE).strip()}; }}"
    repo = repository(small, **{moment: script})
    said = run(repo)
    assert said.code, said.text
    assert said.is_clear, said.text
    assert "0 MB free" in said.text
    goes_on(repo)
    assert (small / "paid-W1").read_text() == "start\n"
