"""The cells of a table row, and where they stand.

A pipe behind a backslash splits nothing; a pipe inside a code span does (GFM). Knows one line; must not know the table.
"""

from __future__ import annotations

from planloom.syntax.shapes import delimiter_columns, item_marker
from planloom.text.lazy import lazy

_SPLIT = lazy(r"(?<!\\)\|")


def cells(line: str) -> list[str]:
    """The raw texts of a row's cells, trimmed; an escaped pipe keeps its backslash."""
    content = line.strip()
    parts = content.split("|") if "\\" not in content else _SPLIT.split(content)
    if not parts[0]:
        del parts[0]
    if parts and not parts[-1]:
        del parts[-1]
    return list(map(str.strip, parts))


def cell_spans(line: str) -> list[tuple[int, int]]:
    """Start and end column of each cell's trimmed text; an empty cell has an empty span in the middle of its room."""
    at = len(line) - len(line.lstrip())
    content = line.strip()
    parts = content.split("|") if "\\" not in content else _SPLIT.split(content)
    spans = []
    for part in parts:
        text = part.strip()
        start = at + (part.index(text) if text else len(part) // 2)
        spans.append((start, start + len(text)))
        at += len(part) + 1
    if not parts[0]:
        del spans[0]
    if spans and not parts[-1]:
        del spans[-1]
    return spans


def begins_table(header: str, below: str) -> bool:
    """Whether two lines begin a table, whatever the numbers of their columns."""
    if "|" not in header:
        return False
    columns = delimiter_columns(below)
    if not columns:
        return False
    return len(cells(header)) == columns or ("|" in below and item_marker(header.lstrip(" ")) is None)


def count_cells(line: str) -> int:
    """The number of cells of a row."""
    if line[:1] == "|" and line[-1:] == "|" and len(line) > 1 and "\\" not in line:
        return line.count("|") - 1
    return len(cells(line))
