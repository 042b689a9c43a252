"""Merges workers' branches, one at a time, in the integration worktree.

Looks first: what is merged already is not merged again, a merge of ours that was cut off is finished, what anybody else
began is left alone. A conflict stays in the worktree for a person to solve. Must not know the journal.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from planloom.run.git import Answer, Git, GitError
from planloom.run.survey.repository import busy_in, names
from planloom.run.trees import lockfile, worktrees
from planloom.run.trees.halfway import differing, foreign, go_back, status
from planloom.run.trees.listed import own_folder
from planloom.run.trees.refused import Refused, some


class Merged(NamedTuple):
    """The branch is held by this commit, the integration worktree's HEAD."""

    commit: str


class Conflict(NamedTuple):
    """These files cannot be merged; they wait in the integration worktree for a person."""

    files: tuple[str, ...]


def open_integration(git: Git, path: str, base: str, marker: str, *, resuming: bool = False) -> str:
    """Make the integration worktree, on no branch, or find it; the commit it is at. Raises Refused, GitError."""
    worktrees.make(git, worktrees.Wanted(path, "", base, marker), resuming=resuming)
    return _head(git.at(path))


def merge(git: Git, path: str, tip: str, message: str, onto: str) -> Merged | Conflict:
    """Merge a commit in the integration worktree, which is at `onto` or holds the merge already.

    Calling it again after a conflict that a person solved, staged or committed, goes on from there. Raises Refused,
    GitError.
    """
    own = own_folder(path)
    git = git.at(path)
    _refuse_others(git, own)
    lockfile.clear(own, path)
    head = _head(git)
    if not _holds(git, head, onto):
        raise Refused(f"{path} is at {head[:10]}, which does not hold {onto[:10]}; somebody moved it: check that out")
    if _holds(git, head, tip) and _merging(own) in ([], [tip]):
        if _merging(own):
            git.write("merge", "--quit")  # git was killed between its commit and its own tidying
        return Merged(head)
    if head != onto:
        raise Refused(f"{path} holds commits that no merge made, up to {head[:10]}; check out {onto[:10]} there")
    if _merging(own):
        return _go_on(git, own, tip, message)
    answer = git.try_write("merge", "--no-ff", "--no-edit", "-m", message, tip)
    if answer.code and not _merging(own) and _take_back(git, tip):
        answer = git.try_write("merge", "--no-ff", "--no-edit", "-m", message, tip)
    return _outcome(git, own, answer)


def conflict_files(git: Git) -> tuple[str, ...]:
    """The files of a worktree that are not merged yet. Raises GitError."""
    listed = names(git.read("diff", "--name-only", "--diff-filter=U", "-z"))
    return tuple(dict.fromkeys(listed))


def _refuse_others(git: Git, own: Path) -> None:
    top = git.ask("rev-parse", "--show-toplevel").out
    if os.path.realpath(os.fsdecode(top).rstrip("\n")) != os.path.realpath(git.folder):
        raise Refused(f"{git.folder} is no worktree any more; put its `.git` link back with `git worktree repair`")
    busy = busy_in(str(own))
    if busy and busy != "merge":
        raise Refused(f"a {busy} is under way in {git.folder}; finish it, or end it there with `git {busy} --abort`")
    branch = git.ask("symbolic-ref", "--quiet", "HEAD").out
    if branch:
        raise Refused(f"{git.folder} has {os.fsdecode(branch).strip()} checked out; `git checkout --detach` there")


def _merging(own: Path) -> list[str]:
    try:
        return (own / "MERGE_HEAD").read_text().split()
    except FileNotFoundError:
        return []


def _go_on(git: Git, own: Path, tip: str, message: str) -> Merged | Conflict:
    if _merging(own) != [tip]:
        raise Refused(f"another merge is under way in {git.folder}; finish it, or end it with `git merge --abort`")
    files = conflict_files(git)
    if files:
        return Conflict(files)
    loose = [path for path, letters in status(git).items() if letters[1] not in " ?"]
    if loose:
        raise Refused(f"{git.folder} has changes that are not staged: {some(loose)}; `git add` them, then resume")
    return _outcome(git, own, git.try_write("commit", "--quiet", "--no-edit", "-m", message))


def _take_back(git: Git, tip: str) -> bool:
    """Undo the beginning of a merge that was killed, where every file of it is git's own doing; whether that was so."""
    tree = names(git.ask("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", "HEAD", tip).out)[:1]
    if not tree:
        return False
    between = set(names(git.read("diff-tree", "-r", "-z", "--no-renames", "--name-only", "HEAD", *tree)))
    staged = {path for path, letters in status(git).items() if letters[0] not in " ?"}
    wrong = between & set(differing(git, "HEAD"))
    if not (wrong or staged) or not staged <= between or foreign(git, ("HEAD", *tree), among=wrong):
        return False
    go_back(git, "HEAD", wrong)
    git.write("read-tree", "HEAD")
    git.try_write("update-index", "-q", "--refresh")
    return True


def _outcome(git: Git, own: Path, answer: Answer) -> Merged | Conflict:
    if answer.code == 0:
        return Merged(_head(git))
    files = conflict_files(git)
    if files and _merging(own):
        return Conflict(files)
    said = " ".join((answer.err or os.fsdecode(answer.out)).split())
    raise Refused(f"git did not merge in {git.folder}: {said[-600:] or GitError(('merge',), answer.code, '')}")


def _head(git: Git) -> str:
    return git.text("rev-parse", "--verify", "HEAD^{commit}")


def _holds(git: Git, commit: str, other: str) -> bool:
    return git.ask("merge-base", "--is-ancestor", other, commit).code == 0
