"""Where places of a document lie for its client, and which fixes can be applied together.

Knows snapshots; must not know the protocol's types.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import NamedTuple

from planloom.lsp.documents import Snapshot
from planloom.rules.finding import Fix
from planloom.syntax import first_lines
from planloom.syntax.chunks import Place
from planloom.text.encodings import to_code_units


class Located(NamedTuple):
    """A stretch of text: lines and columns as the client counts them."""

    start: tuple[int, int]
    end: tuple[int, int]


def locate(document: Snapshot, at: Place, until: Place | None = None) -> Located:
    """Where a place lies; from the start of `at` to its end, or to the start of `until`."""
    end = _position(document, at, at.end) if until is None else _position(document, until, until.start)
    return Located(_position(document, at, at.start), end)


def without_clashes(document: Snapshot, fixes: Iterable[Fix | None]) -> list[Fix]:
    """The fixes, without those that touch what one before them changes."""
    taken: list[Located] = []
    chosen = []
    for fix in fixes:
        spans = [locate(document, edit.at, edit.until) for edit in fix.edits] if fix else []
        if fix and not any(_meets_one(span, taken) for span in spans):
            for span in spans:
                insort(taken, span)
            chosen.append(fix)
    return chosen


def _position(document: Snapshot, place: Place, column: int) -> tuple[int, int]:
    line = first_lines(document.tree)[place.chunk] + place.line
    return line, to_code_units(document.text.line(line), column, document.encoding) if column else 0


def _meets_one(span: Located, taken: list[Located]) -> bool:
    """Whether a stretch touches one of `taken`, which are in order and do not touch each other."""
    place = bisect_left(taken, span)
    return any(_clash(span, other) for other in taken[max(place - 1, 0) : place + 1])


def _clash(one: Located, other: Located) -> bool:
    return one.start == other.start or (one.start < other.end and other.start < one.end)
