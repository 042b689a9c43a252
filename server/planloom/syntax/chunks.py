"""What a Markdown document is made of, as far as a plan needs to know.

A document is a row of chunks: runs of whole lines that one scanner step produced. A chunk is a value: it depends on
its own lines and on what was open before it (`state`), and on nothing else, so an edit replaces the chunks it touches
and every other chunk stays the same object. Long tables and fences are cut into several chunks.

Knows Markdown; must not know what a plan is.
"""

# Without `from __future__ import annotations`: NamedTuple would compile each field's type from its text.
from enum import IntEnum
from itertools import count
from typing import NamedTuple

new_key = count(1).__next__
"""Gives a key that no chunk has yet."""


# Looking up a member takes Python 3.11 ten times as long as a name: what asks in every line gives it one of its own.
class Kind(IntEnum):
    """What a chunk is, and so how its lines are read."""

    TEXT = 0  # paragraphs, lists, quotes, rules, blank lines; one mark a line
    HEADING = 1  # one ATX heading, or a setext heading with its underline
    TABLE = 2  # rows of one table; the first chunk of a table begins with header and delimiter row
    FENCE = 3  # lines of one fenced code block; the first chunk begins with the opening line
    HTML = 4  # an HTML block or comment
    FRONT = 5  # YAML front matter, with its `---` lines


class Place(NamedTuple):
    """Where something stands: columns `start` to `end` (code points) of line `line` of the chunk with key `chunk`.

    Lines count from 0 within the chunk, so that a place stays true when text above its chunk changes.
    """

    chunk: int
    line: int
    start: int
    end: int


class LineKind(IntEnum):
    """What one line of a TEXT chunk is."""

    BLANK = 0
    PARAGRAPH = 1  # also the further lines of a paragraph, inside a list item or not
    ITEM = 2  # begins a list item
    QUOTE = 3
    RULE = 4  # thematic break
    CODE = 5  # indented code


class Mark(NamedTuple):
    """One line of a TEXT chunk: its kind, the column where its content begins and, for an item, its marker and box.

    `start` is the column behind indent, list marker and task box. `depth` counts open lists (0 outside any). `box` is
    None without a task box, else whether it is ticked.
    """

    kind: LineKind
    start: int
    depth: int = 0
    ordered: bool = False
    box: bool | None = None


class Fence(NamedTuple):
    """An open fenced code block: its opening line's `info` string, the marker (`` ` `` or `~`), its length, its indent.

    `depth` is the number of lists around it.
    """

    info: str
    marker: str
    length: int
    indent: int
    depth: int = 0


class Broken(NamedTuple):
    """Why a fence counts as ended before its closing line: the heading lines it `hides` (at most the first four).

    `reopened`: another fence is opened behind a hidden heading, and a closing line follows; else no closing line does.
    """

    hides: tuple[str, ...]
    reopened: bool


class Table(NamedTuple):
    """An open table: the texts of its header cells, trimmed; `columns` of the delimiter row (may differ: broken)."""

    header: tuple[str, ...]
    columns: int


State = Fence | Table | None


class _Chunk(NamedTuple):
    key: int
    kind: Kind
    lines: tuple[str, ...]
    state: State = None
    marks: tuple[Mark, ...] = ()
    fence: Fence | None = None
    table: Table | None = None
    level: int = 0
    closed: bool = True
    orphan: bool = False
    fresh: bool = True
    broken: Broken | None = None


class Chunk(_Chunk):
    """A run of whole lines, without their terminators. Compared by identity.

    `key` names the chunk in places; a chunk that replaces exactly one other takes over its key. `state` is what was
    open before its first line; `fence` and `table` tell what its lines belong to. `level` is a heading's level.
    `closed` is False on the last chunk of a fence, and on a comment, that its own closing line does not end; `broken`
    then tells what Markdown would let the fence swallow. `orphan` marks table rows cut off from their table (by a
    heading or a blank line), read with the columns of the last table before them. `fresh` is False for a chunk that
    begins inside a stretch of lines that only makes sense read as a whole.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__


class Layout:
    """Where the chunks of a tree begin, worked out when first asked for; trees with the same layout share it."""

    __slots__ = ("by_key", "starts")

    def __init__(self, starts: list[int] | None = None, by_key: dict[int, int] | None = None) -> None:
        self.starts = starts
        self.by_key = by_key


class Tree:
    """A whole document as chunks in order; the concatenation of their lines is the document's lines.

    A tree that an edit made knows the chunks it was made of, `origin`, and what became of them: `span` is the first
    chunk that may differ, and where the old and the new ones end.
    """

    __slots__ = ("chunks", "layout", "origin", "span")

    def __init__(
        self,
        chunks: tuple[Chunk, ...],
        layout: Layout | None = None,
        origin: tuple[Chunk, ...] | None = None,
        span: tuple[int, int, int] = (0, 0, 0),
    ) -> None:
        self.chunks = chunks
        self.layout = layout or Layout()
        self.origin = origin
        self.span = span
