"""Merging in the integration worktree: once each, finished after a kill, left alone where others are at work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from planloom.run.git import Git
from planloom.run.trees.merging import Conflict, Merged, merge, open_integration
from planloom.run.trees.refused import Refused
from tests.support.repos import commit, git, head, make_repo, sound, try_git, write_files


class Scene(NamedTuple):
    """A repository with two branches that conflict with each other in `a.txt`, and the integration worktree."""

    repo: Path
    tree: Path
    base: str
    one: str
    two: str

    def merge(self, tip: str, onto: str) -> Merged | Conflict:
        """As a run does it."""
        return merge(Git(self.repo), str(self.tree), tip, "Merge it", onto)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    repo = make_repo(tmp_path.resolve(), {"a.txt": "base\n", "b.txt": "base\n", "c.txt": "base\n" * 60})
    base = head(repo)
    tips = []
    for name, files in (("one", {"a.txt": "one\n", "new.txt": "n\n"}), ("two", {"a.txt": "two\n", "b.txt": "two\n"})):
        git(repo, "checkout", "--quiet", "-b", name, base)
        tips.append(commit(repo, files, name))
    git(repo, "checkout", "--quiet", "main")
    tree = repo.with_name("repo-planloom-plan-1")
    assert open_integration(Git(repo), str(tree), base, "plan-1 merge") == base
    return Scene(repo, tree, base, *tips)


def test_each_branch_is_merged_once_and_never_fast_forwarded(scene: Scene) -> None:
    first = scene.merge(scene.one, scene.base)
    assert isinstance(first, Merged)
    assert git(scene.tree, "rev-list", "--parents", "-1", "HEAD").split()[1:] == [scene.base, scene.one]
    assert git(scene.tree, "log", "-1", "--format=%B") == "Merge it"
    assert scene.merge(scene.one, scene.base) == first
    assert open_integration(Git(scene.repo), str(scene.tree), scene.base, "plan-1 merge") == first.commit
    assert head(scene.repo, "main") == scene.base
    assert sound(scene.repo)


def test_a_conflict_waits_for_a_person_who_stages_or_commits(scene: Scene) -> None:
    first = scene.merge(scene.one, scene.base)
    assert isinstance(first, Merged)
    assert scene.merge(scene.two, first.commit) == scene.merge(scene.two, first.commit) == Conflict(("a.txt",))
    assert "<<<<<<<" in (scene.tree / "a.txt").read_text()
    write_files(scene.tree, {"a.txt": "one and two\n"})
    assert scene.merge(scene.two, first.commit) == Conflict(("a.txt",))
    git(scene.tree, "add", "a.txt")
    solved = scene.merge(scene.two, first.commit)
    assert isinstance(solved, Merged)
    assert git(scene.tree, "rev-parse", "HEAD^1", "HEAD^2").split() == [first.commit, scene.two]
    assert git(scene.tree, "show", "HEAD:a.txt") == "one and two"
    assert scene.merge(scene.two, first.commit) == solved


def test_a_person_may_commit_the_resolution_and_more(scene: Scene) -> None:
    first = scene.merge(scene.one, scene.base)
    assert isinstance(first, Merged)
    scene.merge(scene.two, first.commit)
    write_files(scene.tree, {"a.txt": "both\n"})
    git(scene.tree, "commit", "--quiet", "-am", "Solved")
    later = commit(scene.tree, {"b.txt": "and this\n"}, "Mended, too")
    assert scene.merge(scene.two, first.commit) == Merged(later)


def test_what_is_staged_but_for_a_part_is_asked_about(scene: Scene) -> None:
    first = scene.merge(scene.one, scene.base)
    assert isinstance(first, Merged)
    scene.merge(scene.two, first.commit)
    write_files(scene.tree, {"a.txt": "both\n"})
    git(scene.tree, "add", "a.txt")
    write_files(scene.tree, {"a.txt": "both, and better\n"})
    with pytest.raises(Refused, match=r"not staged: a\.txt"):
        scene.merge(scene.two, first.commit)
    assert (scene.tree / "a.txt").read_text() == "both, and better\n"


def rebase(scene: Scene) -> None:
    try_git(scene.tree, "checkout", "--quiet", scene.two)
    try_git(scene.tree, "rebase", scene.one)


def other_merge(scene: Scene) -> None:
    git(scene.tree, "merge", "--no-commit", "--no-ff", scene.one)


FOREIGN = {
    "another merge": (other_merge, "another merge is under way"),
    "a rebase": (rebase, "a rebase is under way"),
    "a cherry-pick": (
        lambda scene: [
            git(scene.tree, "checkout", "--quiet", scene.one),
            try_git(scene.tree, "cherry-pick", scene.two),
        ],
        "a cherry-pick is under way",
    ),
    "a bisection": (lambda scene: git(scene.tree, "bisect", "start"), "a bisect is under way"),
    "a branch": (lambda scene: git(scene.tree, "checkout", "--quiet", "-b", "mine"), "refs/heads/mine checked out"),
    "commits of others": (lambda scene: commit(scene.tree, {"x": "y\n"}, "Mine"), "commits that no merge made"),
    "somewhere else": (lambda scene: git(scene.tree, "checkout", "--quiet", scene.one), "commits that no merge made"),
    "its link lost": (lambda scene: (scene.tree / ".git").unlink(), "git worktree repair"),
    "work in a file that must change": (
        lambda scene: write_files(scene.tree, {"a.txt": "mine\n"}),
        r"would be overwritten by merge: a\.txt",
    ),
    "a new file in the way": (
        lambda scene: write_files(scene.tree, {"b.txt": "base\n", "new.txt": "mine\n"}),
        "would be overwritten by merge",
    ),
}


@pytest.mark.parametrize(("state", "reason"), FOREIGN.values(), ids=FOREIGN)
def test_what_others_began_is_left_as_it_is(scene: Scene, state, reason: str) -> None:  # type: ignore[no-untyped-def]
    state(scene)

    def seen() -> tuple[bytes, bytes, dict[str, bytes]]:
        held = {path.name: path.read_bytes() for path in scene.tree.iterdir() if path.is_file()}
        return (try_git(scene.tree, "status", "--porcelain").stdout, try_git(scene.tree, "log", "-1").stdout, held)

    before = seen()
    tip = scene.one if reason.startswith(r"would") else scene.two
    with pytest.raises(Refused, match=reason):
        scene.merge(tip, scene.base)
    assert seen() == before


def test_what_a_check_left_lying_there_does_not_stop_the_next_merge(scene: Scene) -> None:
    write_files(scene.tree, {"report.xml": "<ok/>", "c.txt": "changed by the check\n"})
    assert isinstance(scene.merge(scene.one, scene.base), Merged)
    assert (scene.tree / "report.xml").exists()


def test_a_hook_that_rejects_the_merge_is_quoted_and_asked_again(scene: Scene) -> None:
    hook = scene.repo / ".git/hooks/commit-msg"
    hook.write_text("#!/bin/sh\necho no ticket in the message >&2; exit 1\n")
    hook.chmod(0o755)
    for _ in range(2):
        with pytest.raises(Refused, match="no ticket in the message"):
            scene.merge(scene.one, scene.base)
    hook.unlink()
    assert isinstance(scene.merge(scene.one, scene.base), Merged)
    assert git(scene.tree, "rev-parse", "HEAD^1", "HEAD^2").split() == [scene.base, scene.one]


def test_a_signature_that_fails_is_quoted(scene: Scene) -> None:
    git(scene.repo, "config", "commit.gpgSign", "true")
    git(scene.repo, "config", "gpg.program", "false")
    with pytest.raises(Refused, match="gpg failed to sign"):
        scene.merge(scene.one, scene.base)


def test_a_lock_that_a_dead_git_left_goes_and_a_living_ones_stays(scene: Scene) -> None:
    lock = scene.repo / ".git/worktrees" / scene.tree.name / "index.lock"
    lock.write_bytes(b"")
    before = os.getcwd()  # noqa: PTH109
    os.chdir(scene.tree)
    try:
        with pytest.raises(Refused, match=r"index\.lock is held, .*, for \d+ s"):
            scene.merge(scene.one, scene.base)
    finally:
        os.chdir(before)
    assert lock.exists()
    assert isinstance(scene.merge(scene.one, scene.base), Merged)
    assert not lock.exists()


def test_where_nobody_can_tell_who_is_at_work_a_lock_stays(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = scene.repo / ".git/worktrees" / scene.tree.name / "index.lock"
    lock.write_bytes(b"")
    monkeypatch.setattr("planloom.run.trees.lockfile.can_tell", lambda: False)
    monkeypatch.setattr("planloom.run.trees.lockfile._PAUSE", 0)
    with pytest.raises(Refused, match="by nobody that is seen"):
        scene.merge(scene.one, scene.base)
    assert lock.exists()


@pytest.mark.parametrize("left", [{"a.txt": "one\n"}, {"a.txt": "on"}, {"new.txt": "n\n"}, {"new.txt": ""}])
def test_a_merge_that_was_killed_while_it_wrote_files_is_made_again(scene: Scene, left: dict[str, str]) -> None:
    write_files(scene.tree, left)
    assert isinstance(scene.merge(scene.one, scene.base), Merged)
    assert git(scene.tree, "status", "--porcelain") == ""


def test_a_merge_that_was_killed_behind_its_index_is_made_again(scene: Scene) -> None:
    git(scene.tree, "merge", "--no-commit", "--no-ff", scene.one)
    for file in ("MERGE_HEAD", "MERGE_MSG", "MERGE_MODE"):
        (scene.repo / ".git/worktrees" / scene.tree.name / file).unlink()
    assert isinstance(scene.merge(scene.one, scene.base), Merged)
    assert git(scene.tree, "status", "--porcelain") == ""


def test_a_merge_that_was_killed_behind_its_commit_is_tidied(scene: Scene) -> None:
    first = scene.merge(scene.one, scene.base)
    assert isinstance(first, Merged)
    (scene.repo / ".git/worktrees" / scene.tree.name / "MERGE_HEAD").write_text(f"{scene.one}\n")
    assert scene.merge(scene.one, scene.base) == first
    assert "All conflicts fixed" not in git(scene.tree, "status")
