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


def changed(before: tuple[Chunk, ...], after: Tree) -> tuple[int, int, int]:
    """Where two documents differ: the first chunk that is another object, and where those end in both."""
    new = after.chunks
    start, old_stop, new_stop = after.span if after.origin is before else (0, len(before), len(new))
    while start < min(old_stop, new_stop) and before[start] is new[start]:
        start += 1
    while start < min(old_stop, new_stop) and before[old_stop - 1] is new[new_stop - 1]:
        old_stop, new_stop = old_stop - 1, new_stop - 1
    return start, old_stop, new_stop


def difference(before: Tree | None, after: Tree) -> tuple[tuple[Chunk, ...], tuple[Chunk, ...]]:
    """The chunks that left and those that came."""
    old = before.chunks if before else ()
    start, old_stop, new_stop = changed(old, after) if old is not after.chunks else (0, 0, 0)
    return old[start:old_stop], after.chunks[start:new_stop]
