"""SIGKILL at every step of what changes a repository: called again, each does what it would have done.

A slice of the steps; all of them with PLANLOOM_KILL_EVERY=1.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from planloom.run.git import Git
from planloom.run.records.locks import wait_for
from planloom.run.trees import merging, target
from planloom.run.trees.furnish import furnish, unchanged
from planloom.run.trees.removal import Leaving, delete_branch, remove_worktree
from planloom.run.trees.worktrees import Wanted, make
from tests.support.kill import at_every_step, killed_at
from tests.support.repos import branches, commit, git, head, make_repo, sound, write_files

EVERY = int(os.environ.get("PLANLOOM_KILL_EVERY", "13"))
FILES = {"a.txt": "one\n" * 50, "lib/b.txt": "two\n", "lib/c.txt": "three\n", ".gitignore": ".env\nnode_modules/\n"}


class Stage(NamedTuple):
    """A repository in a folder of its own, with a worker that has committed."""

    folder: Path
    repo: Path
    base: str
    tip: str

    @property
    def worker(self) -> str:
        return str(self.folder / "w1")

    @property
    def integration(self) -> str:
        return str(self.folder / "repo-planloom-r-1")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """What every trial starts from: one worker's branch, its worktree made, its work committed."""
    folder = tmp_path_factory.mktemp("scene").resolve()
    repo = make_repo(folder, FILES)
    base = head(repo)
    tip = commit(repo, {"a.txt": "ONE\n" * 40, "new/d.txt": "four\n" * 9}, "Work")
    git(repo, "rm", "--quiet", "lib/c.txt")
    git(repo, "commit", "--quiet", "--amend", "--no-edit")
    tip = head(repo)
    git(repo, "branch", "work")
    git(repo, "reset", "--quiet", "--hard", base)
    return Stage(folder, repo, base, tip)


Way = Callable[[Stage, Git, bool], object]


def trials(scene: Stage, tmp_path: Path, before: Way, act: Way, check: Callable[[Stage], None]) -> int:
    """Kill `act` at its steps, each time on a fresh copy, do it again, and check."""

    def locked(stage: Stage, way: Way, again: bool) -> None:
        # A git that outlives its caller keeps the lock; whoever comes next waits for it.
        with wait_for(stage.folder / "lock", "the repository") as lock:
            way(stage, Git(stage.repo, holding=(lock.descriptor,)), again)

    def trial(step: int, *, children: bool) -> bool:
        folder = tmp_path / f"{step}{children}"
        shutil.copytree(scene.folder, folder, symlinks=True)
        stage = scene._replace(folder=folder, repo=folder / "repo")
        locked(stage, before, False)
        if not killed_at(step, lambda: locked(stage, act, False), children=children, after=step % 7 / 2000):
            return False
        # Going on may be killed as well, at a step that the first one chooses.
        killed_at(1 + step * 5 % 17, lambda: locked(stage, act, True), children=children)
        locked(stage, act, True)
        check(stage)
        assert sound(stage.repo)
        shutil.rmtree(folder)
        return True

    return sum(at_every_step(partial(trial, children=children), EVERY) for children in (False, True))


def nothing(stage: Stage, at: Git, again: bool) -> None:
    pass


def make_worker(stage: Stage, at: Git, again: bool) -> None:
    make(at, Wanted(stage.worker, "feat/w1", stage.base, "r-1 W1"), resuming=again)


def make_dependent(stage: Stage, at: Git, again: bool) -> None:
    make(at, Wanted(stage.worker, "feat/w1", stage.base, "r-1 W1"), [stage.tip], resuming=again)


def open_integration(stage: Stage, at: Git, again: bool) -> None:
    merging.open_integration(at, stage.integration, stage.base, "r-1 merge", resuming=again)


def merge(stage: Stage, at: Git, again: bool) -> None:
    found = merging.merge(at, stage.integration, stage.tip, "Merge W1", stage.base)
    assert isinstance(found, merging.Merged)


def move(stage: Stage, at: Git, again: bool) -> None:
    target.move(at, "main", stage.base, stage.tip, resuming=again)


def leaving(stage: Stage) -> Leaving:
    return Leaving(stage.worker, "r-1 W1", "feat/w1", stage.tip, "main", ("node_modules",))


