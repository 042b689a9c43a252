"""The body rows of a table's chunk. Knows lines; must not know what the columns mean."""

from __future__ import annotations

from collections.abc import Iterator

from planloom.syntax.chunks import Chunk
from planloom.text.lazy import lazy

_DELIMITER = lazy(r"[\s|:-]+")


def body_rows(chunk: Chunk) -> Iterator[tuple[int, str]]:
    """The line number and line of each row of a TABLE chunk, without header and delimiter row."""
    skip = 2 if chunk.state is None and not chunk.orphan else 0
    for number in range(skip, len(chunk.lines)):
        line = chunk.lines[number]
        if line.strip() and not _DELIMITER.fullmatch(line):
            yield number, line
