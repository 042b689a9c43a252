"""What a worker's worktree holds, before its work counts: everything committed, nothing of others, history kept.

Looks and says; changes nothing. Must not know the journal.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from planloom.model.scope import scope
from planloom.run.git import Git
from planloom.run.survey.repository import busy_in, names
from planloom.run.trees.furnish import unchanged
from planloom.run.trees.listed import HEADS, common_folder, own_folder
from planloom.run.trees.refused import Refused, plain
from planloom.run.trees.work import uncommitted


class Claims(NamedTuple):
    """What a worker may change, as patterns. `own`: plan and checkpoint, which never count as uncommitted work."""

    writes: tuple[str, ...]
    denied: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """What was found. `tip`: the branch's commit. `dirty`: paths with work that no commit holds.

    `strays`: changed paths that are not the worker's. `commits`: how many it made. `problem`: why the rest cannot be
    told, in one line; "" where it can.
    """

    tip: str = ""
    dirty: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    commits: int = 0
    problem: str = ""


def look(git: Git, path: str, branch: str, start: str, claims: Claims) -> Verdict:
    """Look at a worker's worktree. Raises GitError only where git itself fails."""
    try:
        own, put = own_folder(path), unchanged(path)
    except Refused as refused:
        return Verdict(problem=str(refused))
    at = git.at(path)
    tip = os.fsdecode(at.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}").out).strip()
    problem = _problem(git, at, own, branch, start)
    if problem:
        return Verdict(tip, problem=plain(problem))
    ours = {*put, *claims.own}
    dirty = tuple(sorted(name for name in uncommitted(at) if name not in ours))
    commits = int(at.text("rev-list", "--count", f"{start}..{tip}"))
    return Verdict(tip, dirty, tuple(strays(at, start, tip, claims)), commits)


def strays(git: Git, start: str, tip: str, claims: Claims) -> Iterator[str]:
    """The paths in the net difference of two commits, renames off, that the claims do not cover; in order."""
    may = scope(claims.writes, claims.denied).allows
    changed = names(
        git.read("diff-tree", "-r", "-z", "--no-renames", "--name-only", "--ignore-submodules=none", start, tip)
    )
    added = names(git.read("diff-tree", "-r", "-z", "--no-renames", "--diff-filter=A", "--name-only", start, tip))
    twins = _twins(git, tip, added) if added else {}
    for path in sorted(changed):
        if not may(path) or not all(map(may, twins.get(_folded(path), ()))):
            yield path


def _problem(git: Git, at: Git, own: Path, branch: str, start: str) -> str:
    top = os.fsdecode(at.ask("rev-parse", "--show-toplevel").out).rstrip("\n")
    if os.path.realpath(top) != os.path.realpath(at.folder) or common_folder(at) != common_folder(git):
        return f"{at.folder} is no worktree of this repository any more; `git worktree repair` may mend it"
    if busy := busy_in(str(own)):
        return f"a {busy} is under way in {at.folder}; finish it, or end it there"
    there = os.fsdecode(at.ask("symbolic-ref", "--quiet", "HEAD").out).strip().removeprefix(HEADS)
    if there != branch:
        what = f"branch {there}" if there else "a detached HEAD"
        return f"{at.folder} has {what} checked out, not {branch}; `git checkout {branch}` there"
    if at.ask("merge-base", "--is-ancestor", start, "HEAD").code:
        return f"{branch} does not hold {start[:10]} any more, where it began; it was reset or rewritten"
    return ""


def _twins(git: Git, tip: str, added: Iterable[str]) -> dict[str, list[str]]:
    """Paths that a disk may take for one with an added path, because they differ only in case or Unicode form."""
    wanted = {_folded(path) for path in added}
    found: dict[str, list[str]] = {}
    for path in names(git.read("ls-tree", "-r", "-z", "--name-only", tip)):
        if (folded := _folded(path)) in wanted:
            found.setdefault(folded, []).append(path)
    return found


def _folded(path: str) -> str:
    return path.lower() if path.isascii() else normalize("NFC", path.casefold())