def finish_worker(stage: Stage, at: Git, again: bool) -> None:
    """A worker whose work has landed, with copies and things that may be thrown away lying in its tree."""
    make_dependent(stage, at, again)
    move(stage, at, again)
    (stage.repo / ".env").write_text("KEY=1\n")
    furnish(at, stage.worker, [".env"], [])
    Path(stage.worker, "node_modules").mkdir()
    Path(stage.worker, "node_modules", "x.js").write_text("x")


def remove(stage: Stage, at: Git, again: bool) -> None:
    kept = remove_worktree(at, leaving(stage), resuming=again) or delete_branch(at, leaving(stage))
    assert kept == "", kept


def test_making_a_worktree(scene: Stage, tmp_path: Path) -> None:
    def check(stage: Stage) -> None:
        assert git(Path(stage.worker), "status", "--porcelain") == ""
        assert git(Path(stage.worker), "symbolic-ref", "--short", "HEAD") == "feat/w1"
        assert Path(stage.worker, "new/d.txt").is_file()
        assert branches(stage.repo)["feat/w1"] == stage.tip
        assert git(stage.repo, "worktree", "list", "--porcelain").count("worktree ") == 2

    assert trials(scene, tmp_path, nothing, make_dependent, check)


def test_readying_a_worktree(scene: Stage, tmp_path: Path) -> None:
    names = [".env", "node_modules/a.js", "node_modules/b/c.js"]

    def before(stage: Stage, at: Git, again: bool) -> None:
        make_worker(stage, at, again)
        write_files(stage.repo, {name: name * 9000 for name in names} | {"shared/x": "x"})

    def act(stage: Stage, at: Git, again: bool) -> None:
        furnish(at, stage.worker, [".env", "node_modules"], ["shared"])

    def check(stage: Stage) -> None:
        assert unchanged(stage.worker) == {*names, "shared"}
        assert {path.name for path in Path(stage.worker).iterdir()} == {
            *{".git", ".gitignore", "a.txt", "lib", ".env", "node_modules", "shared"}
        }

    assert trials(scene, tmp_path, before, act, check)


def test_merging(scene: Stage, tmp_path: Path) -> None:
    def check(stage: Stage) -> None:
        there = Path(stage.integration)
        assert git(there, "status", "--porcelain") == ""
        assert git(there, "rev-list", "--count", "--merges", "HEAD") == "1"
        assert git(there, "rev-parse", "HEAD^1", "HEAD^2").split() == [stage.base, stage.tip]
        assert not Path(there, "lib/c.txt").exists()

    assert trials(scene, tmp_path, open_integration, merge, check)


def test_moving_the_target_where_it_is_checked_out(scene: Stage, tmp_path: Path) -> None:
    def before(stage: Stage, at: Git, again: bool) -> None:
        (stage.repo / "lib/b.txt").write_text("mine, not committed\n")
        (stage.repo / "notes.txt").write_text("mine\n")

    def check(stage: Stage) -> None:
        assert branches(stage.repo)["main"] == stage.tip
        assert git(stage.repo, "status", "--porcelain").splitlines() == [" M lib/b.txt", "?? notes.txt"]
        assert (stage.repo / "lib/b.txt").read_text() == "mine, not committed\n"

    def act(stage: Stage, at: Git, again: bool) -> None:
        # A git that was killed in the user's own worktree leaves locks that only a person may take away.
        for lock in [*(stage.repo / ".git").glob("*.lock"), stage.repo / ".git/refs/heads/main.lock"] if again else ():
            lock.unlink(missing_ok=True)
        move(stage, at, again)

    assert trials(scene, tmp_path, before, act, check)


def test_removing_a_worktree_and_its_branch(scene: Stage, tmp_path: Path) -> None:
    def check(stage: Stage) -> None:
        assert not Path(stage.worker).exists()
        assert "feat/w1" not in branches(stage.repo)
        assert git(stage.repo, "worktree", "list", "--porcelain").count("worktree ") == 1
        assert head(stage.repo, "refs/planloom/rescue/r-1/W1") == stage.tip

    assert trials(scene, tmp_path, finish_worker, remove, check)
