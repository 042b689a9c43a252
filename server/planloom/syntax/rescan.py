"""From one tree to the next: an edit reads anew only the chunks whose meaning it can change.

Reading begins at a chunk above the edit where nothing is open (or rows of a table that is), and ends as soon as it
stands, with the same thing open, where a chunk of the old tree begins. Chunks that come out the same are the same
objects. Knows trees; must not know positions within lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from planloom.syntax.chunks import Chunk, Fence, Kind, Layout, State, Table, Tree, new_key
from planloom.syntax.layout import chunk_at, starts
from planloom.syntax.scan import FRONT_LIMIT, ROOM, front_chunk, read, scan
from planloom.syntax.shapes import heading_level, looks_like_row

_NEAR = 320
_FAR = 8192
_MEANING = attrgetter("kind", "state", "marks", "fence", "table", "level", "closed", "orphan", "fresh", "broken")


class _Edit(NamedTuple):
    """Lines `first` to `end` of the old document become `new`."""

    tree: Tree
    first: int
    end: int
    new: Sequence[str]

    @property
    def delta(self) -> int:
        """By how much the lines below move."""
        return len(self.new) - (self.end - self.first)


def rescan(tree: Tree, first: int, removed: int, inserted: Sequence[str]) -> Tree:
    """The tree after `removed` lines from line `first` on were replaced by `inserted`: means what `scan` would give."""
    if not tree.chunks:
        return scan(inserted)
    edit = _Edit(tree, first, first + removed, inserted)
    index = chunk_at(tree, first)
    parts = _in_place(tree.chunks[index], first - starts(tree)[index], edit)
    if parts:
        return _splice(edit, index, index + 1, parts)
    begin = _begin(edit, index)
    last = chunk_at(tree, max(edit.end - 1, first))
    for room in (_NEAR, _FAR):
        try:
            return _read_again(edit, begin, _lines(edit, begin, last, room))
        except IndexError:
            continue
    return _read_again(edit, begin, _lines(edit, begin, last, starts(tree)[-1]))


def _in_place(chunk: Chunk, offset: int, edit: _Edit) -> list[Chunk]:
    """What the chunk becomes where the edit cannot concern any other one: rows stay rows, a fence's text stays text."""
    end = offset + edit.end - edit.first
    if end > len(chunk.lines) or not (edit.new or 0 < end - offset < len(chunk.lines)):
        return []
    if chunk.kind is Kind.TABLE:
        inside = chunk.state is not None or (offset >= 2 and chunk.lines[0][:1] == "|")
        if chunk.orphan or not inside or not all(line[:1] == "|" for line in edit.new):
            return []
        if any("-->" in line for line in (*edit.new, *chunk.lines[offset:end])):
            return []
    elif chunk.kind is Kind.FENCE:
        inside = chunk.state is not None or (offset > 0 and _is_outer(chunk))
        if not inside or any(map(_is_structural, (*edit.new, *chunk.lines[offset:end]))):
            return []
    else:
        return []
    return _cut(chunk, (*chunk.lines[:offset], *edit.new, *chunk.lines[end:]))


def _is_outer(chunk: Chunk) -> bool:
    """Whether a fence stands at the document's level."""
    return chunk.fence is not None and chunk.fence.depth == 0 and chunk.lines[0].lstrip(" ")[:1] == chunk.fence.marker


def _is_structural(line: str) -> bool:
    """Whether a line can decide where a fence or a comment ends."""
    return "```" in line or "~~~" in line or "-->" in line or heading_level(line) > 1


def _cut(chunk: Chunk, lines: tuple[str, ...]) -> list[Chunk]:
    """The chunk with other lines, in pieces where they are too many."""
    if len(lines) <= 2 * ROOM:
        return [chunk._replace(lines=lines)]
    opened: State = chunk.table or chunk.fence
    parts = [chunk._replace(lines=lines[:ROOM], closed=True, broken=None)]
    parts += [
        parts[0]._replace(key=new_key(), lines=lines[at : at + ROOM], state=opened)
        for at in range(ROOM, len(lines), ROOM)
    ]
    parts[-1] = parts[-1]._replace(closed=chunk.closed, broken=chunk.broken)
    return parts


def _begin(edit: _Edit, index: int) -> int:
    """The chunk to begin reading at."""
    chunks, at = edit.tree.chunks, starts(edit.tree)
    front = chunks[0].kind is Kind.FRONT or chunks[0].lines[0].rstrip().endswith("---")
    if front and edit.first <= FRONT_LIMIT:
        return 0
    if edit.first - at[index] < 2 and not isinstance(chunks[index].state, Table):
        index -= 1
    old = (line for chunk in _touched(edit) for line in chunk.lines)
    if any(map(_is_structural, edit.new)) or any(map(_is_structural, old)):
        index = next((i for i, chunk in enumerate(chunks[: max(index, 0)]) if not chunk.closed), index)
    while index > 0 and (not chunks[index].fresh or isinstance(chunks[index].state, Fence)):
        index -= 1
    return max(index, 0)


