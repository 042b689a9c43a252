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
    """The lines whose text may have changed, `low` to `high`, and whether lines moved."""

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
        before = analysis.text.line_count
        analysis.edit(start, end, new)
        touched = _joined(touched, min(start, end)[0], max(start, end)[0], analysis.text.line_count - before)
    return touched


def position(text: Text, place: Any, encoding: Encoding) -> Position:
    """A position of the protocol in code points. Raises MessageError for what is none."""
    line, column = take(place, int, "line"), take(place, int, "character")
    if 0 <= line < text.line_count:
        return line, to_code_points(text.line(line), column, encoding)
    return line, column


def _joined(touched: Touched, first: int, last: int, grown: int) -> Touched:
    """What was touched before, and an edit of lines `first` to `last` that made the text `grown` lines longer.

    One line more on either side: the edit may have joined a terminator with its neighbour's.
    """
    low, high = first - 1, last + max(grown, 0) + 1
    if touched.low > touched.high:
        return Touched(low, high, moved=grown != 0)
    moved = touched.high + grown if touched.high >= first else touched.high
    return Touched(min(low, touched.low), max(high, moved), moved=touched.moved or grown != 0)
