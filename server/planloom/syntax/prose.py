"""Paragraphs and lists, line by line, as far as the scanner is sure of them.

Reads from a line where nothing is open. What it is not sure about (quotes, setext underlines, tabs, indented code,
anything nested in a list that is no list) it refuses, and the caller asks markdown-it. Knows CommonMark's containers;
must not know what the chunks are used for.
"""

from __future__ import annotations

from collections.abc import Sequence

from planloom.syntax.cells import begins_table
from planloom.syntax.chunks import LineKind, Mark
from planloom.syntax.shapes import (
    SPACE,
    delimiter_columns,
    heading_level,
    html_end,
    is_blank,
    is_rule,
    item_marker,
    opener,
)
from planloom.text.lazy import lazy

_BLANK, _ITEM, _PARAGRAPH, _RULE = LineKind.BLANK, LineKind.ITEM, LineKind.PARAGRAPH, LineKind.RULE

ROOM = 64
_DEEPEST = 7
_BOX = lazy(r"\[([ xX])\][ \t]+")
_SUSPECT = frozenset("#>`~<-+*_=|[:0123456789")

BLANK = Mark(LineKind.BLANK, 0)


class UnsureError(Exception):
    """The lines hold something that only Markdown's full rules can decide."""


def ends_segment(line: str) -> bool:
    """Whether the line, standing anywhere but in a fence or an HTML block, begins anew at the document's level."""
    if line[:1] == ">" or heading_level(line):
        return True
    return line[:1] in ("`", "~", "<") and (opener(line) is not None or html_end(line) is not None)


def box_of(line: str, start: int) -> tuple[int, bool | None]:
    """The column behind a task box at `start` and whether the box is ticked (None without a box)."""
    found = _BOX.match(line, start)
    return (found.end(), found[1] != " ") if found else (start, None)


def read_prose(lines: Sequence[str], at: int, total: int) -> tuple[list[Mark], int]:
    """Marks of the lines from `at` on, and the line behind the last of them. Raises UnsureError.

    Stops at a line that begins anew: at the document's level, nothing open. `total` is the number of lines.
    """
    return _Reader(lines, at, total).read()


class _Reader:
    """The open list items (their content columns and kinds) and whether a paragraph is open."""

    __slots__ = ("at", "items", "lines", "marks", "paragraph", "total")

    def __init__(self, lines: Sequence[str], at: int, total: int) -> None:
        self.lines = lines
        self.at = at
        self.total = total
        self.marks: list[Mark] = []
        self.items: list[tuple[int, bool]] = []
        self.paragraph = False

    def read(self) -> tuple[list[Mark], int]:
        begin = self.at
        for i in range(begin, self.total):
            line = self.lines[i]
            if is_blank(line):
                self.marks.append(BLANK)
                self.paragraph = False
                continue
            if i > begin and line[0] not in SPACE and self._begins_anew(i, line):
                return self.marks, i
            self._line(i, line)
        return self.marks, self.total

    def _begins_anew(self, i: int, line: str) -> bool:
        """Whether the line, at column 0, is where another chunk has to begin."""
        last = self.marks[-1].kind
        if ends_segment(line) or last is _RULE:
            return True
        if not self.items:
            return last is _BLANK or self._begins_table(i, line)
        is_item = item_marker(line) is not None and not is_rule(line)
        if last is _BLANK and not is_item:
            return True
        return is_item and len(self.marks) >= ROOM

    def _begins_table(self, i: int, line: str) -> bool:
        return "|" in line and i + 1 < self.total and begins_table(line, self.lines[i + 1])

    def _line(self, i: int, line: str) -> None:
        content = line.lstrip(" ")
        indent = len(line) - len(content)
        if content[0] == "\t":
            raise UnsureError
        open_items = [item for item in self.items if item[0] <= indent]
        rest = indent - (open_items[-1][0] if open_items else 0)
        closes = len(open_items) < len(self.items)
        if rest > 3 and (not self.paragraph or (closes and content[0] in _SUSPECT)):
            raise UnsureError
        if "|" in line and i + 1 < self.total and delimiter_columns(self.lines[i + 1].lstrip(SPACE)):
            raise UnsureError
        if rest > 3 or content[0] not in _SUSPECT:
            self._text(open_items, indent)
        elif not self._list_item(line, content, indent, open_items):
            self._suspect(content, indent, open_items)

    def _text(self, open_items: list[tuple[int, bool]], indent: int) -> None:
        if not self.paragraph:
            self.items = open_items
            self.paragraph = True
        depth = len(self.items)
        self.marks.append(Mark(_PARAGRAPH, indent, depth, bool(depth) and self.items[-1][1]))

    def _suspect(self, content: str, indent: int, open_items: list[tuple[int, bool]]) -> None:
        """A line whose first character could begin something that is neither text nor a list item."""
        if is_rule(content):
            if self.paragraph:
                raise UnsureError
            self.items = open_items
            self.marks.append(Mark(_RULE, indent, len(open_items)))
            return
        if _opens_other(content) or (self.paragraph and not content.strip("-= \t")):
            raise UnsureError
        if content[0] == "[" and "]:" in content:
            raise UnsureError
        self._text(open_items, indent)

    def _list_item(self, line: str, content: str, indent: int, open_items: list[tuple[int, bool]]) -> bool:
        marker = item_marker(content)
        if marker is None or is_rule(content):
            return False
        width, number = marker
        inside = content[width:].lstrip(" ")
        interrupts = self.paragraph and len(open_items) == len(self.items)
        if interrupts and (number not in (None, 1) or is_blank(inside)):
            if content[0] == "-" and is_blank(inside):
                raise UnsureError
            self._text(open_items, indent)
            return True
        gap = len(content) - width - len(inside)
        if not inside or inside[0] == "\t" or gap > 4 or len(open_items) >= _DEEPEST or _is_nested(inside):
            raise UnsureError
        start = indent + width + gap
        ordered = number is not None
        self.items = [*open_items, (start, ordered)]
        self.paragraph = True
        behind, box = box_of(line, start)
        self.marks.append(Mark(_ITEM, behind, len(self.items), ordered, box))
        return True


def _opens_other(content: str) -> bool:
    """Whether the content of a line may begin a quote, a heading, a fence, HTML."""
    first = content[0]
    if first in "`~":
        return opener(content) is not None
    return first == ">" or (first == "#" and heading_level(content) > 0) or first == "<"


def _is_nested(inside: str) -> bool:
    """Whether the content of a list item's first line may be more than the beginning of a paragraph."""
    if inside[0] not in _SUSPECT:
        return False
    if inside[0] == "[":
        return "]:" in inside
    return _opens_other(inside) or is_rule(inside) or item_marker(inside) is not None
