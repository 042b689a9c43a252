"""Which document line a chunk begins at, and which chunk holds a line. Knows trees; must not know what lines say."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, chain

from planloom.syntax.chunks import Chunk, Tree


def starts(tree: Tree) -> list[int]:
    """The first document line of each chunk, and behind them the number of lines. Not to be changed."""
    layout = tree.layout
    if layout.starts is None:
        layout.starts = list(accumulate(chain((0,), (len(chunk.lines) for chunk in tree.chunks))))
    return layout.starts


def first_lines(tree: Tree) -> dict[int, int]:
    """The first document line of each chunk, by the chunk's key. Not to be changed."""
    layout = tree.layout
    if layout.by_key is None:
        layout.by_key = dict(zip((chunk.key for chunk in tree.chunks), starts(tree), strict=False))
    return layout.by_key


def chunk_at(tree: Tree, line: int) -> int:
    """The index of the chunk that holds a document line; the last one for lines past the end."""
    return min(bisect_right(starts(tree), line), len(tree.chunks)) - 1


def difference(before: Tree | None, after: Tree) -> tuple[tuple[Chunk, ...], tuple[Chunk, ...]]:
    """The chunks that left and those that came, found from both ends: what lies between is what edits touched."""
    old, new = before.chunks if before else (), after.chunks
    if old is new:
        return (), ()
    head, most = 0, min(len(old), len(new))
    while head < most and old[head] is new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] is new[-1 - tail]:
        tail += 1
    return old[head : len(old) - tail], new[head : len(new) - tail]
