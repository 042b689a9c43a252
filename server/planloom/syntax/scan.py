"""From lines to chunks: a scanner of our own that reads what it is sure about and asks markdown-it about the rest.

Where nothing is open, one line tells what begins: a heading, a fence, a table, HTML, or text. Text is read by `prose`,
and by markdown-it where `prose` is not sure, up to the next line that must begin anew: one at column 0 behind a blank
line, or a heading, fence or HTML block at column 0. So no stretch depends on another one.

Beyond Markdown, for text that is being typed: a header row with another number of columns than its delimiter row is a
table; rows that stand cut off from their table, with its number of columns and no delimiter row of their own, are a
table with `orphan` set; an unclosed fence ends where `fences` says, with `closed` False. Front matter is a chunk.

Knows Markdown; must not know what a plan is.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import count

from planloom.syntax.cells import cells
from planloom.syntax.chunks import Chunk, Fence, Kind, LineKind, Mark, State, Table, Tree
from planloom.syntax.fences import FenceEnds
from planloom.syntax.prose import Unsure, ends_segment, read_prose
from planloom.syntax.shapes import (
    SPACE,
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

ROOM = 64
FRONT_LIMIT = 256
Step = tuple[Chunk, State]

_keys = count(1)
_BLANK = Mark(LineKind.BLANK, 0)


def scan(lines: Sequence[str]) -> Tree:
    """Read a whole document, given as its lines without terminators."""
    lines = lines if isinstance(lines, list) else list(lines)
    front = front_matter_end(lines)
    chunks = [Chunk(next(_keys), Kind.FRONT, tuple(lines[:front]))] if front else []
    body = lines[front:] if front else lines
    chunks += [chunk for chunk, _ in read(body, len(body))]
    return Tree(tuple(chunks))


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


def front_matter_end(lines: Sequence[str]) -> int:
    """The line behind the front matter that the lines begin with; 0 without one."""
    if not lines or lines[0].removeprefix("\ufeff").rstrip() != "---":
        return 0
    for i, line in enumerate(lines[1:FRONT_LIMIT], 1):
        if line.rstrip() in ("---", "..."):
            return i + 1 if i > 1 else 0
        if heading_level(line) > 1 or opener(line):
            return 0
    return 0


class _Scanner:
    """Reads blocks; each method yields the chunks of one block that begins at a line and returns the line behind it."""

    __slots__ = ("fences", "known_table", "last_table", "lines", "table_before", "total")

    def __init__(self, lines: Sequence[str], total: int, table_before: Callable[[], Table | None]) -> None:
        self.lines = lines
        self.total = total
        self.fences = FenceEnds(lines, total)
        self.table_before = table_before
        self.last_table: Table | None = None
        self.known_table = False

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

    def _reader(self, at: int, line: str, content: str) -> Callable[[int, int], Generator[Step, None, int]]:
        if heading_level(line):
            return self.heading
        if len(line) - len(content) > 3:
            return self.prose
        if content[0] in "`~" and opener(line):
            return self.fence
        if content[0] == "<" and (html_end(content) is not None or is_lone_tag(content)):
            return self.html
        if "|" in line and self._table_at(at):
            return self.table
        if line[0] == "|" and self._is_orphan(at):
            return self.orphans
        return self.prose

    def heading(self, _begin: int, at: int) -> Generator[Step, None, int]:
        line = self.lines[at]
        yield Chunk(next(_keys), Kind.HEADING, (line,), level=heading_level(line)), None
        return at + 1

    def text(self, begin: int, end: int, marks: list[Mark]) -> Generator[Step, None, int]:
        """Blank lines from `begin`, then marked lines up to `end`."""
        blank = end - begin - len(marks)
        yield Chunk(next(_keys), Kind.TEXT, tuple(self.lines[begin:end]), marks=(_BLANK,) * blank + tuple(marks)), None
        return end

    def prose(self, begin: int, at: int) -> Generator[Step, None, int]:
        try:
            marks, end = read_prose(self.lines, at, self.total)
        except Unsure:
            if begin < at:
                yield from self.text(begin, at, [])
            return (yield from self.structure(at))
        return (yield from self.text(begin, end, marks))

    def structure(self, begin: int) -> Generator[Step, None, int]:
        """A stretch of lines as markdown-it reads them."""
        end = self._stretch(begin)
        reading = read_structure(self.lines[begin:end])
        at = 0
        for leaf in reading.leaves:
            if at < leaf.first:
                yield self._part(begin, at, leaf.first, reading.marks)
            if at <= leaf.first:
                yield self._leaf(begin, leaf), None
                at = leaf.end
        if at < reading.end:
            yield self._part(begin, at, reading.end, reading.marks)
        return begin + reading.end

    def _stretch(self, begin: int) -> int:
        """The first line behind `begin` that must begin anew."""
        blank = False
        for i in range(begin + 1, self.total):
            line = self.lines[i]
            if is_blank(line):
                blank = True
            elif (blank and line[0] not in SPACE) or ends_segment(line):
                return i
            else:
                blank = False
        return self.total

    def _part(self, begin: int, first: int, end: int, marks: list[Mark]) -> Step:
        lines = tuple(self.lines[begin + first : begin + end])
        return Chunk(next(_keys), Kind.TEXT, lines, marks=tuple(marks[first:end]), fresh=first == 0), None

    def _leaf(self, begin: int, leaf: Leaf) -> Chunk:
        lines = tuple(self.lines[begin + leaf.first : begin + leaf.end])
        fence = table = None
        closed = True
        if leaf.kind is Kind.FENCE:
            indent = len(lines[0]) - len(lines[0].lstrip(SPACE))
            fence = Fence(leaf.info.strip(), leaf.markup[0], len(leaf.markup), indent, leaf.depth)
            closed = len(lines) > 1 and is_closer(lines[-1].lstrip(SPACE), fence.marker, fence.length)
        elif leaf.kind is Kind.TABLE:
            table = Table(tuple(cells(lines[0])), delimiter_columns(lines[1].lstrip(SPACE)))
        return Chunk(
            next(_keys),
            leaf.kind,
            lines,
            fence=fence,
            table=table,
            level=leaf.level,
            closed=closed,
            fresh=leaf.first == 0,
        )

    def fence(self, _begin: int, at: int) -> Generator[Step, None, int]:
        opened = opener(self.lines[at])
        assert opened is not None
        marker, length, indent, info = opened
        end, closed = self.fences.end(at, marker, length)
        fence = Fence(info, marker, length, indent)
        state: State = None
        while at < end:
            cut = at + ROOM if at + ROOM + ROOM // 2 < end else end
            last = cut == end
            part = tuple(self.lines[at:cut])
            yield (
                Chunk(next(_keys), Kind.FENCE, part, state, fence=fence, closed=closed or not last),
                None if last else fence,
            )
            state = fence
            at = cut
        return end

    def html(self, begin: int, at: int) -> Generator[Step, None, int]:
        end = self._html_end(at)
        yield Chunk(next(_keys), Kind.HTML, tuple(self.lines[at:end])), None
        return end

    def _html_end(self, at: int) -> int:
        until = html_end(self.lines[at].lstrip(" "))
        for i in range(at, self.total):
            line = self.lines[i]
            if not until:
                if is_blank(line):
                    return i
            elif (until in line) if isinstance(until, str) else until.search(line):
                return i + 1
        return self.total

    def _table_at(self, at: int) -> bool:
        """Whether a table's header row stands here: a delimiter row follows, whatever its number of columns."""
        if at + 1 >= self.total:
            return False
        below = self.lines[at + 1]
        columns = delimiter_columns(below)
        return columns > 0 and ("|" in below or len(cells(self.lines[at])) == columns)

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
            yield (
                Chunk(next(_keys), Kind.TABLE, tuple(lines[begin:cut]), state, table=table),
                None if cut == end else table,
            )
            state = table
            begin = cut
        return end

    def _is_row(self, line: str) -> bool:
        content = line.lstrip(SPACE)
        if not content or len(line) - len(content) > 3 or "\t" in line[: len(line) - len(content)]:
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
            yield Chunk(next(_keys), Kind.TABLE, rows, table=self.last_table, orphan=True, fresh=cut == at), None
        return end
