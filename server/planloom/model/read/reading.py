"""What one chunk says, given its context and the environment.

A pure function of the three; must not know other chunks.
"""

from __future__ import annotations

from typing import NamedTuple

from planloom.model.plan import Section, Value
from planloom.model.read import sections
from planloom.model.read.columns import meaning
from planloom.model.read.context import Context, Environment, RawField
from planloom.model.read.fields import Reader, read_lines, read_text, worker_of
from planloom.model.read.ids import heading_id
from planloom.model.read.outline import Outline
from planloom.model.read.text import plain
from planloom.model.read.walk import after, title_of
from planloom.model.read.worker_rows import row_fields, worker_rows
from planloom.model.read.workers import Definition
from planloom.syntax.chunks import Chunk, Kind, Place


class Reading(NamedTuple):
    """The parts of a chunk's meaning, and the context behind it."""

    exit: Context
    defined: tuple[Definition, ...] = ()
    fields: tuple[RawField, ...] = ()
    sections: tuple[Section, ...] = ()
    phases: tuple[Value, ...] = ()
    title: Value | None = None


def read(chunk: Chunk, context: Context, environment: Environment, lines: Outline) -> Reading:
    """Read one chunk."""
    if chunk.kind == Kind.HEADING:
        return _heading(chunk, context, environment)
    if chunk.kind == Kind.TEXT:
        if not chunk.marks:
            return Reading(context)
        reader = read_text(chunk, context, environment, lines)
        behind = after(chunk, context, environment, reader)
        reader.close()
        return Reading(behind, tuple(_definitions(reader)), tuple(reader.found))
    if chunk.kind == Kind.TABLE:
        return _table(chunk, context, environment)
    if chunk.kind in (Kind.FENCE, Kind.FRONT):
        reader = read_lines(chunk, context, environment, lines)
        return Reading(context, (), tuple(reader.found))
    return Reading(context)


def _definitions(reader: Reader) -> list[Definition]:
    return [Definition(worker, id_, at, id_.name) for worker, id_, at in reader.defined]


def _heading(chunk: Chunk, context: Context, environment: Environment) -> Reading:
    title, start = title_of(chunk)
    at = Place(chunk.key, 0, start, start + len(title))
    found = heading_id(chunk.lines[0], start)
    worker = worker_of(found, environment) if found else None
    defined: tuple[Definition, ...] = ()
    if found and worker:
        defined = (Definition(worker, found, Place(chunk.key, 0, found.start, found.end), found.name),)
    kind = sections.kind(title) if not worker else ""
    name = Value(plain(title), at)
    return Reading(
        after(chunk, context, environment, None),
        defined,
        sections=(Section(kind, at),) if kind else (),
        phases=(name,) if sections.is_phase(title) and not worker else (),
        title=name if chunk.level == 1 else None,
    )


def _table(chunk: Chunk, context: Context, environment: Environment) -> Reading:
    if chunk.table is None:
        return Reading(context)
    found = meaning(chunk.table, environment)
    column = found.column("worker")
    if found.kind not in ("worker", "status", "order", "wave", "roster") or column < 0:
        return Reading(context)
    rows = list(worker_rows(chunk, found, environment, column))
    names = found.column("name")
    defined = tuple(
        Definition(row.worker, row.id, row.at, row.id.name or _cell(chunk, row.line, row.spans, names)) for row in rows
    )
    fields = tuple(raw for row in rows for raw in row_fields(chunk, row, found)) if found.kind == "worker" else ()
    return Reading(context, defined, fields)


def _cell(chunk: Chunk, line: int, spans: tuple[tuple[int, int], ...], column: int) -> str:
    if not 0 <= column < len(spans):
        return ""
    return plain(chunk.lines[line][spans[column][0] : spans[column][1]])
