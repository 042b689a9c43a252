"""A pattern's text taken apart: braces expanded, `**` put into segments of its own.

An alternative is a tuple of segments, of which `**` stands for any number; so an alternative has no choice left but
what is inside its segments. Knows braces and slashes; must not know what two patterns have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise

from planloom.model.pattern.segments import DEEP, is_name
from planloom.text.lazy import lazy

Alternative = tuple[str, ...]

BELOW = (DEEP, "*")  # what a directory has behind its own segments: one segment or more
MOST = 64  # alternatives of one text; with more of them it is read literally, so that costs stay bounded

_DEEP = lazy(r"\*\*+")


@lru_cache(maxsize=1 << 14)
def alternatives(text: str) -> tuple[Alternative, ...]:
    """Every alternative of a pattern's text; a `/` at the end of one means everything below. None of them: too many."""
    found = [one for path in islice(_expanded(text), MOST + 1) for one in islice(_split(path), MOST + 1)]
    return tuple(dict.fromkeys(found)) if len(found) <= MOST else ()


def is_literal(text: str) -> bool:
    """Whether the text stands for itself only."""
    every = alternatives(text)
    return not every or (every == (tuple(text.split("/")),) and all(is_name(part) for part in every[0]))


def _expanded(text: str) -> Iterator[str]:
    """The text once for each choice its braces give, leftmost brace slowest."""
    pending = [text]
    while pending:
        path = pending.pop()
        choice = _first_choice(path)
        if choice is None:
            yield path
            continue
        start, end, parts = choice
        pending += [path[:start] + part + path[end:] for part in reversed(parts)]


def _first_choice(path: str) -> tuple[int, int, list[str]] | None:
    """Start, end and parts of the first brace that closes and has a comma of its own."""
    open_at: list[int] = []
    commas: dict[int, list[int]] = {}
    first: tuple[int, int, list[str]] | None = None
    for match in re.finditer(r"[{},]", path):
        at, mark = match.start(), match[0]
        if mark == "{":
            open_at.append(at)
            commas[at] = []
        elif open_at and mark == ",":
            commas[open_at[-1]].append(at)
        elif open_at:
            start = open_at.pop()
            if commas[start] and (first is None or start < first[0]):
                cuts = [start, *commas[start], at]
                parts = [path[a + 1 : b] for a, b in pairwise(cuts)]
                first = (start, at + 1, parts)
    return first


def _split(path: str) -> Iterator[Alternative]:
    """The alternatives of a text without braces: two for each `**` inside a longer segment."""
    parts = [part for at, part in enumerate(path.split("/")) if (part or not at) and part != "."]
    for whole in _deepened((*parts, *BELOW) if path.endswith("/") else tuple(parts)):
        if whole not in ((), ("",)):
            yield _collapsed(whole)


def _deepened(parts: Alternative) -> Iterator[Alternative]:
    """`a**b` is `a*b` or `a*/**/*b`."""
    pending = [parts]
    while pending:
        parts = pending.pop()
        for at, part in enumerate(parts):
            found = _DEEP.search(part)
            if found and part != DEEP:
                before, behind = part[: found.start()], part[found.end() :]
                if before or behind:
                    deep = ((before + "*",) if before else ()) + (DEEP, "*" + behind)
                    pending += [parts[:at] + deep + parts[at + 1 :]]
                    if before:
                        pending += [(*parts[:at], before + "*" + behind, *parts[at + 1 :])]
                else:
                    pending += [(*parts[:at], DEEP, *parts[at + 1 :])]
                break
        else:
            yield parts


def _collapsed(parts: Alternative) -> Alternative:
    """Repeated `**` is one; at the end it is everything below."""
    kept: list[str] = []
    for part in parts:
        if part != DEEP or kept[-1:] != [DEEP]:
            kept.append(part)
    return (*kept, "*") if kept[-1:] == [DEEP] else tuple(kept)
