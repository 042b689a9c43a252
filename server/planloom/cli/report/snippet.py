"""A line of a plan with spans underlined, as it stands on a terminal: tabs, wide and invisible characters in step.

Knows text and columns; must not know findings.
"""

from __future__ import annotations

from typing import NamedTuple

from planloom.cli.screen import flat
from planloom.features.width import width
from planloom.text.visible import visible

_MARGIN = 24


class Underline(NamedTuple):
    """Columns `start` to `end` (code points) of a line, and the character that marks them."""

    start: int
    end: int
    mark: str


def draw(line: str, underlines: list[Underline], room: int) -> tuple[str, str]:
    """The line as shown, and the row of marks under it, both cut to `room` columns around the first underline.

    Where underlines overlap the first one wins.
    """
    line, underlines = _window(line, underlines, room)
    shown = flat(visible(line))
    row: list[str] = []
    for start, end, mark in reversed(underlines):
        before = width(flat(visible(line[:start])))
        columns = max(1, width(flat(visible(line[:end]))) - before)
        row.extend(" " * (before + columns - len(row)))
        row[before : before + columns] = mark * columns
    return shown.rstrip(), "".join(row)


def _window(line: str, underlines: list[Underline], room: int) -> tuple[str, list[Underline]]:
    """A long line cut to what stands around its first underline, with the underlines that lie in it."""
    if len(line) <= room // 2 or width(flat(line[: 4 * room])) <= room:
        return line, underlines
    first = underlines[0]
    start = max(0, min(first.start - _MARGIN, len(line) - room))
    end = start
    used = 0
    while end < len(line) and used < room - 2:
        used += width(flat(line[end]))
        end += 1
    lead, trail = ("…" if start else ""), ("…" if end < len(line) else "")
    shift = len(lead) - start
    kept = [
        Underline(max(one.start, start) + shift, min(max(one.end, one.start), end) + shift, one.mark)
        for one in underlines
        if start <= one.start < end or one is first
    ]
    return lead + line[start:end] + trail, kept
