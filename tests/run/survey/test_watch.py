"""What is looked at tells of every change that makes facts untrue, and of nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from math import inf
from pathlib import Path

import pytest

from planloom.model.read.plan import build
from planloom.run.observe import observe
from planloom.run.survey.watch import Lookout, Picture, Walked, watched
from planloom.syntax import scan
from planloom.text import Text
from tests.support.repos import commit, git
from tests.support.runs import Part, sample


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with one worker's worktree."""
    made = sample(tmp_path, {"W1": Part(writes=("a.txt",)), "W2": Part(writes=("b.txt",))}, {"src/deep/x.txt": "x"})
    git(made, "worktree", "add", "-q", "-b", "feat/w1", "../repo-w1")
    return made


def look(repo: Path) -> Callable[[], Picture]:
    """Looks around the sample plan."""
    plan = build(scan(Text.of((repo / "PLAN.md").read_text()).lines()))
    facts = observe(plan, repo / "PLAN.md")
    assert facts
    lookout, places = Lookout(inf), watched(plan, facts)
    trees = {tree.top: Walked(tree.top) for tree in places.trees}
    return lambda: lookout.look(places, {top: walked.look() for top, walked in trees.items()})


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file is written": lambda repo: (repo.parent / "repo-w1/src/deep/x.txt").write_text("yy"),
    "a file is new": lambda repo: (repo.parent / "repo-w1/src/deep/new.txt").write_text(""),
    "a file is gone": lambda repo: (repo.parent / "repo-w1/src/deep/x.txt").unlink(),
    "a folder is new": lambda repo: (repo.parent / "repo-w1/src/more").mkdir(),
    "a file is staged": lambda repo: git(repo.parent / "repo-w1", "rm", "-q", "--cached", "src/deep/x.txt"),
    "a worker commits": lambda repo: commit(repo.parent / "repo-w1", {"a.txt": "x"}, "Work"),
    "a branch is new": lambda repo: git(repo, "branch", "feat/w2"),
    "refs are packed": lambda repo: git(repo, "pack-refs", "--all"),
    "the target moves": lambda repo: commit(repo, {"z.txt": "x"}, "On main"),
    "another branch is checked out": lambda repo: git(repo, "switch", "-q", "-c", "other"),
    "a worktree is added": lambda repo: git(repo, "worktree", "add", "-q", "-b", "feat/w2", "../repo-w2"),
    "a worktree is gone": lambda repo: git(repo, "worktree", "remove", "../repo-w1"),
    "a file of the plan comes to be": lambda repo: (repo / "src/deep/y.txt").write_text(""),
    "records are there": lambda repo: (repo / ".git/planloom").mkdir(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows(repo: Path, change: str) -> None:
    looked = look(repo)
    before = looked()
    CHANGES[change](repo)
    assert looked() != before


def test_rest_is_rest(repo: Path) -> None:
    looked = look(repo)
    before = looked()
    git(repo.parent / "repo-w1", "--no-optional-locks", "status")
    git(repo, "log")
    assert looked() == before == looked()


def test_folders_that_tools_fill_are_passed_over(repo: Path) -> None:
    (repo.parent / "repo-w1/node_modules").mkdir()
    looked = look(repo)
    before = looked()
    (repo.parent / "repo-w1/node_modules/x.js").write_text("")
    assert looked() == before


def test_what_cannot_be_read_is_no_change(repo: Path) -> None:
    closed = repo.parent / "repo-w1/closed"
    closed.mkdir()
    (closed / "x").symlink_to(closed)
    os.mkfifo(closed / "pipe")
    looked = look(repo)
    assert looked() == looked()
