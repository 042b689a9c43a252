"""Removes worktrees and branches of a run, where nothing can be lost by it.

Everything is asked of git and the disk at that moment, nothing is taken from memory. Any one hazard keeps the worktree
and is named; git's own refusal is an answer, there is no second, stronger try. Must not know the journal.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from planloom.run.git import Git, GitError
from planloom.run.survey.repository import names
from planloom.run.trees import lockfile, rescue
from planloom.run.trees.furnish import unchanged
from planloom.run.trees.halfway import differing, go_back
from planloom.run.trees.held import reason_against
from planloom.run.trees.inside import using
from planloom.run.trees.listed import HEADS, Listed, common_folder, having, linked, listed_at, marker_in, own_folder
from planloom.run.trees.refused import Refused, plain, some
from planloom.run.trees.work import beside, strangers, uncommitted


class Leaving(NamedTuple):
    """A worktree and branch that are done with. `path` absolute; `marker` as it was made with (`RUN W1`).

    `branch`: "" for a detached HEAD. `tip`: the commit that was merged. `disposable`: names of folders and files that
    may be thrown away.
    """

    path: str
    marker: str
    branch: str
    tip: str
    target: str
    disposable: tuple[str, ...] = ()


def remove_worktree(git: Git, leaving: Leaving, *, resuming: bool = False) -> str:
    """Remove a worktree; why it is kept, in one line, or "" when it is gone.

    `resuming`: a removal was begun before, so files that are missing are no work. Never raises for a hazard.
    """
    try:
        found = listed_at(git, leaving.path)
        if found is None:
            return _reason_unlisted(git, leaving)
        if not os.path.lexists(leaving.path):
            return _forget(git, leaving, found, resuming=resuming)
        if resuming and found.worktree.marker == leaving.marker:
            _complete(git, leaving, found)
        return _remove(git, leaving, found)
    except (GitError, Refused, OSError) as error:
        return plain(f"{leaving.path} could not be checked: {error}")


def delete_branch(git: Git, leaving: Leaving) -> str:
    """Delete a branch at exactly the commit that was merged; why it is kept, in one line, or "" when it is gone."""
    try:
        ref = HEADS + leaving.branch
        at = os.fsdecode(git.ask("rev-parse", "--verify", "--quiet", ref).out).strip()
        if not at:
            return ""
        if at != leaving.tip:
            return f"branch {leaving.branch} is at {at[:10]}, not at {leaving.tip[:10]}, which was merged"
        if where := next((path for path, _ in having(git, leaving.branch)), ""):
            return f"branch {leaving.branch} is checked out in {where}"
        if reason := reason_against(git, at, leaving.target):
            return f"branch {leaving.branch}: {reason}"
        rescue.keep(git, leaving.marker, at)
        rescue.keep_all(git, leaving.marker, rescue.remembered_of(git, leaving.branch))
        lockfile.clear_reference(common_folder(git), ref)
        git.write("update-ref", "-d", ref, at)
    except (GitError, Refused, OSError) as error:
        return plain(f"branch {leaving.branch} could not be deleted: {error}")
    return ""


def _reason_unlisted(git: Git, leaving: Leaving) -> str:
    moved = next((one.worktree.path for one in linked(git) if one.worktree.marker == leaving.marker), "")
    if moved:
        return f"{leaving.path} was moved to {moved}"
    return f"{leaving.path} is no worktree of this repository" if os.path.lexists(leaving.path) else ""


def _remove(git: Git, leaving: Leaving, found: Listed) -> str:
    if reason := _hazard(git, leaving, found):
        return reason
    _rescue(git, leaving, found)
    # Once more, as late as can be: the first look took time in which somebody may have begun to work there.
    if reason := _hazard(git, leaving, found):
        return reason
    for name in unchanged(leaving.path):
        Path(leaving.path, name).unlink(missing_ok=True)
    return _removed(git, leaving)


def _forget(git: Git, leaving: Leaving, found: Listed, *, resuming: bool) -> str:
    """Of a worktree whose folder is gone: git's record of it goes where a removal of ours had been cut off."""
    if not resuming or found.worktree.locked is not None or found.worktree.marker not in (None, leaving.marker):
        return f"{leaving.path} is gone, but git still lists it; `git worktree prune` forgets it"
    _rescue(git, leaving, found)
    return _removed(git, leaving)


