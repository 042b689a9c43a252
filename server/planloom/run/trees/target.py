"""Moves the target branch to what was merged and checked, if it still is where it was.

Where it is checked out, git's own fast-forward does it there and may refuse; nothing is ever overwritten. Must not know
the journal.
"""

from __future__ import annotations

from pathlib import Path

from planloom.run.git import Git, GitError
from planloom.run.survey.repository import busy_in, names
from planloom.run.trees import lockfile
from planloom.run.trees.halfway import differing, foreign, go_back
from planloom.run.trees.listed import HEADS, having
from planloom.run.trees.refused import Refused, some


def move(git: Git, target: str, old: str, new: str, *, resuming: bool = False) -> None:
    """Move a branch from one commit to a later one; done already is well. Raises Refused, GitError.

    `resuming`: it was begun before, so files that are as `new` has them may be what a killed git had written.
    """
    now = _at(git, target)
    if git.ask("merge-base", "--is-ancestor", new, now).code == 0:
        return
    if now != old:
        raise Refused(
            f"{target} was moved from {old[:10]} to {now[:10]} meanwhile; the merge has to begin anew from there"
        )
    places = list(having(git, target))
    for path, own in places:
        if not Path(path).is_dir():
            raise Refused(f"{target} is checked out in {path}, which is gone; `git worktree prune`, then resume")
        if busy := busy_in(str(own)):
            raise Refused(f"a {busy} is under way in {path}, where {target} is; finish or end it, then resume")
        lockfile.wait_until_free(own, path)
    if len(places) > 1:
        raise Refused(f"{target} is checked out in {some([path for path, _ in places])}; leave it in one, then resume")
    if not places:
        git.write("update-ref", "-m", "planloom: merged", HEADS + target, new, old)
        return
    _forward(git.at(places[0][0]), old, new, resuming=resuming)
    if _at(git, target) != new:
        raise Refused(f"{target} did not move to {new[:10]}: what is checked out in {places[0][0]} changed meanwhile")


def _forward(git: Git, old: str, new: str, *, resuming: bool) -> None:
    answer = git.try_write("merge", "--ff-only", "--quiet", new)
    if answer.code and resuming:
        _take_back(git, old, new)
        answer = git.try_write("merge", "--ff-only", "--quiet", new)
    if answer.code == 0:
        return
    files = [line.strip() for line in answer.err.splitlines() if line.startswith("\t")]
    if files:
        raise Refused(f"{git.folder} has work that the merge would overwrite: {some(files)}; commit or move it away")
    raise Refused(f"{git.folder}: {GitError(('merge', '--ff-only'), answer.code, answer.err)}")


def _take_back(git: Git, old: str, new: str) -> None:
    """Undo the beginning of a fast-forward that was killed, where every file of it is git's own doing."""
    between = set(names(git.read("diff-tree", "-r", "-z", "--no-renames", "--name-only", old, new)))
    wrong = between & set(differing(git, old))
    if wrong and not foreign(git, (old, new), among=wrong):
        go_back(git, old, wrong)


def _at(git: Git, target: str) -> str:
    found = git.ask("rev-parse", "--verify", "--quiet", f"{HEADS}{target}^{{commit}}").out.decode().strip()
    if not found:
        raise Refused(f"the target branch {target} is gone; make it again where it was, then resume")
    return found
