"""Where a fenced code block at the document's level ends.

By Markdown a fence runs to its closing line, or to the end of the text. A plan being typed has fences that are not
closed yet, and these would swallow the workers below. So a fence counts as broken, and as ended before the first
hidden heading (level 2 or deeper, at column 0), in two cases:

- nothing closes it and it hides a heading;
- it hides a heading, and between that heading and the closing line another line opens a fence: same character, at
  least as long, with an info string. The closing line then belongs to that one.

Knows shapes of lines; must not know what a heading says.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from planloom.syntax.chunks import Broken
from planloom.syntax.shapes import heading_level, is_closer, opener

_SHOWN = 4
_NEAR = 256


class _Reach(NamedTuple):
    """For openers of one shape between `first` and `closer`: the closing line (None: none), and the last opener."""

    first: int
    closer: int | None
    inner: int | None


class End(NamedTuple):
    """The line behind a fence; whether its own closing line ends it; what is wrong with it where that matters."""

    line: int
    closed: bool
    broken: Broken | None = None


class FenceEnds:
    """Finds the ends of fences in some lines; remembers what it saw, so that many broken fences stay linear."""

    def __init__(self, lines: Sequence[str], total: int) -> None:
        self._lines = lines
        self._total = total
        self._reaches: dict[tuple[str, int], _Reach] = {}

    def end(self, at: int, marker: str, length: int) -> End:
        """Where the fence opened at line `at` ends."""
        reach = self._reach(at, marker, length)
        reopened = reach.closer is not None
        if reach.closer is None:
            hidden = self._headings(at + 1, self._total)
        else:
            hidden = self._headings(at + 1, reach.inner) if reach.inner is not None and reach.inner > at else []
        if hidden:
            return End(hidden[0], False, Broken(tuple(self._lines[i] for i in hidden), reopened))
        return End(reach.closer + 1, True) if reach.closer is not None else End(self._total, False)

    def _reach(self, at: int, marker: str, length: int) -> _Reach:
        known = self._reaches.get((marker, length))
        if known and known.first <= at and (known.closer is None or at < known.closer):
            return known
        reach = self._look(at, marker, length)
        self._reaches[marker, length] = reach
        return reach

    def _look(self, at: int, marker: str, length: int) -> _Reach:
        run = marker * 3
        inner = None
        closer = self._plain_closer(at, marker * length)
        if closer is not None:
            return _Reach(at, closer, None)
        for i in range(at + 1, self._total):
            line = self._lines[i]
            if run in line:
                if is_closer(line, marker, length):
                    return _Reach(at, i, inner)
                opened = opener(line)
                if opened and opened[0] == marker and opened[1] >= length and opened[3]:
                    inner = i
        return _Reach(at, None, inner)

    def _plain_closer(self, at: int, run: str) -> int | None:
        """The closing line, where it is near, holds nothing but the marker and is the first line that holds it."""
        try:
            closer = self._lines.index(run, at + 1, at + _NEAR)
        except ValueError:
            return None
        return None if run[:3] in "\n".join(self._lines[at + 1 : closer]) else closer

    def _headings(self, start: int, end: int) -> list[int]:
        """The first headings that a fence may not hide."""
        return list(islice((i for i in range(start, end) if heading_level(self._lines[i]) > 1), _SHOWN))