def _rescue(git: Git, leaving: Leaving, found: Listed) -> None:
    rescue.keep(git, leaving.marker, leaving.tip)
    rescue.keep_all(git, leaving.marker, rescue.remembered_in(git, found.own))


def _removed(git: Git, leaving: Leaving) -> str:
    answer = git.try_write("worktree", "remove", "--", leaving.path)
    if answer.code == 0 and not os.path.lexists(leaving.path):
        return ""
    said = " ".join((answer.err or "it is there again").split())
    return plain(f"{leaving.path} was not removed by git: {said[-300:]}")


def _complete(git: Git, leaving: Leaving, found: Listed) -> None:
    """Put back what a removal had deleted of committed files when it was cut off, for git to find nothing changed."""
    link = Path(leaving.path, ".git")
    if not os.path.lexists(link):
        tracked = names(git.read("ls-tree", "-r", "-z", "--name-only", leaving.tip))
        if any(strangers(leaving.path, tracked, leaving.disposable)):
            return
        link.write_bytes(os.fsencode(f"gitdir: {found.own}\n"))
    at = git.at(leaving.path)
    gone = [path for path in differing(at, "HEAD") if not os.path.lexists(Path(leaving.path, path))]
    go_back(at, "HEAD", gone)


def _hazard(git: Git, leaving: Leaving, found: Listed) -> str:
    reason = next(_hazards(git, leaving, found), "")
    return plain(f"{leaving.path} {reason}") if reason else ""


def _hazards(git: Git, leaving: Leaving, found: Listed) -> Iterator[str]:
    """Each reason to keep a worktree, cheapest looks first, worded to follow its path. Raises GitError, OSError."""
    at = found.worktree
    if marker_in(found.own) != leaving.marker:
        yield "was not made by this run, or is another worker's"
    if at.locked is not None:
        yield f"is locked: {at.locked or 'no reason given'}"
    if at.busy:
        yield f"has a {at.busy} under way"
    yield from _place(git, leaving.path, found)
    if (at.branch or "") != leaving.branch:
        yield f"has {f'branch {at.branch}' if at.branch else 'a detached HEAD'} checked out, not its own branch"
    if at.head != leaving.tip:
        yield f"is at {(at.head or 'no commit')[:10]}, not at {leaving.tip[:10]}, which was merged"
    if reason := reason_against(git, leaving.tip, leaving.target):
        yield f"has commits that would be lost: {reason}"
    yield from _content(git.at(leaving.path), leaving)
    if users := list(using(leaving.path)):
        yield f"is in use by {some(users)}"


def _place(git: Git, path: str, found: Listed) -> Iterator[str]:
    if os.path.realpath(path) != path or Path(path).is_symlink():
        yield "is reached by a link, or a folder on the way was replaced by one"
    if own_folder(path).resolve() != found.own.resolve():
        yield "has a `.git` link that leads to another worktree"
    top = os.fsdecode(git.at(path).ask("rev-parse", "--show-toplevel").out).rstrip("\n")
    if top != path:
        yield "is not the worktree that git finds there"


def _content(git: Git, leaving: Leaving) -> Iterator[str]:
    ours = unchanged(leaving.path)
    if dirty := [name for name in uncommitted(git) if name not in ours]:
        yield f"has uncommitted work: {some(dirty)}"
    rest = [name for name in beside(git, leaving.disposable) if name not in ours]
    if inner := [name for name in rest if name.endswith("/.git")]:
        yield f"holds repositories of their own: {some(inner)}"
    if rest:
        yield f"holds ignored files that nobody else may have: {some(rest)}"
