"""Paragraphs and lists, line by line, as far as the scanner is sure of them.

Reads from a line where nothing is open. What it is not sure about (quotes, tabs, what stands right behind a list
marker and is no paragraph) it refuses, and the caller asks markdown-it. Knows CommonMark's containers; must not know
what the chunks are used for.
"""

from __future__ import annotations

from collections.abc import Sequence

from planloom.syntax.cells import begins_table
from planloom.syntax.chunks import Fence, Kind, LineKind, Mark
from planloom.syntax.nested import UnsureError, fence_end, table_end
from planloom.syntax.shapes import (
    SPACE,
    delimiter_columns,
    heading_level,
    html_end,
    is_blank,
    is_lone_tag,
    is_rule,
    item_marker,
    opener,
)
from planloom.syntax.stretch import Leaf, Reading
from planloom.text.lazy import lazy
from planloom.text.values import made

_ITEM, _PARAGRAPH, _RULE, _CODE = LineKind.ITEM, LineKind.PARAGRAPH, LineKind.RULE, LineKind.CODE

ROOM = 64
_DEEPEST = 7
_BOX = lazy(r"\[([ xX])\][ \t]+")
# What no ordinary text at column 0 begins with.
_SPECIAL = frozenset(" \t\ufeff#>`~<-+*_=|[:0123456789")
_SUSPECT = _SPECIAL - frozenset(" \t\ufeff")
_MARKERS = frozenset("-+*0123456789")
_ENDS = frozenset("#>`~<\ufeff")
# A list item that begins with a task box or, for all that its first characters tell, with a paragraph.
_SURE_ITEM = lazy(
    r"(?:[-+*]|([0-9]{1,9})[.)])( {1,4})(?:\[([ xX])\][ \t]+|(?="
    r"[^ \t#>`~<\-+*_0-9\[]|[-+*_]{1,2}[^-+*_ \t]|`{1,2}[^`]|~{1,2}[^~]|#+(?![# \t]|\Z)|\[(?!.*\]:)"
    r"|[0-9]+(?![0-9]|[.)](?:[ \t]|\Z))))"
)

BLANK = Mark(LineKind.BLANK, 0)
_PLAIN = Mark(_PARAGRAPH, 0)


def ends_segment(line: str) -> bool:
    """Whether the line, standing anywhere but in a fence or an HTML block, begins anew at the document's level."""
    first = line[:1]
    if first not in _ENDS or first == ">":
        return first == ">"
    return bool(heading_level(line)) or opener(line) is not None or html_end(line) is not None


def box_of(line: str, start: int) -> tuple[int, bool | None]:
    """The column behind a task box at `start` and whether the box is ticked (None without a box)."""
    found = _BOX.match(line, start)
    return (found.end(), found[1] != " ") if found else (start, None)


def read_prose(lines: Sequence[str], at: int, total: int) -> Reading:
    """The lines from `at` on up to one that begins anew: at the document's level, nothing open. Raises UnsureError.

    `total` is the number of lines.
    """
    return _Reader(lines, at, total).read()


