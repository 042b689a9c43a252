"""The paths that a plan says exist: the Location column of the tables under "What EXISTS".

Knows rows and the titles around them; whether the paths are there is the rules' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import Value
from planloom.model.read.columns import plain
from planloom.model.read.context import Context
from planloom.model.read.path_cells import Row, rows, targets
from planloom.syntax.chunks import Chunk
from planloom.text.lazy import lazy

SECTION = "state"
_EXISTS = lazy(r"\bexist", re.IGNORECASE)
_NOT = lazy(r"n.?t\b|\bno\b|\bmissing\b|\bplanned\b|\bnever\b", re.IGNORECASE)
_ABSENT = lazy(r"\b(?:missing|planned|not|todo|none|absent|removed|deleted|broken)\b|❌", re.IGNORECASE)
_COLUMNS = frozenset({"location", "locations", "path", "paths", "file", "files", "file path", "where", "source"})


def locations(chunk: Chunk, context: Context) -> Iterator[Value]:
    """Each path in a table of what exists; rows that call theirs missing, and paths called new, are left out."""
    header = chunk.table.header if chunk.table else ()
    column = next((i for i, cell in enumerate(header) if plain(cell) in _COLUMNS), -1)
    if column < 0 or not _tells_what_exists(context):
        return
    for row in rows(chunk):
        if column < len(row.parts) and not _is_absent(row, column):
            for target in targets(row.parts[column].strip(), row.place(chunk.key, column), ""):
                if not target.new:
                    yield Value(target.path, target.at)


def _tells_what_exists(context: Context) -> bool:
    title = next((frame.title for frame in reversed(context.headings) if _EXISTS.search(frame.title)), "")
    return title != "" and not _NOT.search(title)


def _is_absent(row: Row, column: int) -> bool:
    return any(_ABSENT.search(part) for i, part in enumerate(row.parts) if i != column)
