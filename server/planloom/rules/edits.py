"""Edits that fixes are made of: take an item out of a list, add one, insert or remove lines, fill a cell.

Knows lines and places; must not know what a rule is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from planloom.rules.finding import Edit
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Chunk, Kind, LineKind, Place, Tree
from planloom.text.lazy import lazy

_BULLET = lazy(r"\s*(?:[-*+•]|\d+[.)])\s+(?:\[[ xX]\]\s+)?")
_SEPARATOR = lazy(r"\s*[,;&+、，；](?:\s*(?:and|und|y)\s|\s*&)?\s*|\s+(?:and|und|y)\s+", re.IGNORECASE)
_PARTS = frozenset(",;&+、，；")
_OPEN, _CLOSE = "([{（", ")]}）"


class Source:
    """The lines behind the places of a tree."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._at: dict[int, int] | None = None

    def _index(self, key: int) -> int:
        if self._at is None:
            self._at = {chunk.key: i for i, chunk in enumerate(self._tree.chunks)}
        return self._at[key]

    def chunk(self, key: int) -> Chunk:
        """The chunk with this key."""
        return self._tree.chunks[self._index(key)]

    def line(self, at: Place) -> str:
        """The whole line that a place stands on."""
        return self.chunk(at.chunk).lines[at.line]

    def text(self, at: Place) -> str:
        """What stands at a place."""
        return self.line(at)[at.start : at.end]

    def rank(self, at: Place) -> tuple[int, int, int]:
        """What places sort by in document order."""
        return self._index(at.chunk), at.line, at.start

    def table(self, key: int) -> list[Chunk]:
        """All chunks of the table that a chunk with this key is part of; empty for rows without their header."""
        chunks, at = self._tree.chunks, self._index(key)
        while at and chunks[at].state is not None and not chunks[at].orphan:
            at -= 1
        found = [chunks[at]]
        if found[0].orphan or found[0].kind != Kind.TABLE:
            return []
        for chunk in chunks[at + 1 :]:
            if chunk.kind != Kind.TABLE or chunk.state is None or chunk.orphan:
                break
            found.append(chunk)
        return found

    def lines_from(self, at: Place) -> Iterator[tuple[Place, LineKind]]:
        """Each line behind the line of a place, to the end of the text, and what it is."""
        first = self._index(at.chunk)
        for chunk in self._tree.chunks[first:]:
            for number in range(at.line + 1 if chunk.key == at.chunk else 0, len(chunk.lines)):
                kind = chunk.marks[number].kind if chunk.marks else LineKind.PARAGRAPH
                if not chunk.lines[number].strip():
                    kind = LineKind.BLANK
                yield Place(chunk.key, number, 0, len(chunk.lines[number])), kind


@lru_cache(maxsize=1)
def text_of(tree: Tree) -> Source:
    """The lines behind the places of a tree; kept, because many rules ask for the same tree's."""
    return Source(tree)


def line_of(at: Place) -> tuple[int, int]:
    """What two places on one line have in common."""
    return at.chunk, at.line


def remove_line(at: Place) -> Edit:
    """Take out the whole line of a place."""
    return Edit(Place(at.chunk, at.line, 0, 0), "", until=Place(at.chunk, at.line + 1, 0, 0))


def insert_before(at: Place, lines: Iterable[str]) -> Edit:
    """Insert whole lines above the line of a place."""
    return Edit(Place(at.chunk, at.line, 0, 0), "".join(f"{line}\n" for line in lines))


def insert_after(source: Source, at: Place, lines: Iterable[str]) -> Edit:
    """Insert whole lines below the line of a place."""
    end = len(source.line(at))
    return Edit(Place(at.chunk, at.line, end, end), "".join(f"\n{line}" for line in lines))


def segment(source: Source, at: Place) -> Place:
    """The whole item that begins at a place: with its state word and bracketed reason, up to what parts it from others.

    White space at its end is left out.
    """
    line = source.line(at)
    stop = _cell_end(source, at, line)
    depth, end = 0, at.end
    while end < stop:
        character = line[end]
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            if not depth:
                break
            depth -= 1
        elif not depth and (line.startswith("**", end) or _SEPARATOR.match(line, end)):
            break
        end += 1
    return at._replace(end=at.end + len(line[at.end : end].rstrip()))


