"""Moving the target: once, if it still is where it was, and over nobody's work."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from planloom.run.git import Git
from planloom.run.trees.refused import Refused
from planloom.run.trees.target import move
from tests.support.repos import branches, commit, git, head, make_repo, try_git, write_files


class Scene(NamedTuple):
    """A repository whose `main` is at `old`, and what was merged, `new`."""

    repo: Path
    old: str
    new: str

    def move(self, *, resuming: bool = False) -> None:
        """As a run does it."""
        move(Git(self.repo), "main", self.old, self.new, resuming=resuming)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    repo = make_repo(tmp_path.resolve(), {"a.txt": "old\n" * 9, "b.txt": "old\n", "gone.txt": "old\n"})
    old = head(repo)
    git(repo, "checkout", "--quiet", "--detach")
    git(repo, "rm", "--quiet", "gone.txt")
    new = commit(repo, {"a.txt": "new\n" * 9, "sub/new.txt": "new\n"}, "Merged")
    git(repo, "checkout", "--quiet", "main")
    return Scene(repo, old, new)


def test_it_moves_where_it_is_checked_out_with_the_files(scene: Scene) -> None:
    write_files(scene.repo, {"b.txt": "mine\n", "notes.txt": "mine\n"})
    git(scene.repo, "add", "notes.txt")
    scene.move()
    assert branches(scene.repo)["main"] == scene.new
    assert (scene.repo / "a.txt").read_text().startswith("new")
    assert git(scene.repo, "status", "--porcelain").splitlines() == [" M b.txt", "A  notes.txt"]
    scene.move()
    assert branches(scene.repo)["main"] == scene.new


def test_it_moves_in_whatever_worktree_has_it(scene: Scene) -> None:
    other = scene.repo.with_name("other")
    git(scene.repo, "checkout", "--quiet", "-b", "elsewhere")
    git(scene.repo, "worktree", "add", "--quiet", str(other), "main")
    scene.move()
    assert head(other) == scene.new
    assert git(other, "status", "--porcelain") == ""
    assert head(scene.repo) == scene.old


def test_it_moves_where_nobody_has_it(scene: Scene) -> None:
    git(scene.repo, "checkout", "--quiet", "--detach")
    scene.move()
    assert branches(scene.repo)["main"] == scene.new
    assert git(scene.repo, "status", "--porcelain") == ""


def test_what_has_gone_further_already_stays(scene: Scene) -> None:
    git(scene.repo, "merge", "--quiet", "--ff-only", scene.new)
    further = commit(scene.repo, {"b.txt": "further\n"}, "Further")
    scene.move()
    assert branches(scene.repo)["main"] == further


def moved(scene: Scene) -> None:
    commit(scene.repo, {"b.txt": "pulled\n"}, "Pulled")


def pushed_back(scene: Scene) -> None:
    git(scene.repo, "checkout", "--quiet", "--orphan", "fresh")
    git(scene.repo, "commit", "--quiet", "-m", "Fresh")
    git(scene.repo, "branch", "--force", "main")
    git(scene.repo, "checkout", "--quiet", "main")


def in_a_rebase(scene: Scene) -> None:
    git(scene.repo, "branch", "rival", scene.new)
    write_files(scene.repo, {"a.txt": "mine\n"})
    git(scene.repo, "commit", "--quiet", "-am", "Mine")
    try_git(scene.repo, "rebase", "rival")
    git(scene.repo, "update-ref", "refs/heads/main", scene.old)


def twice(scene: Scene) -> None:
    other = scene.repo.with_name("other")
    git(scene.repo, "worktree", "add", "--quiet", "--detach", str(other))
    git(other, "symbolic-ref", "HEAD", "refs/heads/main")


def worktree_gone(scene: Scene) -> None:
    other = scene.repo.with_name("other")
    git(scene.repo, "checkout", "--quiet", "--detach")
    git(scene.repo, "worktree", "add", "--quiet", str(other), "main")
    other.rename(scene.repo.with_name("aside"))


STOPS = {
    "moved meanwhile": (moved, "main was moved from"),
    "pushed to something else": (pushed_back, "main was moved from"),
    "gone": (
        lambda scene: [git(scene.repo, "checkout", "-q", "-b", "x"), git(scene.repo, "branch", "-q", "-D", "main")],
        "target branch main is gone",
    ),
    "a file changed": (lambda scene: write_files(scene.repo, {"a.txt": "mine\n"}), r"would overwrite: a\.txt"),
    "a new file in the way": (
        lambda scene: write_files(scene.repo, {"sub/new.txt": "mine\n"}),
        r"would overwrite: sub/new\.txt",
    ),
    "a deleted file changed": (lambda scene: write_files(scene.repo, {"gone.txt": "mine\n"}), r"overwrite: gone\.txt"),
    "staged": (
        lambda scene: [write_files(scene.repo, {"a.txt": "mine\n"}), git(scene.repo, "add", "a.txt")],
        r"would overwrite: a\.txt",
    ),
    "in a rebase": (in_a_rebase, "a rebase is under way"),
    "in a merge": (
        lambda scene: [
            git(scene.repo, "branch", "side", git(scene.repo, "commit-tree", "-p", "main", "-m", "s", "main^{tree}")),
            git(scene.repo, "merge", "--no-ff", "--no-commit", "side"),
        ],
        "a merge is under way",
    ),
    "checked out twice": (twice, "checked out in .*other"),
    "checked out where nothing is": (worktree_gone, "git worktree prune"),
    "a git at work": (lambda scene: (scene.repo / ".git/index.lock").write_bytes(b""), r"index\.lock is held"),
}


@pytest.mark.parametrize("resuming", [False, True])
@pytest.mark.parametrize(("state", "reason"), STOPS.values(), ids=STOPS)
def test_what_is_in_the_way_is_said_and_nothing_half_done(scene: Scene, state, reason: str, resuming: bool) -> None:  # type: ignore[no-untyped-def]
    state(scene)

    def seen() -> tuple[dict[str, str], bytes, dict[str, bytes]]:
        held = {path.name: path.read_bytes() for path in scene.repo.rglob("*.txt")}
        return branches(scene.repo), try_git(scene.repo, "status", "--porcelain").stdout, held

    before = seen()
    with pytest.raises(Refused, match=reason):
        scene.move(resuming=resuming)
    assert seen() == before


@pytest.mark.parametrize(
    "left", [{"a.txt": "new\n" * 9}, {"a.txt": "new\nnew\n"}, {"a.txt": ""}, {"sub/new.txt": "new\n"}]
)
def test_a_move_that_was_killed_while_it_wrote_files_is_finished(scene: Scene, left: dict[str, str]) -> None:
    write_files(scene.repo, {**left, "b.txt": "mine\n"})
    (scene.repo / "gone.txt").unlink()
    with pytest.raises(Refused, match="would overwrite"):
        scene.move()
    scene.move(resuming=True)
    assert branches(scene.repo)["main"] == scene.new
    assert git(scene.repo, "status", "--porcelain") == " M b.txt"