def _touched(edit: _Edit) -> Sequence[Chunk]:
    last = chunk_at(edit.tree, max(edit.end - 1, edit.first))
    return edit.tree.chunks[chunk_at(edit.tree, edit.first) : last + 1]


def _lines(edit: _Edit, begin: int, last: int, room: int) -> tuple[str, ...]:
    """Lines of the new document from chunk `begin` on, and about `room` of them behind the edit."""
    chunks, at = edit.tree.chunks, starts(edit.tree)
    lines: list[str] = []
    index = begin
    while index < len(chunks) and (index <= last or at[index] < edit.end + room):
        lines += chunks[index].lines
        index += 1
    lines[edit.first - at[begin] : edit.end - at[begin]] = edit.new
    return tuple(lines)


def _read_again(edit: _Edit, begin: int, lines: tuple[str, ...]) -> Tree:
    """Read from chunk `begin` until the old tree can go on. Raises IndexError when `lines` are too few."""
    chunks, at = edit.tree.chunks, starts(edit.tree)
    total = at[-1] + edit.delta - at[begin]
    parts: list[Chunk] = []
    position, old = at[begin], begin
    if begin == 0 and (front := front_chunk(lines)):
        parts.append(front)
        lines = lines[len(front.lines) :]
        total -= len(front.lines)
        position = len(front.lines)
    state = chunks[begin].state
    for part, after, fresh in read(lines, total, state, lambda: _table_above(chunks, begin)):
        parts.append(part)
        position += len(part.lines)
        before = position - edit.delta
        while old < len(chunks) and at[old] < before:
            old += 1
        meets = fresh and before >= edit.end and old < len(chunks) and at[old] == before
        if meets and _goes_on(edit, (begin, old), parts, after):
            return _splice(edit, begin, old, parts)
    return _splice(edit, begin, len(chunks), parts)


def _goes_on(edit: _Edit, span: tuple[int, int], parts: list[Chunk], after: State) -> bool:
    """Whether the old tree from chunk `span[1]` on is what reading on would give."""
    chunks = edit.tree.chunks
    begin, old = span
    if chunks[old].state != after or not chunks[old].fresh or chunks[old].kind is Kind.FRONT:
        return False
    was, now = _last_table(chunks[begin:old]), _last_table(parts)
    if was == now:
        return True
    above = None if was and now else _table_above(chunks, begin)
    return (was or above) == (now or above) or not _depends_on_table(chunks, old)


def _last_table(chunks: Sequence[Chunk]) -> Table | None:
    return next((chunk.table for chunk in reversed(chunks) if chunk.table and not chunk.orphan), None)


def _table_above(chunks: Sequence[Chunk], index: int) -> Table | None:
    for i in range(index - 1, -1, -1):
        if chunks[i].table and not chunks[i].orphan:
            return chunks[i].table
    return None


def _depends_on_table(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether, before the next table, there are rows that belong to the last one or might."""
    for i in range(index, len(chunks)):
        chunk = chunks[i]
        if chunk.kind is Kind.TABLE and not chunk.orphan and chunk.state is None:
            return False
        if chunk.orphan or (chunk.kind is Kind.TEXT and any(map(looks_like_row, chunk.lines))):
            return True
    return False


def _splice(edit: _Edit, begin: int, end: int, parts: list[Chunk]) -> Tree:
    """The old tree with chunks `begin` to `end` replaced; those that come out the same stay."""
    tree = edit.tree
    old = tree.chunks[begin:end]
    parts = _keep(old, parts)
    chunks = (*tree.chunks[:begin], *parts, *tree.chunks[end:])
    span = begin, end, begin + len(parts)
    if [(c.key, len(c.lines)) for c in old] == [(c.key, len(c.lines)) for c in parts]:
        return Tree(chunks, tree.layout, tree.chunks, span)
    at = starts(tree)
    moved = at[:begin]
    line = at[begin]
    for part in parts:
        moved.append(line)
        line += len(part.lines)
    tail = at[end:]
    moved += tail if line == tail[0] else [start + edit.delta for start in tail]
    return Tree(chunks, Layout(moved), tree.chunks, span)


def _keep(old: Sequence[Chunk], new: list[Chunk]) -> list[Chunk]:
    """The new chunks, each replaced by the old one that is the same; one that stands for exactly one takes its key."""
    same_before = 0
    while same_before < min(len(old), len(new)) and _is_same(old[same_before], new[same_before]):
        same_before += 1
    room = min(len(old), len(new)) - same_before
    same_behind = 0
    while same_behind < room and _is_same(old[-1 - same_behind], new[-1 - same_behind]):
        same_behind += 1
    was = old[same_before : len(old) - same_behind]
    now = new[same_before : len(new) - same_behind]
    if len(was) == len(now):
        now = [a if _is_same(a, b) else b._replace(key=a.key) for a, b in zip(was, now, strict=True)]
    return [*old[:same_before], *now, *old[len(old) - same_behind :]]


def _is_same(one: Chunk, other: Chunk) -> bool:
    return one is other or (one.lines == other.lines and _MEANING(one) == _MEANING(other))
