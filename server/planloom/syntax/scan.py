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

from collections.abc import Callable, Iterator, Sequence

from planloom.syntax.cells import begins_table, cells
from planloom.syntax.chunks import Chunk, Fence, Kind, LineKind, Mark, State, Table, Tree, new_key
from planloom.syntax.fences import FenceEnds
from planloom.syntax.nested import UnsureError
from planloom.syntax.prose import BLANK, ends_segment, read_prose
from planloom.syntax.shapes import (
    SPACE,
    delimiter_columns,
    heading_level,
    html_end,
    is_blank,
    is_lone_tag,
    is_rule,
    item_marker,
    looks_like_row,
    opener,
)
from planloom.syntax.stretch import Reading, chunks_of
from planloom.syntax.structure import read_structure
from planloom.text.lazy import lazy
from planloom.text.values import made

ROOM = 16
FRONT_LIMIT = 256
_TEXT, _HEADING, _TABLE, _FENCE = Kind.TEXT, Kind.HEADING, Kind.TABLE, Kind.FENCE
_KEY = lazy(r"[\w\"'][^:]{0,80}:(?:\s|\Z)")


Step = tuple[Chunk, State, bool]
"""A chunk, what is open behind it, and whether reading can begin there without knowing more."""


def scan(lines: Sequence[str]) -> Tree:
    """Read a whole document, given as its lines without terminators."""
    lines = tuple(lines)
    front = front_chunk(lines)
    body = lines[len(front.lines) :] if front else lines
    chunks = tuple([chunk for chunk, _, _ in read(body, len(body))])
    return Tree((front, *chunks) if front else chunks)


