"""What markdown-it says about a stretch of lines that the scanner is not sure about.

The only place that imports markdown_it, and only when it is asked. Knows its tokens; must not know the rest of the
document.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from planloom.syntax.chunks import Fence, Kind, LineKind, Mark
from planloom.syntax.prose import BLANK, box_of
from planloom.syntax.shapes import SPACE, is_blank, item_marker
from planloom.syntax.stretch import Leaf, Reading

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LIMIT = 3000
_LEAVES = {
    "heading_open": Kind.HEADING,
    "table_open": Kind.TABLE,
    "fence": Kind.FENCE,
    "html_block": Kind.HTML,
}
_LINES = {
    "paragraph_open": LineKind.PARAGRAPH,
    "hr": LineKind.RULE,
    "code_block": LineKind.CODE,
    "blockquote_open": LineKind.QUOTE,
}


@cache
def parser() -> MarkdownIt:
    """The Markdown parser: CommonMark and tables, blocks only."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark").enable("table")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    return markdown


def read_structure(lines: Sequence[str]) -> Reading:
    """Read a stretch of lines that begins with nothing open.

    Ends before a fence, table or HTML block at the document's level (never at line 0), which the caller reads itself:
    such a block may reach past the stretch. A stretch of more than `LIMIT` lines, which no writer leaves without a
    break at column 0, is read as items and paragraphs alone.
    """
    if len(lines) > LIMIT:
        return Reading(_plainly(lines), [], len(lines))
    tokens = parser().parse("\n".join(lines))
    end = min((token.map[0] for token in tokens if _reaches_on(token) and token.map), default=len(lines))
    marks = _Marks(lines[:end])
    for token in tokens:
        if token.map and token.map[0] >= end:
            break
        marks.take(token)
    return Reading(marks.marks, marks.leaves, end)


def _plainly(lines: Sequence[str]) -> list[Mark]:
    marks = []
    for line in lines:
        indent = _indent(line)
        marker = item_marker(line[indent : indent + 12])
        if is_blank(line):
            marks.append(BLANK)
        elif marker:
            marks.append(Mark(LineKind.ITEM, indent + marker[0], 1, marker[1] is not None))
        else:
            marks.append(Mark(LineKind.PARAGRAPH, indent))
    return marks


def _reaches_on(token: Token) -> bool:
    return token.level == 0 and token.type in ("fence", "html_block", "table_open") and bool(token.map and token.map[0])


class _Marks:
    """One mark a line, overwritten from the outer block to the inner."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.marks = [BLANK if is_blank(line) else Mark(LineKind.PARAGRAPH, _indent(line)) for line in lines]
        self.leaves: list[Leaf] = []
        self.lists: list[bool] = []
        self.quotes = 0
        self.item_columns: dict[int, int] = {}

    def take(self, token: Token) -> None:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            self.lists.append(kind == "ordered_list_open")
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        elif kind == "blockquote_close":
            self.quotes -= 1
        elif token.map:
            self._block(token, token.map[0], token.map[1])

    def _block(self, token: Token, first: int, end: int) -> None:
        if token.type == "blockquote_open":
            self.quotes += 1
        if token.type == "list_item_open" and not self.quotes:
            self._item(first)
        elif token.type in _LINES and (not self.quotes or token.type == "blockquote_open"):
            self._fill(_LINES[token.type], first, end)
        elif token.type in _LEAVES and not self.quotes:
            level = int(token.tag[1]) if token.type == "heading_open" else 0
            fence = self._fence(token, first) if token.type == "fence" else None
            leaf = Leaf(_LEAVES[token.type], first, self._cut(first, end), level, fence, len(self.lists))
            self.leaves.append(leaf)

    def _fence(self, token: Token, first: int) -> Fence:
        markup = token.markup
        return Fence(token.info.strip(), markup[0], len(markup), _indent(self.lines[first]), len(self.lists))

    def _cut(self, first: int, end: int) -> int:
        """The end of a block without the blank lines that only its container's end gave it."""
        end = min(end, len(self.lines))
        while end > first + 1 and is_blank(self.lines[end - 1]):
            end -= 1
        return end

    def _fill(self, kind: LineKind, first: int, end: int) -> None:
        depth = len(self.lists)
        ordered = bool(depth) and self.lists[-1]
        for i in range(first, min(end, len(self.lines))):
            if self.marks[i].kind not in (LineKind.BLANK, LineKind.ITEM):
                self.marks[i] = Mark(kind, _indent(self.lines[i]), depth, ordered)

    def _item(self, first: int) -> None:
        line = self.lines[first]
        at = self.item_columns.get(first, 0)
        at += _indent(line[at:])
        marker = item_marker(line[at:])
        at += marker[0] if marker else 0
        at += _indent(line[at:])
        self.item_columns[first] = at
        start, box = box_of(line, at)
        self.marks[first] = Mark(LineKind.ITEM, start, len(self.lists), self.lists[-1], box)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(SPACE))
