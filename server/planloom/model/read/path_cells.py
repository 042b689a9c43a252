"""The rows of tables of paths, and what their path cells name.

A row costs what its filled cells cost: a large matrix has thousands of rows and dozens of columns, nearly all of them
empty. Knows rows and path cells; must not know what the other cells mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.pattern import Pattern, parse
from planloom.model.read import roles
from planloom.model.read.cells import Spot, split_suffixes, spots
from planloom.model.read.shapes import bare, plain
from planloom.syntax.chunks import Chunk, Place
from planloom.text.lazy import lazy
from planloom.text.values import made

_SPLIT = lazy(r"(?<!\\)\|")
_BOLD = lazy(r"\*\*`?([^*`|]{1,200}?)`?/?\*\*`?/?\s*(?:\([^|()]*\))?")


class Row(NamedTuple):
    """A body row: its line number, its raw cells, and the column where the first of them begins."""

    number: int
    parts: list[str]
    start: int

    def place(self, key: int, column: int) -> Place:
        """Where the trimmed text of a cell stands, in the chunk with this key."""
        part = self.parts[column]
        at = self.start + len("|".join(self.parts[: column + 1])) - len(part.lstrip())
        return made(Place, (key, self.number, at, at + len(part.strip())))


class Target(NamedTuple):
    """A path that a row is about, ready to be claimed. `before` and `note` are the words around it."""

    path: str
    pattern: Pattern
    at: Place
    written: str
    lines: tuple[int, int] | None = None
    before: str = ""
    note: str = ""

    @property
    def new(self) -> bool:
        """Whether its note says that the file is new."""
        return self.note != "" and roles.note(self.note).creates


def first_row(chunk: Chunk) -> int:
    """The number of the first body row in the lines of a table's chunk."""
    return 2 if chunk.state is None and not chunk.orphan else 0


def split(text: str) -> list[str]:
    """The pieces of a row between bars."""
    return text.split("|") if "\\" not in text else _SPLIT.split(text)


def first_cell(line: str) -> tuple[str, int, int]:
    """A row with blanks for its escaped bars, and where its first cell begins and ends; nowhere in what is no row."""
    row = line if "\\" not in line else line.replace("\\|", "  ")
    bar = row.find("|")
    if bar < 0 or (bar > 0 and not row[:bar].isspace()):
        return row, 0, max(bar, 0)
    end = row.find("|", bar + 1)
    return row, bar + 1, end if end >= 0 else len(row)


def rows(chunk: Chunk) -> Iterator[Row]:
    """The body rows of a table's chunk."""
    lines = chunk.lines
    for number in range(first_row(chunk), len(lines)):
        parts = split(lines[number])
        if len(parts) < 2:
            continue
        lead = parts[0]
        if not lead or lead.isspace():
            del parts[0]
            yield made(Row, (number, parts, len(lead) + 1))
        else:
            yield made(Row, (number, parts, 0))


def targets(text: str, at: Place, group: str) -> list[Target]:
    """The paths of a cell's trimmed text that stands at `at`, relative to the group row above it."""
    if plain(text):
        path = below(text, group) if group else text
        if "/" not in path[-5:-1]:
            return [made(Target, (path, parse(path), at, text, None, "", ""))]
    found: tuple[Spot, ...]
    if "`" not in text and " " not in text:
        shape = bare(text, column=True)
        found = (Spot(shape.path, text, 0, len(text), shape.lines),) if shape else ()
    else:
        found = spots(text, column=True)
    every = []
    for spot in found:
        place = Place(at.chunk, at.line, at.start + spot.start, at.start + spot.end)
        for path in split_suffixes(below(spot.path, group)):
            every.append(Target(path, parse(path), place, spot.written, spot.lines, spot.before, spot.note))
    return every


def below(path: str, group: str) -> str:
    """`path` below a group row's path, unless it begins where that does."""
    if not group or path[0] in "/!" or path.partition("/")[0] == group.partition("/")[0]:
        return path
    return group + path


def group_of(cell: str, group: str) -> str:
    """The path that a bold row alone gives to the rows below it; "" for a bold title that is no path."""
    match = _BOLD.fullmatch(cell.strip())
    if not match:
        return group
    text = match[1].strip().rstrip("/") + "/"
    return text if bare(text) else ""
