"""Applies what a client says it changed to an analysis, and remembers which lines that touched.

Knows the protocol's change events; must not know findings.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from planloom.lsp.messages import take
from planloom.rules.analysis import Analysis
from planloom.text import Position, Text
from planloom.text.encodings import Encoding, to_code_points


class Touched(NamedTuple):
    """What edits did to places that are still in the same line and column of their chunks.

    `low` to `high`: lines where a column may be another one for the client, because text there is or was not ASCII.
    `moved`: lines may have other numbers.
    """

    low: int
    high: int
    moved: bool


NOTHING = Touched(1, 0, moved=False)
ALL = Touched(0, 1 << 62, moved=True)


def apply(analysis: Analysis, changes: list[Any], encoding: Encoding, touched: Touched) -> Touched:
    """Make the changes in order; what was touched. Raises MessageError before the first that is no change."""
    for change in changes:
        new = take(change, str, "text")
        place = change.get("range")
        if place is None:
            analysis.replace_all(new)
            touched = ALL
            continue
        start = position(analysis.text, take(place, dict, "start"), encoding)
        end = position(analysis.text, take(place, dict, "end"), encoding)
        first, last = max(min(start, end)[0], 0), min(max(start, end)[0], analysis.text.line_count - 1)
        plain = new.isascii() and _is_ascii(analysis.text, first, last)
        before = analysis.text.line_count
        analysis.edit(start, end, new)
        touched = _joined(touched, None if plain else (first, last), first, analysis.text.line_count - before)
    return touched


def position(text: Text, place: Any, encoding: Encoding) -> Position:
    """A position of the protocol in code points. Raises MessageError for what is none."""
    line, column = take(place, int, "line"), take(place, int, "character")
    if 0 <= line < text.line_count:
        return line, to_code_points(text.line(line), column, encoding)
    return line, column


def _is_ascii(text: Text, first: int, last: int) -> bool:
    """Whether some lines are ASCII; not worth the look for many."""
    return last - first < 100 and all(text.line(line).isascii() for line in range(first, last + 1))


def _joined(touched: Touched, lines: tuple[int, int] | None, first: int, grown: int) -> Touched:
    """What was touched before, and an edit from line `first` on that made the text `grown` lines longer.

    `lines` are the lines it replaced, None where its columns are the same for every client.
    """
    low, high, moved = touched
    if low <= high and high >= first:
        high += grown
    if lines is not None:
        end = lines[1] + max(grown, 0)
        low, high = (min(low, lines[0]), max(high, end)) if low <= high else (lines[0], end)
    return Touched(low, high, moved or grown != 0)
