"""Edits that fixes are made of: take an item out of a list, add one, insert or remove lines, fill a cell.

Knows lines and places; must not know what a rule is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from planloom.rules.finding import Edit
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Chunk, Kind, LineKind, Place, Tree

_BULLET = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s+(?:\[[ xX]\]\s+)?")
_JOINTS = re.compile(r"\s*(?:[,;&+、，；]\s*(?:(?:and|und|y)\s+|&\s*)?|\s(?:and|und|y)\s)\s*$", re.IGNORECASE)
_WORD_JOINT = re.compile(r"\s+(?:and|und|y)\s", re.IGNORECASE)
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

    def lines_from(self, at: Place) -> Iterator[tuple[Place, LineKind]]:
        """Each line behind the line of a place, to the end of the text, and what it is."""
        first = self._index(at.chunk)
        for chunk in self._tree.chunks[first:]:
            for number in range(at.line + 1 if chunk.key == at.chunk else 0, len(chunk.lines)):
                kind = chunk.marks[number].kind if chunk.marks else LineKind.PARAGRAPH
                if not chunk.lines[number].strip():
                    kind = LineKind.BLANK
                yield Place(chunk.key, number, 0, len(chunk.lines[number])), kind


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
        elif not depth and (character in ",;&+、，；" or line.startswith("**", end) or _WORD_JOINT.match(line, end)):
            break
        end += 1
    return at._replace(end=at.end + len(line[at.end : end].rstrip()))


def _cell_end(source: Source, at: Place, line: str) -> int:
    if source.chunk(at.chunk).kind != Kind.TABLE:
        return len(line)
    return next((end for start, end in cell_spans(line) if start <= at.start < end), len(line))


def remove_item(source: Source, at: Place, others: Iterable[Place]) -> Edit:
    """Take an item, with the separator that parts it from its neighbours, out of a list on one line or of several.

    `others` are the places of the list's other items. The last one of all leaves `none`, or `-` in a table's cell.
    """
    whole = segment(source, at)
    others = list(others)
    near = sorted({place.start for place in others if line_of(place) == line_of(at) and place != at})
    line = source.line(at)
    behind = [start for start in near if start > at.start]
    if behind:
        return Edit(whole._replace(end=_mark_start(line, behind[0])), "")
    if near:
        joint = _JOINTS.search(line[: _mark_start(line, whole.start)])
        if joint:
            return Edit(whole._replace(start=joint.start(), end=_mark_end(line, whole.end)), "")
    bullet = _BULLET.match(line)
    if others and bullet and _mark_start(line, at.start) == bullet.end():
        return remove_line(at)
    if line[: whole.start].rstrip().endswith("[") and line[whole.end :].lstrip().startswith("]"):
        return Edit(whole, "")
    return Edit(whole, "-" if source.chunk(at.chunk).kind == Kind.TABLE else "none")


def _mark_start(line: str, start: int) -> int:
    """The column where the marks (code, emphasis, quotes) before an item begin."""
    return len(line[:start].rstrip("`*_\"'#")) if line[:start].rstrip("`*_\"'#").endswith((" ", ",", "[")) else start


def _mark_end(line: str, end: int) -> int:
    """The column where the marks behind an item end."""
    return len(line) - len(line[end:].lstrip("`*_\"'"))


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
