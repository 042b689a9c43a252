"""What the lines of a stretch are: a mark for each, and the blocks among them that become chunks of their own.

What prose and structure read lists and paragraphs into, and how chunks come of that. Knows Markdown; must not know how
lines are read.
"""

# Without `from __future__ import annotations`: NamedTuple would compile each field's type from its text.
from collections.abc import Sequence
from typing import NamedTuple

from planloom.syntax.cells import cells
from planloom.syntax.chunks import Chunk, Fence, Kind, Mark, Table, new_key
from planloom.syntax.shapes import SPACE, behind_markers, delimiter_columns, is_closer


class Leaf(NamedTuple):
    """A block that becomes a chunk of its own: lines `first` to `end`, a heading's level, lists around it."""

    kind: Kind
    first: int
    end: int
    level: int = 0
    fence: Fence | None = None
    depth: int = 0


class Reading(NamedTuple):
    """Marks of the first `end` lines of a stretch, and the leaves among them, in order."""

    marks: list[Mark]
    leaves: list[Leaf]
    end: int


def chunks_of(lines: Sequence[str], reading: Reading) -> list[Chunk]:
    """The chunks of a stretch that begins with the first of the lines."""
    chunks: list[Chunk] = []
    at = 0
    for leaf in reading.leaves:
        if at < leaf.first:
            chunks.append(_part(lines, at, leaf.first, reading.marks))
        if at <= leaf.first:
            chunks.append(_leaf(tuple(lines[leaf.first : leaf.end]), leaf))
            at = leaf.end
    if at < reading.end:
        chunks.append(_part(lines, at, reading.end, reading.marks))
    return chunks


def _part(lines: Sequence[str], first: int, end: int, marks: list[Mark]) -> Chunk:
    return Chunk(new_key(), Kind.TEXT, tuple(lines[first:end]), marks=tuple(marks[first:end]), fresh=first == 0)


def _leaf(lines: tuple[str, ...], leaf: Leaf) -> Chunk:
    chunk = Chunk(new_key(), leaf.kind, lines, level=leaf.level, fresh=leaf.first == 0)
    if leaf.fence:
        closed = len(lines) > 1 and is_closer(lines[-1].lstrip(SPACE), leaf.fence.marker, leaf.fence.length)
        return chunk._replace(fence=leaf.fence, closed=closed)
    if leaf.kind is Kind.TABLE:
        header = behind_markers(lines[0]) if leaf.depth else lines[0]
        return chunk._replace(table=Table(tuple(cells(header)), delimiter_columns(lines[1].lstrip(SPACE))))
    return chunk