def read(
    lines: tuple[str, ...], total: int, state: State = None, table_before: Callable[[], Table | None] = lambda: None
) -> Iterator[Step]:
    """Chunks of the lines, each with what is open behind it.

    `total` is the number of lines; `lines` may be shorter, then IndexError says that more are needed. `state` is what
    is open before the first line: nothing or a table. `table_before` gives the last table above.
    """
    scanner = _Scanner(lines, total, table_before)
    if isinstance(state, Table):
        yield from scanner.rows(0, state)
    while scanner.at < total:
        yield from scanner.block()


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
    """Reads blocks; each method gives the chunks of the block that begins at line `at`, and goes on behind it."""

    __slots__ = ("at", "endless", "fences", "known_table", "last_table", "lines", "table_before", "total")

    def __init__(self, lines: tuple[str, ...], total: int, table_before: Callable[[], Table | None]) -> None:
        self.lines = lines
        self.at = 0
        self.total = total
        self.fences = FenceEnds(lines, total)
        self.table_before = table_before
        self.last_table: Table | None = None
        self.known_table = False
        self.endless = False

    def block(self) -> list[Step]:
        """Whatever begins where nothing is open, with the blank lines before it where it is text."""
        lines, total = self.lines, self.total
        begin = at = self.at
        while at < total and not lines[at].strip(SPACE):
            at += 1
        read = self._reader(at, lines[at]) if at < total else None
        if not read and at < total:
            return self.prose(begin, at)
        if read and begin == at:
            return read()
        return self._text(begin, [BLANK] * (at - begin))

    def _reader(self, at: int, line: str) -> Callable[[], list[Step]] | None:
        """What reads the block that begins with a line; None for text."""
        first = line[0]
        if first in "#\ufeff" and heading_level(line):
            return self.heading
        if first == ">":
            return self.quote
        content = line.lstrip(" ")
        if len(line) - len(content) > 3:
            return None
        if content[0] == "<" and (html_end(content) is not None or is_lone_tag(content)):
            return self.html
        if content[0] in "`~" and opener(line):
            return self.fence
        return self._row_reader(at, first) if "|" in line else None

    def _row_reader(self, at: int, first: str) -> Callable[[], list[Step]] | None:
        if self._table_at(at):
            return self.table
        return self.orphans if first == "|" and self._is_orphan(at) else None

    def heading(self) -> list[Step]:
        line = self.lines[self.at]
        self.at += 1
        chunk = (new_key(), _HEADING, (line,), None, (), None, None, heading_level(line), True, False, True, None)
        return [(made(Chunk, chunk), None, True)]

    def prose(self, begin: int, at: int) -> list[Step]:
        """Text that begins at line `at`, and the blank lines from `begin` on."""
        blank = at - begin
        try:
            reading = read_prose(self.lines, at, self.total)
        except UnsureError:
            reading = None
        if reading and not reading.leaves:
            return self._text(begin, [BLANK] * blank + reading.marks if blank else reading.marks)
        before = self._text(begin, [BLANK] * blank) if blank else []
        self.at = at
        return [*before, *(self._stretch(reading) if reading else self._structure(at + 1))]

    def quote(self) -> list[Step]:
        """A block quote; one with further lines that may belong to it is left to markdown-it."""
        at = self.at
        end = at + 1
        while end < self.total and self.lines[end][:1] == ">":
            end += 1
        if end < self.total and not is_blank(self.lines[end]) and not ends_segment(self.lines[end]):
            return self._structure(end)
        return self._text(at, [Mark(LineKind.QUOTE, 0)] * (end - at))

    def _text(self, begin: int, marks: list[Mark]) -> list[Step]:
        """Marked lines from `begin` on."""
        self.at = end = begin + len(marks)
        chunk = (new_key(), _TEXT, self.lines[begin:end], None, tuple(marks), None, None, 0, True, False, True, None)
        return [(made(Chunk, chunk), None, True)]

    def _structure(self, sure: int) -> list[Step]:
        """A stretch of lines, which reaches to line `sure` at least, as markdown-it reads them."""
        return self._stretch(read_structure(self.lines[self.at : self._stretch_end(sure)]))

    def _stretch(self, reading: Reading) -> list[Step]:
        begin = self.at
        self.at = begin + reading.end
        parts = chunks_of(self.lines[begin : self.at], reading)
        for part in parts:
            if part.table:
                self._remember(part.table)
        return [(part, None, part is parts[-1]) for part in parts]

    def _stretch_end(self, begin: int) -> int:
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

    def fence(self) -> list[Step]:
        at = self.at
        opened = opener(self.lines[at])
        assert opened is not None
        marker, length, indent, info = opened
        end, closed, broken = self.fences.end(at, marker, length)
        fence = Fence(info, marker, length, indent)
        steps = self._pieces(_FENCE, end, fence)
        if not closed:
            steps[-1] = (steps[-1][0]._replace(closed=False, broken=broken), None, True)
        return steps

    def _pieces(self, kind: Kind, end: int, opened: Table | Fence, state: State = None) -> list[Step]:
        """Lines up to `end`, which belong to one table or fence."""
        lines, begin = self.lines, self.at
        self.at = end
        fence, table = (opened, None) if kind is _FENCE else (None, opened)
        steps: list[Step] = []
        while begin < end:
            cut = begin + ROOM if begin + ROOM + ROOM // 2 < end else end
            chunk = (new_key(), kind, lines[begin:cut], state, (), fence, table, 0, True, False, True, None)
            steps.append((made(Chunk, chunk), None if cut == end else opened, True))
            state = opened
            begin = cut
        return steps

    def html(self) -> list[Step]:
        """An HTML block; a comment that nothing ends is taken to end before the next section."""
        at = self.at
        end = None if self.endless and self.lines[at].lstrip(" ").startswith("<!--") else self._html_end(at)
        closed = end is not None
        if end is None:
            self.endless = True
            end = next((i for i in range(at + 1, self.total) if heading_level(self.lines[i]) > 1), self.total)
        self.at = end
        return [(Chunk(new_key(), Kind.HTML, self.lines[at:end], closed=closed), None, True)]

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

    def table(self) -> list[Step]:
        at = self.at
        return self.rows(at + 2, Table(tuple(cells(self.lines[at])), delimiter_columns(self.lines[at + 1])))

    def rows(self, at: int, table: Table) -> list[Step]:
        """Rows of a table from line `at` on, and before them its header and delimiter row unless it is open already."""
        self._remember(table)
        lines, total = self.lines, self.total
        end = at
        while end < total and (lines[end][:1] == "|" or _is_row(lines[end])):
            end += 1
        return self._pieces(_TABLE, end, table, table if at == self.at else None)

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

    def orphans(self) -> list[Step]:
        """Rows cut off from their table."""
        at = self.at
        end = at + 1
        while end < self.total and self.lines[end][:1] == "|" and self._is_orphan(end) and not self._table_at(end):
            end += 1
        self.at = end
        steps: list[Step] = []
        for cut in range(at, end, ROOM):
            rows = self.lines[cut : min(cut + ROOM, end)]
            chunk = Chunk(new_key(), _TABLE, rows, table=self.last_table, orphan=True, fresh=cut == at)
            steps.append((chunk, None, cut + ROOM >= end))
        return steps


def _is_row(line: str) -> bool:
    """Whether a line that begins with no pipe goes on with a table."""
    content = line.lstrip(SPACE)
    if not content.strip() or len(line) - len(content) > 3 or "\t" in line[: len(line) - len(content)]:
        return False
    if content[0] in "#>" and (content[0] == ">" or heading_level(content)):
        return False
    return not (opener(line) or is_rule(content) or item_marker(content) or html_end(content) is not None)
