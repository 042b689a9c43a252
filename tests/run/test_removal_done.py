"""What nothing can be lost by is removed; each commit that only the worktree remembered gets a reference."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planloom.run.trees.removal import delete_branch, remove_worktree
from tests.run.leaving import DISPOSABLE, RESCUE, Scene, State, build, copy_of, remove
from tests.support.repos import branches, commit, git, head, try_git, write_files


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return build(tmp_path_factory.mktemp("merged").resolve())


@pytest.fixture
def scene(merged: Scene, tmp_path: Path) -> Scene:
    return copy_of(merged, tmp_path.resolve())


def thrown_away(scene: Scene) -> None:
    write_files(
        scene.tree,
        {"node_modules/x/index.js": "x", "src/__pycache__/a.pyc": b"\0", "target/debug/app": "x", "target/.env": "y"},
    )
    (scene.tree / "node_modules" / "bin").symlink_to("/")


def squashed(scene: Scene) -> None:
    git(scene.repo, "reset", "--quiet", "--hard", "HEAD~1")
    git(scene.repo, "merge", "--quiet", "--squash", "feat/w1")
    git(scene.repo, "commit", "--quiet", "-m", "Squashed")


def squashed_and_changed_since(scene: Scene) -> None:
    squashed(scene)
    commit(scene.repo, {"src/a.py": "a = 3\n"}, "Later")


def amended_before_the_merge(scene: Scene) -> None:
    """Commits that only the reflogs of worktree and branch remember."""
    git(scene.repo, "reset", "--quiet", "--hard", "HEAD~1")
    commit(scene.tree, {"src/tried.py": "lost?\n"}, "A try")
    git(scene.tree, "reset", "--quiet", "--hard", "HEAD~1")
    git(scene.repo, "merge", "--quiet", "--no-edit", "feat/w1")


def wandered(scene: Scene) -> None:
    """Commits on a detached HEAD, left behind; only this worktree's own reflog knows them."""
    git(scene.tree, "checkout", "--quiet", "--detach")
    commit(scene.tree, {"src/a.py": "experiment\n"}, "Experiment")
    git(scene.tree, "checkout", "--quiet", "feat/w1")


def original_only(scene: Scene) -> None:
    """A commit that only ORIG_HEAD names."""
    wandered(scene)
    lost = head(scene.tree, "HEAD@{1}")
    git(scene.tree, "reflog", "expire", "--expire=now", "--all")
    (scene.own / "ORIG_HEAD").write_text(f"{lost}\n")


def stashed(scene: Scene) -> None:
    write_files(scene.tree, {"src/a.py": "put aside\n"})
    git(scene.tree, "stash", "push", "--quiet")


def own_reference(scene: Scene) -> None:
    wandered(scene)
    git(scene.tree, "update-ref", "refs/worktree/mine", "HEAD@{1}")


def sparse(scene: Scene) -> None:
    git(scene.tree, "sparse-checkout", "set", "src")


REMOVED: dict[str, State] = {
    "clean": lambda scene: None,
    "things to throw away": thrown_away,
    "empty folders": lambda scene: (scene.tree / "a" / "b").mkdir(parents=True),
    "folder nobody may write": lambda scene: (scene.tree / "src").chmod(0o555),
    "squashed": squashed,
    "squashed, the file changed since": squashed_and_changed_since,
    "amended before the merge": amended_before_the_merge,
    "left commits on a detached HEAD": wandered,
    "commit that only ORIG_HEAD names": original_only,
    "reference of its own": own_reference,
    "stashed": stashed,
    "sparse": sparse,
    "target moved on": lambda scene: commit(scene.repo, {"more.py": "m\n"}, "More"),
    "main worktree dirty": lambda scene: write_files(scene.repo, {"src/a.py": "mine\n", "new.txt": "mine\n"}),
}


