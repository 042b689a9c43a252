"""From lines to chunks: a scanner of our own that reads what it is sure about and asks markdown-it about the rest.

Where nothing is open, one line tells what begins: a heading, a fence, a table, HTML, or text. Text is read by `prose`,
and by markdown-it where `prose` is not sure, up to the next line that must begin anew: one at column 0 behind a blank
line, or a heading, fence or HTML block at column 0. So no stretch depends on another one.

Beyond Markdown, for text that is being typed: a header row with another number of columns than its delimiter row is a
table; rows that stand cut off from their table, with its number of columns and no delimiter row of their own, are a
table with `orphan` set; an unclosed fence ends where `fences` says, and a comment that nothing ends, before the next
heading of level 2 or deeper, with `closed` False. Front matter is a chunk.

Knows Markdown; must not know what a plan is.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import NamedTuple

from planloom.syntax.cells import begins_table, cells
from planloom.syntax.chunks import Chunk, Fence, Kind, LineKind, Mark, State, Table, Tree, new_key
from planloom.syntax.fences import FenceEnds
from planloom.syntax.prose import BLANK, UnsureError, ends_segment, read_prose
from planloom.syntax.shapes import (
    SPACE,
    behind_markers,
    delimiter_columns,
    heading_level,
    html_end,
    is_blank,
    is_closer,
    is_lone_tag,
    is_rule,
    item_marker,
    looks_like_row,
    opener,
)
from planloom.syntax.structure import Leaf, read_structure
from planloom.text.lazy import lazy

ROOM = 16
FRONT_LIMIT = 256
_KEY = lazy(r"[\w\"'][^:]{0,80}:(?:\s|\Z)")


class Step(NamedTuple):
    """A chunk, what is open behind it, and whether reading can begin there without knowing more."""

    chunk: Chunk
    after: State = None
    fresh: bool = True


_Read = Callable[[int, int], Generator[Step, None, int]]


def scan(lines: Sequence[str]) -> Tree:
    """Read a whole document, given as its lines without terminators."""
    lines = lines if isinstance(lines, list) else list(lines)
    front = front_chunk(lines)
    body = lines[len(front.lines) :] if front else lines
    chunks = tuple(step.chunk for step in read(body, len(body)))
    return Tree((front, *chunks) if front else chunks)


def read(
    lines: Sequence[str], total: int, state: State = None, table_before: Callable[[], Table | None] = lambda: None
) -> Iterator[Step]:
    """Chunks of the lines, each with what is open behind it.

    `total` is the number of lines; `lines` may be shorter, then IndexError says that more are needed. `state` is what
    is open before the first line: nothing or a table. `table_before` gives the last table above.
    """
    scanner = _Scanner(lines, total, table_before)
    at = 0
    if isinstance(state, Table):
        at = yield from scanner.rows(0, 0, state)
    while at < total:
        at = yield from scanner.block(at)


def front_chunk(lines: Sequence[str]) -> Chunk | None:
    """The YAML front matter that a document begins with: a key first, and an end that is near."""
    if len(lines) < 3 or lines[0].removeprefix("\ufeff").rstrip() != "---" or not _begins_yaml(lines):
        return None
    for i, line in enumerate(lines[1:FRONT_LIMIT], 1):
        if line.rstrip() in ("---", "..."):
            return Chunk(new_key(), Kind.FRONT, tuple(lines[: i + 1]))
        if heading_level(line) > 1 or opener(line):
            return None
    return None


def _begins_yaml(lines: Sequence[str]) -> bool:
    first = next((line for line in lines[1:FRONT_LIMIT] if not line.startswith("#")), "")
    return _KEY.match(first) is not None


class _Scanner:
    """Reads blocks; each method yields the chunks of one block that begins at a line and returns the line behind it."""

    __slots__ = ("endless", "fences", "known_table", "last_table", "lines", "table_before", "total")

    def __init__(self, lines: Sequence[str], total: int, table_before: Callable[[], Table | None]) -> None:
        self.lines = lines
        self.total = total
        self.fences = FenceEnds(lines, total)
        self.table_before = table_before
        self.last_table: Table | None = None
        self.known_table = False
        self.endless = False

    def block(self, at: int) -> Generator[Step, None, int]:
        """Whatever begins at a line where nothing is open, with the blank lines before it where it is text."""
        lines, total = self.lines, self.total
        begin = at
        while at < total and is_blank(lines[at]):
            at += 1
        if at == total:
            return (yield from self.text(begin, at, []))
        line = lines[at]
        read = self._reader(at, line, line.lstrip(" "))
        if read == self.prose:
            return (yield from self.prose(begin, at))
        if begin < at:
            yield from self.text(begin, at, [])
        return (yield from read(at, at))

    def _reader(self, at: int, line: str, content: str) -> _Read:
        """The method that reads what begins with a line."""
        if heading_level(line):
            return self.heading
        if line[0] == ">":
            return self.quote
        if len(line) - len(content) > 3:
            return self.prose
        if content[0] == "<":
            return self.html if html_end(content) is not None or is_lone_tag(content) else self.prose
        if opener(line):
            return self.fence
        return self._row_reader(at, line)

    def _row_reader(self, at: int, line: str) -> _Read:
        if self._table_at(at):
            return self.table
        return self.orphans if line[0] == "|" and self._is_orphan(at) else self.prose

    def heading(self, _begin: int, at: int) -> Generator[Step, None, int]:
        line = self.lines[at]
        yield Step(Chunk(new_key(), Kind.HEADING, (line,), level=heading_level(line)))
        return at + 1

    def text(self, begin: int, end: int, marks: list[Mark]) -> Generator[Step, None, int]:
        """Blank lines from `begin`, then marked lines up to `end`."""
        blank = end - begin - len(marks)
        chunk_marks = (BLANK,) * blank + tuple(marks)
        yield Step(Chunk(new_key(), Kind.TEXT, tuple(self.lines[begin:end]), marks=chunk_marks))
        return end

    def prose(self, begin: int, at: int) -> Generator[Step, None, int]:
        try:
            marks, end = read_prose(self.lines, at, self.total)
        except UnsureError:
            if begin < at:
                yield from self.text(begin, at, [])
            return (yield from self.structure(at, at + 1))
        return (yield from self.text(begin, end, marks))

    def quote(self, _begin: int, at: int) -> Generator[Step, None, int]:
        """A block quote; one with further lines that may belong to it is left to markdown-it."""
        end = at + 1
        while end < self.total and self.lines[end][:1] == ">":
            end += 1
        if end < self.total and not is_blank(self.lines[end]) and not ends_segment(self.lines[end]):
            return (yield from self.structure(at, end))
        return (yield from self.text(at, end, [Mark(LineKind.QUOTE, 0)] * (end - at)))

    def structure(self, begin: int, sure: int) -> Generator[Step, None, int]:
        """A stretch of lines, which reaches to line `sure` at least, as markdown-it reads them."""
        end = self._stretch(sure)
        reading = read_structure(self.lines[begin:end])
        parts: list[Chunk] = []
        at = 0
        for leaf in reading.leaves:
            if at < leaf.first:
                parts.append(self._part(begin, at, leaf.first, reading.marks))
            if at <= leaf.first:
                parts.append(self._leaf(begin, leaf))
                at = leaf.end
        if at < reading.end:
            parts.append(self._part(begin, at, reading.end, reading.marks))
        yield from (Step(part, fresh=part is parts[-1]) for part in parts)
        return begin + reading.end

    def _stretch(self, begin: int) -> int:
        """The first line from `begin` on that must begin anew."""
        blank = False
        for i in range(begin, self.total):
            line = self.lines[i]
            if is_blank(line):
                blank = True
            elif (blank and line[0] not in SPACE) or ends_segment(line):
                return i
            else:
                blank = False
        return self.total

    def _part(self, begin: int, first: int, end: int, marks: list[Mark]) -> Chunk:
        lines = tuple(self.lines[begin + first : begin + end])
        return Chunk(new_key(), Kind.TEXT, lines, marks=tuple(marks[first:end]), fresh=first == 0)

    def _leaf(self, begin: int, leaf: Leaf) -> Chunk:
        lines = tuple(self.lines[begin + leaf.first : begin + leaf.end])
        chunk = Chunk(new_key(), leaf.kind, lines, level=leaf.level, fresh=leaf.first == 0)
        if leaf.kind is Kind.FENCE:
            indent = len(lines[0]) - len(lines[0].lstrip(SPACE))
            markup = leaf.token.markup
            fence = Fence(leaf.token.info.strip(), markup[0], len(markup), indent, leaf.depth)
            closed = len(lines) > 1 and is_closer(lines[-1].lstrip(SPACE), fence.marker, fence.length)
            return chunk._replace(fence=fence, closed=closed)
        if leaf.kind is Kind.TABLE:
            header = behind_markers(lines[0]) if leaf.depth else lines[0]
            return chunk._replace(table=Table(tuple(cells(header)), delimiter_columns(lines[1].lstrip(SPACE))))
        return chunk

    def fence(self, _begin: int, at: int) -> Generator[Step, None, int]:
        opened = opener(self.lines[at])
        assert opened is not None
        marker, length, indent, info = opened
        end, closed, broken = self.fences.end(at, marker, length)
        fence = Fence(info, marker, length, indent)
        state: State = None
        while at < end:
            cut = at + ROOM if at + ROOM + ROOM // 2 < end else end
            chunk = Chunk(new_key(), Kind.FENCE, tuple(self.lines[at:cut]), state, fence=fence)
            if cut == end:
                yield Step(chunk if closed else chunk._replace(closed=False, broken=broken))
            else:
                yield Step(chunk, fence)
            state = fence
            at = cut
        return end

    def html(self, _begin: int, at: int) -> Generator[Step, None, int]:
        """An HTML block; a comment that nothing ends is taken to end before the next section."""
        end = None if self.endless and self.lines[at].lstrip(" ").startswith("<!--") else self._html_end(at)
        closed = end is not None
        if end is None:
            self.endless = True
            end = next((i for i in range(at + 1, self.total) if heading_level(self.lines[i]) > 1), self.total)
        yield Step(Chunk(new_key(), Kind.HTML, tuple(self.lines[at:end]), closed=closed))
        return end

    def _html_end(self, at: int) -> int | None:
        """The line behind an HTML block; None for a comment without an end."""
        until = html_end(self.lines[at].lstrip(" "))
        for i in range(at, self.total):
            line = self.lines[i]
            if not until:
                if is_blank(line):
                    return i
            elif (until in line) if isinstance(until, str) else until.search(line):
                return i + 1
        return None if until == "-->" else self.total

    def _table_at(self, at: int) -> bool:
        """Whether a table begins here."""
        return at + 1 < self.total and begins_table(self.lines[at], self.lines[at + 1])

    def table(self, _begin: int, at: int) -> Generator[Step, None, int]:
        table = Table(tuple(cells(self.lines[at])), delimiter_columns(self.lines[at + 1]))
        return (yield from self.rows(at, at + 2, table))

    def rows(self, begin: int, at: int, table: Table) -> Generator[Step, None, int]:
        """Rows of an open table; `begin` is before `at` by its header and delimiter row where these come first."""
        self._remember(table)
        end = at
        lines = self.lines
        while end < self.total and (lines[end][:1] == "|" or self._is_row(lines[end])):
            end += 1
        state: State = table if begin == at else None
        while begin < end:
            cut = begin + ROOM if begin + ROOM + ROOM // 2 < end else end
            chunk = Chunk(new_key(), Kind.TABLE, tuple(lines[begin:cut]), state, table=table)
            yield Step(chunk, None if cut == end else table)
            state = table
            begin = cut
        return end

    def _is_row(self, line: str) -> bool:
        content = line.lstrip(SPACE)
        if not content.strip() or len(line) - len(content) > 3 or "\t" in line[: len(line) - len(content)]:
            return False
        if content[0] in "#>" and (content[0] == ">" or heading_level(content)):
            return False
        return not (opener(line) or is_rule(content) or item_marker(content) or html_end(content) is not None)

    def _remember(self, table: Table) -> None:
        self.last_table = table
        self.known_table = True

    def _is_orphan(self, at: int) -> bool:
        line = self.lines[at]
        if not looks_like_row(line):
            return False
        if not self.known_table:
            self.last_table = self.table_before()
            self.known_table = True
        return self.last_table is not None and len(cells(line)) == self.last_table.columns

    def orphans(self, _begin: int, at: int) -> Generator[Step, None, int]:
        """Rows cut off from their table."""
        end = at + 1
        while end < self.total and self.lines[end][:1] == "|" and self._is_orphan(end) and not self._table_at(end):
            end += 1
        for cut in range(at, end, ROOM):
            rows = tuple(self.lines[cut : min(cut + ROOM, end)])
            chunk = Chunk(new_key(), Kind.TABLE, rows, table=self.last_table, orphan=True, fresh=cut == at)
            yield Step(chunk, fresh=cut + ROOM >= end)
        return end