def _cell_end(source: Source, at: Place, line: str) -> int:
    if source.chunk(at.chunk).kind != Kind.TABLE:
        return len(line)
    return next((end for start, end in cell_spans(line) if start <= at.start < end), len(line))


def remove_item(source: Source, at: Place, within: Place | None = None, *, last_line: bool = True) -> Edit | None:
    """Take an item, with the separator that parts it from its neighbours, out of the list on its line.

    `within` is the list's place where that is known. `last_line`: the list has no other line, so that a single item
    leaves `none`, or `-` in a table's cell. None for an item inside brackets, which is part of another.
    """
    line = source.line(at)
    start, stop = _bounds(source, at, within, line)
    items = _items(line, start, stop)
    found = next((i for i, (left, right) in enumerate(items) if left <= at.start < right), None)
    if found is None or _depth(line, items[found][0], at.start):
        return None
    left, right = items[found]
    if found + 1 < len(items):
        return Edit(at._replace(start=left, end=items[found + 1][0]), "")
    if found:
        return Edit(at._replace(start=items[found - 1][1], end=right), "")
    if not last_line and _BULLET.match(line):
        return remove_line(at)
    if line[start - 1 : start] == "[":
        return Edit(at._replace(start=left, end=right), "")
    return Edit(at._replace(start=left, end=right), "-" if source.chunk(at.chunk).kind == Kind.TABLE else "none")


def _bounds(source: Source, at: Place, within: Place | None, line: str) -> tuple[int, int]:
    """Where the list that an item stands in begins and ends on its line."""
    stop = len(line.rstrip())
    if source.chunk(at.chunk).kind == Kind.TABLE:
        start, stop = next((span for span in cell_spans(line) if span[0] <= at.start < span[1]), (at.start, stop))
    elif within and line_of(within) == line_of(at) and within.start <= at.start:
        start = len(line[: within.start].rstrip("`*_\"'"))
        start += len(line[start : within.start]) - len(line[start : within.start].lstrip())
        further = line.find(" **", at.end)
        stop = further if further > 0 else stop
    else:
        bullet = _BULLET.match(line)
        start = bullet.end() if bullet else len(line) - len(line.lstrip())
    opened = line.find("[", start, at.start)
    if opened >= 0 and not line[start:opened].strip(" `*_") and line.find("]", at.end, stop) >= 0:
        return opened + 1, line.find("]", at.end, stop)
    return start, stop


def _items(line: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The items of a list between two columns, white space and separators around them left out."""
    found: list[tuple[int, int]] = []
    depth, begin, at = 0, start, start
    while at <= stop:
        parts = at < stop and not depth and (line[at] in _PARTS or line[at].isspace())
        joint = _SEPARATOR.match(line, at) if parts else None
        if at == stop or (joint and joint.end() <= stop):
            text = line[begin:at]
            if text.strip():
                left = begin + len(text) - len(text.lstrip())
                found.append((left, left + len(text.strip())))
            begin = joint.end() if joint else at
        elif line[at] in _OPEN:
            depth += 1
        elif line[at] in _CLOSE:
            depth = max(0, depth - 1)
        at = max(at + 1, begin)
    return found


def _depth(line: str, start: int, stop: int) -> bool:
    """Whether a bracket that opens between two columns is still open at the second."""
    text = line[start:stop]
    return sum(map(text.count, _OPEN)) > sum(map(text.count, _CLOSE))


def replace_cell(source: Source, row: Place, column: int, text: str) -> Edit | None:
    """Put `text` into a column (from 0) of the table row that a place stands on; None for a row too short for it."""
    line = source.line(row)
    spans = cell_spans(line)
    if column >= len(spans):
        return None
    start, end = spans[column]
    if start == end:
        before, after = line[:start].endswith("|"), line[end:].startswith("|")
        text = f"{' ' if before else ''}{text}{' ' if after else ''}"
    return Edit(Place(row.chunk, row.line, start, end), text)
