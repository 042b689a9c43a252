"""Where fences and tables inside list items end.

Each function is given the column where the content of the innermost item begins, and raises UnsureError where only
Markdown's full rules can decide. Knows lines; must not know what stands around the item.
"""

from __future__ import annotations

from collections.abc import Sequence

from planloom.syntax.cells import cells
from planloom.syntax.chunks import Fence
from planloom.syntax.shapes import SPACE, delimiter_columns, is_closer


class UnsureError(Exception):
    """The lines hold something that only Markdown's full rules can decide."""


def fence_end(lines: Sequence[str], total: int, opened: int, column: int, fence: Fence) -> int:
    """The line behind the fence that line `opened` opens, of so many lines in `total`."""
    text_end = opened + 1
    for i in range(opened + 1, total):
        line = lines[i]
        content = line.lstrip(SPACE)
        if not content:
            continue
        indent = len(line) - len(content)
        if "\t" in line[:indent]:
            raise UnsureError
        if indent < column:
            break
        if content[0] == fence.marker and is_closer(line[column:], fence.marker, fence.length):
            return i + 1
        text_end = i + 1
    return text_end


def table_end(lines: Sequence[str], total: int, header: int, column: int) -> int:
    """The line behind the table whose header is line `header`."""
    columns = delimiter_columns(_row(lines[header + 1], column))
    if len(cells(_row(lines[header], column))) != columns:
        raise UnsureError
    for i in range(header + 2, total):
        line = lines[i]
        if not line.strip(SPACE) or line[0] not in SPACE:
            return i
        _row(line, column)
    return total


def _row(line: str, column: int) -> str:
    """What a row says, behind its indent."""
    content = line.lstrip(" ")
    if content[:1] != "|" or not 0 <= len(line) - len(content) - column <= 3:
        raise UnsureError
    return content
