"""One immutable text as lines, and its edits.

Positions are `(line, column)`, both from 0, columns in code points of the line without its terminator; a position
past the end of a line or of the text, or before its beginning, means that end or beginning. Knows strings, nothing
else: no encodings, no protocol, no Markdown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from planloom.text.lines import split

Position = tuple[int, int]

# An edit copies one leaf and the row of leaves; both are near 200 entries long for the largest plans.
_LEAF = 256
_SMALL_LEAF = 64


class LineChange(NamedTuple):
    """What an edit did to the lines: `removed` lines from line `first` on gave way to the lines `inserted`.

    As small as it can be said; `removed` is 0 and `inserted` empty where only terminators changed.
    """

    first: int
    removed: int
    inserted: tuple[str, ...]


def join(one: LineChange, then: LineChange) -> LineChange | None:
    """The change that does what two do after each other; None where they neither meet nor touch."""
    start = then.first - one.first
    end = start + then.removed
    length = len(one.inserted)
    if start > length or end < 0:
        return None
    inserted = one.inserted[: max(start, 0)] + then.inserted + one.inserted[max(end, 0) :]
    return LineChange(min(one.first, then.first), one.removed + max(-start, 0) + max(end - length, 0), inserted)


class _Leaf(NamedTuple):
    """Some lines in a row: their texts, their terminators, and the number of characters of both."""

    lines: Sequence[str]
    ends: Sequence[str]
    size: int


class Text:
    """An immutable text: its lines, their terminators, and the texts that edits make of it."""

    __slots__ = ("_leaves", "_starts", "line_count")

    def __init__(self, leaves: tuple[_Leaf, ...]) -> None:
        self._leaves = leaves
        self._starts = [0, *accumulate(len(leaf.lines) for leaf in leaves)]
        self.line_count = self._starts.pop()

    @classmethod
    def of(cls, source: str) -> Text:
        """The text with this source."""
        return cls(tuple(_leaves(*split(source))))

    def __str__(self) -> str:
        """The source, exactly as it was given and edited."""
        return "".join(chain.from_iterable(_source(leaf.lines, leaf.ends) for leaf in self._leaves))

    @property
    def ending(self) -> str:
        """The terminator of the first line, "\\n" where there is none: what a line that is added should end with."""
        return self._leaves[0].ends[0] or "\n"

    def line(self, index: int) -> str:
        """Line `index`, from 0, without its terminator. Raises IndexError outside the text."""
        if not 0 <= index < self.line_count:
            raise IndexError(index)
        leaf = bisect_right(self._starts, index) - 1
        return self._leaves[leaf].lines[index - self._starts[leaf]]

    def lines(self) -> tuple[str, ...]:
        """All lines without their terminators; at least one."""
        return tuple(chain.from_iterable(leaf.lines for leaf in self._leaves))

    def clamp(self, position: Position) -> Position:
        """The nearest position that exists."""
        line, column = position
        if line < 0:
            return 0, 0
        if line >= self.line_count:
            return self.line_count - 1, len(self._leaves[-1].lines[-1])
        return line, min(max(column, 0), len(self.line(line)))

    def offset(self, position: Position) -> int:
        """The number of code points of the source before `position`."""
        line, column = self.clamp(position)
        index = bisect_right(self._starts, line) - 1
        leaf = self._leaves[index]
        within = line - self._starts[index]
        before = sum(leaf.size for leaf in self._leaves[:index])
        return before + _size(leaf.lines[:within], leaf.ends[:within]) + column

    def position(self, offset: int) -> Position:
        """The position `offset` code points into the source; inside a terminator, the place before it."""
        offset = max(offset, 0)
        line = 0
        for leaf in self._leaves:
            if offset >= leaf.size and line + len(leaf.lines) < self.line_count:
                offset -= leaf.size
                line += len(leaf.lines)
                continue
            for content, end in zip(leaf.lines, leaf.ends, strict=True):
                if offset < len(content) + len(end) or not end:
                    return line, min(offset, len(content))
                offset -= len(content) + len(end)
                line += 1
        raise AssertionError("the last line has no terminator")

    def replace(self, start: Position, end: Position, new: str) -> tuple[Text, LineChange]:
        """The text with `new` in place of what stands between `start` and `end` (in either order), and the change."""
        start, end = sorted((self.clamp(start), self.clamp(end)))
        first, last = start[0], end[0]
        content = self.line(first)[: start[1]] + new + self.line(last)[end[1] :]
        if first == last and content and "\n" not in new and "\r" not in new:
            return self._with_line(first, content)
        tail = self._end(last)
        region = content + tail
        if region.startswith("\n") and first and self._end(first - 1) == "\r":
            # The two are one terminator now, so the line above is part of the change.
            first -= 1
            region = self.line(first) + "\r" + region
        lines, ends = split(region)
        if tail:
            lines.pop()
            ends.pop()
        return self._spliced(first, last + 1, lines, ends)

    def change_to(self, other: Text) -> LineChange:
        """The change of lines that makes `other` of this text."""
        return _least(0, self.lines(), other.lines())

    def _end(self, line: int) -> str:
        """The terminator of a line."""
        leaf = bisect_right(self._starts, line) - 1
        return self._leaves[leaf].ends[line - self._starts[leaf]]

    def _with_line(self, line: int, content: str) -> tuple[Text, LineChange]:
        """This text with other content in one line: what typing does, and so without a look at any other line."""
        index = bisect_right(self._starts, line) - 1
        leaf = self._leaves[index]
        lines = list(leaf.lines)
        within = line - self._starts[index]
        old, lines[within] = lines[within], content
        if old == content:
            return self, LineChange(line, 0, ())
        text = Text.__new__(Text)
        leaves = list(self._leaves)
        leaves[index] = _Leaf(lines, leaf.ends, leaf.size + len(content) - len(old))
        text._leaves, text._starts, text.line_count = tuple(leaves), self._starts, self.line_count
        return text, LineChange(line, 1, (content,))

    def _spliced(self, first: int, last: int, lines: list[str], ends: list[str]) -> tuple[Text, LineChange]:
        """This text with `lines` and `ends` in place of lines `first` to before `last`."""
        low = bisect_right(self._starts, first) - 1
        high = bisect_right(self._starts, last - 1)
        head, foot = first - self._starts[low], last - self._starts[high - 1]
        touched = self._leaves[low:high]
        new_lines = [*touched[0].lines[:head], *lines, *touched[-1].lines[foot:]]
        new_ends = [*touched[0].ends[:head], *ends, *touched[-1].ends[foot:]]
        if len(new_lines) < _SMALL_LEAF and high < len(self._leaves):
            # Many small deletions must not leave many small leaves.
            new_lines += self._leaves[high].lines
            new_ends += self._leaves[high].ends
            high += 1
        text = Text((*self._leaves[:low], *_leaves(new_lines, new_ends), *self._leaves[high:]))
        if len(touched) == 1:
            old = touched[0].lines[head:foot]
        else:
            between = chain.from_iterable(leaf.lines for leaf in touched[1:-1])
            old = [*touched[0].lines[head:], *between, *touched[-1].lines[:foot]]
        return text, _least(first, old, lines)


def _leaves(lines: Sequence[str], ends: Sequence[str]) -> list[_Leaf]:
    """Lines and terminators cut into leaves."""
    if len(lines) <= 2 * _LEAF:
        return [_Leaf(lines, ends, _size(lines, ends))]
    cuts = range(0, len(lines), _LEAF)
    pieces = ((lines[cut : cut + _LEAF], ends[cut : cut + _LEAF]) for cut in cuts)
    return [_Leaf(some, their, _size(some, their)) for some, their in pieces]


def _size(lines: Sequence[str], ends: Sequence[str]) -> int:
    """The number of characters of lines and terminators."""
    return len("".join(lines)) + len("".join(ends))


def _source(lines: Sequence[str], ends: Sequence[str]) -> list[str]:
    """Lines and terminators, in turn."""
    return list(chain.from_iterable(zip(lines, ends, strict=True)))


def _least(first: int, old: Sequence[str], new: Sequence[str]) -> LineChange:
    """The change from `old` to `new`, which both begin at line `first`, without the lines they share at their ends."""
    shared = min(len(old), len(new))
    head = 0
    while head < shared and old[head] == new[head]:
        head += 1
    foot = 0
    while foot < shared - head and old[-1 - foot] == new[-1 - foot]:
        foot += 1
    return LineChange(first + head, len(old) - head - foot, tuple(new[head : len(new) - foot]))
