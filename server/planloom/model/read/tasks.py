"""The files that a worker's tasks and prompts say it writes, for plans that give no ownership in any other form.

`2. API ROUTES (src/api/users.ts — extend):`, `Create docs/audio.md`, `... Update CHANGELOG.md.` Knows the lines of one
chunk in a worker's section; must not know whether the plan has better forms (`resolve` does).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.pattern import parse
from planloom.model.plan import Claim, Role, Source
from planloom.model.read import roles
from planloom.model.read.cells import Spot, spots
from planloom.syntax.chunks import Chunk, Place
from planloom.text.lazy import lazy

_DELIVERABLE = lazy(r"\s*(?:\d{1,2}[.)]|#{2,6})\s+\**([^()`:]{2,60})\((.*)\)\**\s*(?:$|[:—–-])")
_ORDER = lazy(
    r"(?:^|[.;:—–]\s+|[-*+\]]\s+|\d[.)]\s+)\**"
    r"(create|update|modify|extend|edit|rewrite|add|write|refactor|append to)\**:?\s+"
    r"(?:the |a |new |file |files |existing )*(?=`?[\w.@*\[-]+[/.])",
    re.IGNORECASE,
)
_READING = lazy(r"read|see|refer|study|review|context|example|source", re.IGNORECASE)
_LONGEST = 400


def read_tasks(chunk: Chunk, worker: str) -> list[Claim]:
    """What the lines of a text or fence chunk tell `worker` to write."""
    found: list[Claim] = []
    for number, line in enumerate(chunk.lines):
        if len(line) > _LONGEST or ("." not in line and "/" not in line):
            continue
        for spot, said in _named(line):
            at = Place(chunk.key, number, spot.start, spot.end)
            role = said.role or Role.MODIFY
            found.append(
                Claim(
                    spot.path,
                    parse(spot.path),
                    worker,
                    role,
                    Source.TASKS,
                    at,
                    at,
                    spot.written,
                    spot.lines,
                    creates=said.creates,
                    table=chunk.key,
                )
            )
    return found


def _named(line: str) -> Iterator[tuple[Spot, roles.Meaning]]:
    """The paths that a line tells to write, and how."""
    match = _DELIVERABLE.match(line) if line.lstrip()[:1] in "0123456789#" and "(" in line else None
    if match and not _READING.search(match[1]):
        for spot in spots(match[2]):
            said = roles.note(spot.note)
            yield _moved(spot, match.start(2)), said
        return
    for order in _ORDER.finditer(line):
        rest = line[order.end() :]
        for spot in spots(rest)[:1]:
            if not spot.before.strip(" `*"):
                verb = order[1].lower()
                said = roles.CREATES if verb in ("create", "write") else roles.MODIFIES
                yield _moved(spot, order.end()), said


def _moved(spot: Spot, columns: int) -> Spot:
    return spot._replace(start=spot.start + columns, end=spot.end + columns)
