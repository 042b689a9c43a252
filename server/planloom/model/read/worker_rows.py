"""The rows of worker tables: one worker a row, its fields in the columns.

Also takes the dependencies and waves that an owner table gives beside its paths. Knows tables; must not understand
values, nor read ownership (`claims` does).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.read.context import OWNERSHIP, Environment, Item, RawField, TableMeaning
from planloom.model.read.fields import worker_of
from planloom.model.read.ids import IdHit, cell_id, key
from planloom.model.read.rows import body_rows
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Chunk, Place

_TAKEN = frozenset({"branch", "worktree", "base", "depends_on", "blocks", "timing", "wave", "task"})
_OWNED = _TAKEN | OWNERSHIP


class Row(NamedTuple):
    """One row that is about a worker: who, the id as found, its place, its number, line and cell spans."""

    worker: str
    id: IdHit
    at: Place
    line: int
    spans: tuple[tuple[int, int], ...]


def worker_rows(chunk: Chunk, meaning: TableMeaning, environment: Environment, column: int) -> Iterator[Row]:
    """The rows whose cell in `column` names a worker of this document."""
    for number, line in body_rows(chunk):
        spans = tuple(cell_spans(line))
        if column >= len(spans):
            continue
        start, end = spans[column]
        found = cell_id(line[start:end], meaning.written[column])
        worker = worker_of(found, environment) if found else None
        if worker is None:
            worker = environment.names.get(key(line[start:end]))
        if found and worker:
            at = Place(chunk.key, number, start + found.start, start + found.end)
            yield Row(worker, found, at, number, spans)


def row_fields(chunk: Chunk, row: Row, meaning: TableMeaning) -> Iterator[RawField]:
    """The fields that a row gives its worker, one for each filled column that is one."""
    line = chunk.lines[row.line]
    for column, label in enumerate(meaning.columns):
        if label not in _OWNED or column >= len(row.spans):
            continue
        start, end = row.spans[column]
        if start < end:
            at = Place(chunk.key, row.line, start, end)
            yield RawField(row.worker, label, meaning.written[column], at, (Item(line[start:end], at),))
