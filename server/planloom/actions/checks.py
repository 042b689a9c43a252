"""What the plan's merge script does after each merge, and what it says of conflicts.

The commands behind a `git merge`, up to the next, are the check of that merge; those that handle branches and
worktrees are Planloom's own business and never part of one. Must not know who runs a check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import basename
from typing import NamedTuple

from planloom.actions.fenced import Line
from planloom.actions.places import Spot
from planloom.actions.scripts import Code
from planloom.model.plan import Plan
from planloom.text.lazy import lazy

_VERBS = (
    "add|am|apply|branch|checkout|cherry-pick|clean|commit|fetch|gc|merge|mv|pull|push|rebase|remote|reset|restore|"
    "revert|rm|stash|switch|tag|update-ref|worktree"
)
OURS = lazy(rf"\bgit\s+(?:-\S+\s+(?:\S+\s+)?)??(?:{_VERBS})(?![\w-])")
"""A command that changes branches, worktrees or commits."""
_ALONE = lazy(rf"\s*git\s+(?:-\S+\s+(?:\S+\s+)?)??(?:{_VERBS})(?![\w-])")
_MERGE = lazy(r"\s*git\s+(?:-\S+\s+(?:\S+\s+)?)??merge(?![\w-])")
_JOINED = lazy(r"\s*&&\s*|\s*;\s*")
_ENTERS = lazy(r"\s*cd\s+(?:--\s+)?['\"]?([^\s'\"]+)['\"]?\s*")
_CONFLICT = lazy(r"\s*#.*\bconflict", re.IGNORECASE)
_SAID = lazy(r"(?:if|on|in case of)\s+(?:there (?:is|are)\s+)?(?:a\s+)?conflicts?\s*[:,-]\s*", re.IGNORECASE)
_NEW_STEP = lazy(r"\s*#\s*(?:\d[\d, –-]*[.)]|step\b|finally\b|last\b|then\b)", re.IGNORECASE)
_QUOTING = lazy(r"\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"|(?:^|(?<=\s))#[^\n]*|(['\"])|(\\)\Z", re.DOTALL | re.MULTILINE)

_MOST_LINES = 200
"""A quote that is open for longer than this is taken for a mistake, and does not hold lines together."""


class After(NamedTuple):
    """What follows a worker's merge: a check to run ("" for none), the plan's own words on a conflict."""

    check: str = ""
    resolution: str = ""


def after_merges(plan: Plan, code: Code, spots: Mapping[str, Spot], root: str) -> dict[str, After]:
    """What follows each worker's merge in the plan's merge script; the first script that merges a worker counts."""
    merges = _merges(plan, spots)
    found: dict[str, After] = {}
    for block in {id(block): block for block in code.blocks.values()}.values():
        lines = block.script or ()
        keys = [(line.chunk, line.line) for line in lines]
        if not any(merges.get(key) for key in keys) or any(merges.get(key) == "" for key in keys):
            continue
        for worker, rest in _segments(lines, merges):
            said = _resolution(rest)
            resolution = _SAID.sub("", " ".join(rest[at].strip(" \t#") for at in said), count=1)
            kept = [line for at, line in enumerate(rest) if at not in said]
            found.setdefault(worker, After(_check(kept, root), resolution))
    return found


def _merges(plan: Plan, spots: Mapping[str, Spot]) -> dict[tuple[int, int], str]:
    """Whom each line with a `git merge` merges, the last of several; "" where only a shell would know."""
    owner = {spot.branch: spot.worker.id for spot in spots.values()}
    named = {(step.at.chunk, step.at.line): step.worker for step in plan.merge.steps if step.worker}
    found: dict[tuple[int, int], str] = {}
    for command in plan.protocol.commands:
        if command.kind == "merge":
            key = command.command.at.chunk, command.command.at.line
            branches = [branch.text.removeprefix("origin/") for branch in command.branches]
            worker = next((owner[branch] for branch in reversed(branches) if branch in owner), named.get(key))
            if any("$" in branch for branch in branches):
                found[key] = ""
            elif worker:
                found[key] = worker
    return found


def _segments(lines: tuple[Line, ...], merges: Mapping[tuple[int, int], str]) -> Iterator[tuple[str, list[str]]]:
    """Each worker that is merged, and the lines up to the next merge, the rest of the merge's own line first."""
    worker, rest = "", list[str]()
    for line in _commands(lines):
        merged = merges.get((line.chunk, line.line))
        if merged:
            if worker:
                yield worker, rest
            parts = _JOINED.split(line.text)
            at = max((i for i, part in enumerate(parts) if _MERGE.match(part)), default=0)
            worker, rest = merged, [" && ".join(parts[at + 1 :])]
        else:
            rest.append(line.text)
    if worker:
        yield worker, rest


def _commands(lines: tuple[Line, ...]) -> Iterator[Line]:
    """The lines, those joined that an open quote or a backslash makes one command."""
    begun: Line | None = None
    length = 0
    for line in lines:
        begun, length = (begun._replace(text=f"{begun.text}\n{line.text}"), length + 1) if begun else (line, 1)
        if length >= _MOST_LINES or not any(found[1] or found[2] for found in _QUOTING.finditer(begun.text)):
            yield begun
            begun = None
    if begun:
        yield begun


def _check(lines: list[str], root: str) -> str:
    kept = [text for line in lines if (text := _without_ours(line, root)) is not None]
    while kept and _says_nothing(kept[-1]):
        kept.pop()
    while kept and _says_nothing(kept[0]):
        kept.pop(0)
    return "".join(f"{line}\n" for line in kept)


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _without_ours(line: str, root: str) -> str | None:
    """A line without what handles branches and worktrees, and without ways to them; None where nothing is left."""
    entered = _ENTERS.fullmatch(line)
    if entered:
        return None if basename(entered[1].rstrip("/")) == basename(root) else line
    if not OURS.search(line) or line.lstrip().startswith("#"):
        return line
    parts = [part for part in _JOINED.split(line) if not _ALONE.match(part)]
    rest = [part for part in parts if part.strip() and not _ENTERS.fullmatch(part)]
    return " && ".join(parts) if rest else None


def _resolution(lines: list[str]) -> range:
    """Where the comment on conflicts stands, with the comment lines that go on with it; an empty range without one."""
    first = next((at for at, line in enumerate(lines) if _is_on_conflict(line)), len(lines))
    end = first + 1
    while end < len(lines) and lines[end].lstrip().startswith("#") and not _NEW_STEP.match(lines[end]):
        end += 1
    return range(first, min(end, len(lines)))


def _is_on_conflict(line: str) -> bool:
    return _CONFLICT.match(line) is not None and not _NEW_STEP.match(line)
