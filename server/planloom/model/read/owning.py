"""Sentences that say who owns what: a list item or paragraph such as "`Coder-A` owns `a/**`, `b.ts`".

Knows single lines; who is a worker, and what the paths mean, is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planloom.syntax.chunks import Chunk, LineKind
from planloom.text.lazy import lazy

OWNS = " owns `"
"""What stands in each of these sentences."""
_WHO = lazy(r"[*_`]{0,3}([\w@](?:[\w .&+-]{0,38}[\w])?)[*_`]{0,3}$")


_SPAN = lazy(r"`[^`]*`")
_ENDS = lazy(r";|\.\s|\b(?:owns|while|but|except|without|reads?|not|never|from|which)\b", re.IGNORECASE)


class Owning(NamedTuple):
    """Who owns something: the line, the columns of the name, those of the paths."""

    line: int
    name: str
    start: int
    end: int
    value: int
    stop: int


def owning(chunk: Chunk) -> Iterator[Owning]:
    """The sentences of a text chunk that begin with a name and go on with what it owns."""
    for number, line in enumerate(chunk.lines):
        if OWNS not in line:
            continue
        at, mark = line.index(OWNS), chunk.marks[number]
        if not at or mark.kind not in (LineKind.ITEM, LineKind.PARAGRAPH) or at - mark.start > 48:
            continue
        found = _WHO.match(line[:at], mark.start)
        if found:
            value = at + len(OWNS) - 1
            yield Owning(number, found[1], found.start(1), found.end(1), value, _end(line, value))


def _end(line: str, start: int) -> int:
    """Where a sentence goes on with something else than what is owned."""
    words = _SPAN.sub(lambda span: "`" * len(span[0]), line[start:])
    found = _ENDS.search(words)
    return start + (found.start() if found else len(words.rstrip()))