class _Reader:
    """The open list items (their content columns and kinds) and whether a paragraph is open."""

    __slots__ = ("begin", "items", "leaves", "lines", "marks", "paragraph", "total")

    def __init__(self, lines: Sequence[str], at: int, total: int) -> None:
        self.lines = lines
        self.begin = at
        self.total = total
        self.marks: list[Mark] = []
        self.leaves: list[Leaf] = []
        self.items: list[tuple[int, bool]] = []
        self.paragraph = False

    def read(self) -> Reading:
        lines, total, marks = self.lines, self.total, self.marks
        at = begin = self.begin
        while at < total:
            line = lines[at]
            if not line:
                marks.append(BLANK)
                self.paragraph = False
                at += 1
            # Most text of a plan that begins like a list item is a label in bold.
            elif "|" in line or (line[0] in _SPECIAL and not (line[:2] == "**" and line[2:3].isalnum())):
                behind = self._line(at, line)
                if behind == at:
                    break
                at = behind
            elif self.paragraph or at == begin:
                self._text(self.items, 0)
                at += 1
            else:
                break
        return made(Reading, (marks, self.leaves, at - begin))

    def _line(self, at: int, line: str) -> int:
        """The line behind what this one begins or goes on with; `at` itself where another chunk has to begin."""
        content = line.lstrip(" ")
        if not content or content[0] == "\t":
            if content.strip(SPACE):
                raise UnsureError
            self.marks.append(BLANK)
            self.paragraph = False
            return at + 1
        indent = len(line) - len(content)
        if not indent and at > self.begin and self._begins_anew(at, line):
            return at
        open_items = self.items
        if open_items and open_items[-1][0] > indent:
            open_items = [item for item in open_items if item[0] <= indent]
        if "|" in line and at + 1 < self.total and delimiter_columns(self.lines[at + 1].lstrip(SPACE)):
            return self._table(at, open_items)
        first = content[0]
        if indent - (open_items[-1][0] if open_items else 0) > 3:
            self._far_in(first, indent, open_items)
        elif first not in _SUSPECT:
            self._text(open_items, indent)
        elif first in "`~" and (opened := opener(content)):
            return self._fence(at, Fence(opened[3], opened[0], opened[1], indent, len(open_items)), open_items)
        elif first not in _MARKERS or not self._item(content, indent, open_items):
            self._suspect(at, content, indent, open_items)
        return at + 1

    def _begins_anew(self, at: int, line: str) -> bool:
        """Whether the line, at column 0, is where another chunk has to begin."""
        if line[0] in _ENDS and ends_segment(line):
            return True
        if not self.items:
            return not self.paragraph or (
                "|" in line and at + 1 < self.total and begins_table(line, self.lines[at + 1])
            )
        if self.paragraph and not self.leaves and len(self.marks) < ROOM:
            return False
        is_item = line[0] in _MARKERS and item_marker(line) is not None and not is_rule(line)
        return bool(self.leaves or len(self.marks) >= ROOM) if is_item else not self.paragraph

    def _text(self, open_items: list[tuple[int, bool]], indent: int) -> None:
        if not self.paragraph:
            self.items = open_items
            self.paragraph = True
        items = self.items
        if items:
            self.marks.append(made(Mark, (_PARAGRAPH, indent, len(items), items[-1][1], None)))
        else:
            self.marks.append(made(Mark, (_PARAGRAPH, indent, 0, False, None)) if indent else _PLAIN)

    def _far_in(self, first: str, indent: int, open_items: list[tuple[int, bool]]) -> None:
        """A line too far in to begin anything: it goes on with a paragraph, or is indented code."""
        if not self.paragraph:
            self._closed(_CODE, indent, open_items)
        elif first in _SUSPECT and len(open_items) < len(self.items):
            raise UnsureError
        else:
            self._text(open_items, indent)

    def _closed(self, kind: LineKind, indent: int, open_items: list[tuple[int, bool]]) -> None:
        """A line of this kind, behind which no paragraph is open."""
        self.items = open_items
        self.paragraph = False
        ordered = bool(open_items) and open_items[-1][1]
        self.marks.append(made(Mark, (kind, indent, len(open_items), ordered, None)))

    def _item(self, content: str, indent: int, open_items: list[tuple[int, bool]]) -> bool:
        """Whether the line begins a list item beyond doubt, which then is read."""
        found = _SURE_ITEM.match(content)
        if not found or len(open_items) >= _DEEPEST:
            return False
        number, _, box = found.groups()
        if number and number != "1" and self.paragraph and len(open_items) == len(self.items):
            return False
        ordered = number is not None
        self.items = [*open_items, (indent + found.end(2), ordered)]
        self.paragraph = True
        ticked = None if box is None else box != " "
        self.marks.append(made(Mark, (_ITEM, indent + found.end(), len(self.items), ordered, ticked)))
        return True

    def _suspect(self, at: int, content: str, indent: int, open_items: list[tuple[int, bool]]) -> None:
        """A line whose first character could begin something that is neither text nor a list item."""
        first = content[0]
        if self.paragraph and first in "-=" and not content.strip("-= \t"):
            self._underline(content)
        elif is_rule(content):
            self._closed(_RULE, indent, open_items)
        elif first in _MARKERS and (marker := item_marker(content)):
            self._odd_item(content, indent, open_items, marker)
        elif self._opens_other(content) or (first == "[" and "]:" in content and not self._is_definition(at)):
            raise UnsureError
        else:
            self._text(open_items, indent)

    def _odd_item(
        self, content: str, indent: int, open_items: list[tuple[int, bool]], marker: tuple[int, int | None]
    ) -> None:
        """A line that begins with a list marker, and may be no item or hold more than the beginning of a paragraph."""
        width, number = marker
        inside = content[width:].lstrip(" ")
        interrupts = self.paragraph and len(open_items) == len(self.items)
        if interrupts and (number not in (None, 1) or is_blank(inside)):
            if content[0] == "-" and is_blank(inside):
                raise UnsureError
            self._text(open_items, indent)
            return
        gap = len(content) - width - len(inside)
        if not inside or inside[0] == "\t" or gap > 4 or len(open_items) >= _DEEPEST or _is_nested(inside):
            raise UnsureError
        start = indent + width + gap
        self.items = [*open_items, (start, number is not None)]
        self.paragraph = True
        behind, box = box_of(content, width + gap)
        self.marks.append(Mark(_ITEM, indent + behind, len(self.items), number is not None, box))

    def _underline(self, content: str) -> None:
        """The underline of a heading that the open paragraph is, where no list is around it."""
        if self.items or content.rstrip(SPACE).strip(content[0]):
            raise UnsureError
        marks = self.marks
        first = len(marks)
        while first and marks[first - 1].kind is _PARAGRAPH:
            first -= 1
        marks.append(BLANK)
        self.paragraph = False
        self.leaves.append(Leaf(Kind.HEADING, first, len(marks), level=1 if content[0] == "=" else 2))

    def _fence(self, at: int, fence: Fence, open_items: list[tuple[int, bool]]) -> int:
        """A fence in a list item; one that stands in none begins anew."""
        if not open_items:
            return at
        end = fence_end(self.lines, self.total, at, open_items[-1][0], fence)
        return self._leaf(Leaf(Kind.FENCE, at - self.begin, end - self.begin, fence=fence), open_items)

    def _table(self, at: int, open_items: list[tuple[int, bool]]) -> int:
        """A table in a list item."""
        if not open_items or (self.paragraph and len(open_items) < len(self.items)):
            raise UnsureError
        end = table_end(self.lines, self.total, at, open_items[-1][0])
        return self._leaf(Leaf(Kind.TABLE, at - self.begin, end - self.begin, depth=len(open_items)), open_items)

    def _leaf(self, leaf: Leaf, open_items: list[tuple[int, bool]]) -> int:
        self.leaves.append(leaf)
        self.marks += [BLANK] * (leaf.end - leaf.first)
        self.items = open_items
        self.paragraph = False
        return self.begin + leaf.end

    def _is_definition(self, at: int) -> bool:
        """Whether a line like a link's definition is the last one of such lines, so that it can be nothing else."""
        if self.items or at + 1 >= self.total:
            return not self.items
        below = self.lines[at + 1]
        return is_blank(below) or (below[0] == "[" and "]:" in below)

    def _opens_other(self, content: str) -> bool:
        """Whether the content of a line may begin a quote, a heading, HTML."""
        if content[0] == "<":
            return html_end(content) is not None or (not self.paragraph and is_lone_tag(content))
        return content[0] == ">" or (content[0] == "#" and heading_level(content) > 0)


def _is_nested(inside: str) -> bool:
    """Whether the content of a list item's first line may be more than the beginning of a paragraph."""
    first = inside[0]
    if first not in _SUSPECT:
        return False
    if first in "`~":
        return opener(inside) is not None
    if first == "<":
        return html_end(inside) is not None or is_lone_tag(inside)
    if first == "[":
        return "]:" in inside
    return first == ">" or heading_level(inside) > 0 or is_rule(inside) or item_marker(inside) is not None