@pytest.mark.parametrize("state", REMOVED.values(), ids=REMOVED)
def test_what_loses_nothing_is_removed(scene: Scene, state: State) -> None:
    state(scene)
    mine = {name: (scene.repo / name).read_bytes() for name in (".env", "src/a.py")}
    kept = remove(scene)
    if kept and os.geteuid():
        # Root may empty a folder that nobody may write; others are told, and the committed files stay.
        assert "could not" in kept or "not removed" in kept
        return
    assert kept == ""
    assert {name: (scene.repo / name).read_bytes() for name in mine} == mine
    assert (scene.repo / "shared").is_dir()


def test_asked_again_it_stays_removed(scene: Scene) -> None:
    assert remove(scene) == ""
    assert remove_worktree(scene.git, scene.leaving, resuming=True) == ""
    assert delete_branch(scene.git, scene.leaving) == ""


def test_a_rescue_that_is_there_is_not_overwritten(scene: Scene) -> None:
    older = head(scene.repo, "HEAD~1")
    git(scene.repo, "update-ref", RESCUE, older)
    assert remove_worktree(scene.git, scene.leaving) == ""
    assert head(scene.repo, RESCUE) == older
    assert head(scene.repo, f"{RESCUE}.1") == scene.tip


def test_a_removal_that_was_cut_off_is_finished(scene: Scene) -> None:
    (scene.tree / "src/a.py").unlink()
    (scene.tree / "shared").unlink()
    assert "uncommitted work: src/a.py" in remove_worktree(scene.git, scene.leaving)
    write_files(scene.tree, {"src/b.py": "mine, meanwhile\n"})
    assert "uncommitted work: src/b.py" in remove_worktree(scene.git, scene.leaving, resuming=True)
    git(scene.tree, "checkout", "--quiet", "--", "src/b.py")
    (scene.tree / "src/a.py").unlink()
    assert remove_worktree(scene.git, scene.leaving, resuming=True) == ""
    assert not scene.tree.exists()
    assert not scene.own.exists()


def test_a_removal_that_was_cut_off_behind_its_link_to_git_is_finished(scene: Scene) -> None:
    for file in (".git", "src/a.py", "shared", ".env"):
        (scene.tree / file).unlink()
    write_files(scene.tree, {"mine.txt": "mine\n"})
    assert "git worktree repair" in remove_worktree(scene.git, scene.leaving, resuming=True)
    assert not (scene.tree / ".git").exists()
    (scene.tree / "mine.txt").unlink()
    assert remove_worktree(scene.git, scene.leaving, resuming=True) == ""
    assert not scene.tree.exists()


@pytest.mark.parametrize("left", ["planloom", "HEAD", "index"])
def test_a_removal_that_was_cut_off_among_gits_own_files_is_finished(scene: Scene, left: str) -> None:
    scene.tree.rename(scene.tree.with_name("aside"))
    (scene.own / left).unlink()
    assert remove_worktree(scene.git, scene.leaving, resuming=True) == ""
    assert not scene.own.exists()


def test_a_removal_that_was_cut_off_behind_the_last_file_is_finished(scene: Scene) -> None:
    scene.tree.rename(scene.tree.with_name("aside"))
    assert remove_worktree(scene.git, scene.leaving, resuming=True) == ""
    assert not scene.own.exists()
    assert delete_branch(scene.git, scene.leaving) == ""
    assert "feat/w1" not in branches(scene.repo)


def test_an_integration_worktree_goes_when_the_target_holds_it(scene: Scene) -> None:
    tree = scene.tree.with_name("repo-planloom-plan-1a2b-1")
    git(scene.repo, "worktree", "add", "--quiet", "--detach", str(tree))
    (scene.repo / ".git/worktrees" / tree.name / "planloom").write_text("plan-1a2b-1 merge\n")
    landed = head(scene.repo)
    leaving = scene.leaving._replace(path=str(tree), marker="plan-1a2b-1 merge", branch="", tip=landed)
    ahead = commit(tree, {"x": "y\n"}, "By hand")
    assert "which was merged" in remove_worktree(scene.git, leaving)
    git(scene.repo, "merge", "--quiet", "--ff-only", ahead)
    assert remove_worktree(scene.git, leaving._replace(tip=ahead, disposable=DISPOSABLE)) == ""
    assert not try_git(scene.repo, "worktree", "list", "--porcelain").stdout.count(b"planloom")
