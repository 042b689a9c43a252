"""What one chunk says, given its context and the environment.

A pure function of the three; must not know other chunks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.plan import Mention, ProtocolCommand, Section, Status, Value
from planloom.model.read import checkpoint, existing, manifests, mentions, merge, protocol, relations, sections, waves
from planloom.model.read.columns import in_merge, meaning
from planloom.model.read.context import Context, Environment, Item, RawField
from planloom.model.read.fields import Reader, range_workers, read_lines, read_text, worker_of
from planloom.model.read.ids import cell_id, key
from planloom.model.read.labels import REPORTS
from planloom.model.read.outline import Outline
from planloom.model.read.owning import OWNS, owning
from planloom.model.read.rows import body_rows
from planloom.model.read.text import plain
from planloom.model.read.walk import after_heading, after_text, heading, inverted_heading
from planloom.model.read.waves import Needs, WaveHit
from planloom.model.read.worker_rows import Row, row_fields, worker_rows
from planloom.model.read.workers import Definition
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Chunk, Kind, Place

_FENCE, _FRONT, _HEADING, _TABLE, _TEXT = Kind.FENCE, Kind.FRONT, Kind.HEADING, Kind.TABLE, Kind.TEXT

ROW_KINDS = ("worker", "status", "order", "wave", "roster")


class Reading(NamedTuple):
    """The parts of a chunk's meaning; `exit` is the context behind it, `within` the one inside where they differ."""

    exit: Context
    within: Context | None = None
    defined: tuple[Definition, ...] = ()
    named: tuple[Definition, ...] = ()
    fields: tuple[RawField, ...] = ()
    mentions: tuple[Mention, ...] = ()
    waves: tuple[WaveHit, ...] = ()
    merges: tuple[merge.Block, ...] = ()
    commands: tuple[ProtocolCommand, ...] = ()
    statuses: tuple[Status, ...] = ()
    sample: bool = False
    spawns: tuple[Value, ...] = ()
    refreshes: bool = False
    checkpoint_path: Value | None = None
    sections: tuple[Section, ...] = ()
    parts: tuple[str, ...] = ()
    phases: tuple[Value, ...] = ()
    title: Value | None = None
    existing: tuple[Value, ...] = ()
    additions: tuple[Value, ...] = ()


PARTS = Reading._fields[2:]
"""The names of the parts that the plan is made of."""


def read(chunk: Chunk, context: Context, environment: Environment, lines: Outline) -> Reading:
    """Read one chunk."""
    if chunk.kind == _TEXT:
        return _text(chunk, context, environment, lines) if any(chunk.lines) else Reading(context)
    if chunk.kind == _HEADING:
        return _heading(chunk, context, environment)
    if chunk.kind == _TABLE and chunk.table is not None:
        found = _table(chunk, context, environment)
        if context.section == existing.SECTION:
            return found._replace(existing=tuple(existing.locations(chunk, context)))
        return found
    if chunk.kind in (_FENCE, _FRONT):
        return _lines(chunk, context, environment, lines)
    return Reading(context)


def _heading(chunk: Chunk, context: Context, environment: Environment) -> Reading:
    head = heading(chunk, environment)
    title, at, found, worker = head
    behind = after_heading(chunk, head, context, environment)
    defined: tuple[Definition, ...] = ()
    hits: tuple[WaveHit, ...] = ()
    if found and worker:
        defined = (Definition(worker, found, Place(chunk.key, 0, found.start, found.end), found.name),)
        prefix = sections.wave(chunk.lines[0][at.start : found.start])
        label = prefix or behind.wave
        hits = (WaveHit(worker, Value(label, at), "prefix" if prefix else "section"),) if label else ()
    weak = () if worker or not found else tuple(_weak(w, at) for w in range_workers(found, environment))
    kind = sections.kind(title) if not worker else ""
    name = Value(plain(title), at)
    words = chunk.lines[0].lower()
    part = sections.template_part(title) if not worker else ""
    return Reading(
        behind,
        defined=defined,
        named=weak,
        fields=tuple(relations.sentences(chunk, words, environment)) if relations.may_state(words) else (),
        waves=hits,
        merges=merge.heading_block(title, at._replace(end=at.start), environment) if "merge" in words else (),
        sections=(Section(kind, at),) if kind else (),
        parts=(part,) if part else (),
        phases=(name,) if sections.is_phase(title) and not worker else (),
        title=name if chunk.level <= 2 else None,
    )


def _text(chunk: Chunk, context: Context, environment: Environment, lines: Outline) -> Reading:
    behind, fields, defined = _values(chunk, context, environment, lines)
    words = "\n".join(chunk.lines).lower()
    parts = ("goal",) if any(raw.label == "goal" for raw in fields) else ()
    hits = [WaveHit(d.worker, Value(context.wave, d.at), "section") for d in defined] if context.wave else []
    if waves.may_name(words) or waves.is_listed(context):
        hits += waves.text_waves(chunk, words, context, environment)
    if relations.may_state(words) and context.label not in REPORTS:
        fields += relations.sentences(chunk, words, environment)
    if relations.may_draw(context):
        fields += relations.chains(chunk, words, environment)
    merges = merge.blocks(chunk, context, environment) if merge.may_order(chunk, words, context) else ()
    return Reading(
        behind,
        defined=tuple(defined),
        named=tuple(_sentences(chunk, environment)) if OWNS in words else (),
        fields=tuple(fields),
        mentions=tuple(mentions.in_merges(merges, environment)) if merges else (),
        waves=tuple(hits),
        merges=merges,
        commands=tuple(protocol.commands(chunk, context, environment)) if "`git " in words else (),
        statuses=tuple(checkpoint.box_statuses(chunk, environment)) if context.section in checkpoint.SECTIONS else (),
        spawns=tuple(protocol.spawns(chunk, words, context)) if protocol.may_spawn(words) else (),
        refreshes=protocol.refreshes(words),
        checkpoint_path=protocol.checkpoint_path(chunk) if "checkpoint" in words else None,
        parts=parts,
        additions=tuple(manifests.additions(chunk, words)) if manifests.may_add(words) else (),
    )


def _values(
    chunk: Chunk, context: Context, environment: Environment, lines: Outline
) -> tuple[Context, list[RawField], list[Definition]]:
    """The context behind a text, its fields and its definitions; without labels, ids or an open field it has none."""
    if not (lines.labels or lines.defs or context.label or context.worker != context.outer):
        return context, [], []
    reader = read_text(chunk, context, environment, lines)
    behind = after_text(context, reader)
    reader.close()
    return behind, reader.found, _definitions(reader)


def _sentences(chunk: Chunk, environment: Environment) -> Iterator[Definition]:
    for said in owning(chunk):
        worker = environment.names.get(key(said.name))
        if worker:
            yield _weak(worker, Place(chunk.key, said.line, said.start, said.end))


def _definitions(reader: Reader) -> list[Definition]:
    return [Definition(worker, id_, at, id_.name) for worker, id_, at in reader.defined]


def _lines(chunk: Chunk, context: Context, environment: Environment, lines: Outline) -> Reading:
    words = "\n".join(chunk.lines)
    if chunk.kind == _FENCE and not context.label and mentions.is_drawn(words):
        return Reading(context, mentions=mentions.in_tree(chunk, words, environment))
    reader = read_lines(chunk, context, environment, lines)
    low = words.lower()
    hits, needs = waves.block_waves(chunk, low, environment) if waves.may_name(low) else ([], [])
    statuses = tuple(checkpoint.fence_statuses(chunk, environment)) if checkpoint.may_show(low) else ()
    merges = merge.blocks(chunk, context, environment) if merge.may_order(chunk, low, context) else ()
    fields = [*reader.found, *_needed(chunk, needs)]
    if relations.may_draw(context):
        fields += relations.chains(chunk, low, environment)
    defined, behind = _definitions(reader), context
    last = inverted_heading(chunk)
    shown = heading(chunk, environment, last) if last > 0 else None
    if shown and shown.id and shown.worker:
        at = Place(chunk.key, last, shown.id.start, shown.id.end)
        defined.append(Definition(shown.worker, shown.id, at, shown.id.name))
        behind = after_heading(chunk, shown, context, environment)
    return Reading(
        behind,
        defined=tuple(defined),
        named=tuple(_weak(hit.worker, hit.label.at) for hit in hits),
        fields=tuple(fields),
        mentions=tuple(mentions.in_merges(merges, environment)) if merges else (),
        waves=tuple(hits),
        merges=merges,
        commands=tuple(protocol.commands(chunk, context, environment)) if "git " in low or "cd " in low else (),
        statuses=statuses,
        sample=bool(statuses),
        refreshes=protocol.refreshes(low),
    )


def _needed(chunk: Chunk, needs: list[Needs]) -> Iterator[RawField]:
    for need in needs:
        at = Place(chunk.key, need.line, need.start, need.end)
        item = Item(chunk.lines[need.line][need.start : need.end], at)
        for worker in need.workers:
            yield RawField(worker, "depends_on", "unblocks when", at, (item,))


def _weak(worker: str, at: Place) -> Definition:
    return Definition(worker, None, at, "")


def _table(chunk: Chunk, context: Context, environment: Environment) -> Reading:
    assert chunk.table is not None
    found = meaning(chunk.table, environment)
    if context.section == "merge":
        found = in_merge(found)
    behind, context = context, context._replace(table=found)
    if found.kind == "matrix":
        named = tuple(_headers(chunk, context))
        return Reading(behind, context, named=named, mentions=tuple(mentions.in_table(chunk, context, environment)))
    hits = tuple(waves.table_waves(chunk, context, environment))
    column = found.column("worker")
    if found.kind == "owner":
        owners = _owners(chunk, context, environment)
        fields = tuple(raw for _, raws in owners for raw in raws)
        return Reading(
            behind,
            context,
            named=tuple(d for d, _ in owners),
            fields=fields,
            mentions=tuple(mentions.in_table(chunk, context, environment)),
            waves=hits,
        )
    if found.kind not in ROW_KINDS or column < 0:
        return Reading(behind, context, waves=hits, merges=merge.blocks(chunk, context, environment))
    rows = list(worker_rows(chunk, found, environment, column))
    names = found.column("name")
    defined = tuple(
        Definition(row.worker, row.id, row.at, row.id.name or _cell(chunk, row.line, row.spans, names)) for row in rows
    )
    strong = found.kind == "worker"
    merges = merge.blocks(chunk, context, environment)
    statuses = tuple(checkpoint.table_statuses(chunk, found, environment))
    mentioned = (*mentions.in_statuses(statuses, environment), *mentions.in_merges(merges, environment))
    fields = tuple(raw for row in rows for raw in row_fields(chunk, row, found)) if strong else ()
    return Reading(
        behind,
        context,
        defined if strong else (),
        () if strong else defined,
        fields,
        mentioned,
        hits,
        merges,
        statuses=statuses,
    )


def _headers(chunk: Chunk, context: Context) -> Iterator[Definition]:
    if chunk.state is None:
        for worker, (start, end) in zip(context.table.workers, cell_spans(chunk.lines[0]), strict=False):
            if worker:
                yield _weak(worker, Place(chunk.key, 0, start, end))


def _owners(chunk: Chunk, context: Context, environment: Environment) -> list[tuple[Definition, tuple[RawField, ...]]]:
    """The workers that an owner table names, with the dependencies it gives them beside their paths."""
    found: list[tuple[Definition, tuple[RawField, ...]]] = []
    owner = context.table.column("owner")
    for number, line in body_rows(chunk):
        spans = cell_spans(line)
        if owner >= len(spans):
            continue
        start, end = spans[owner]
        id_ = cell_id(line[start:end], context.table.written[owner])
        worker = (worker_of(id_, environment) if id_ else None) or environment.names.get(key(line[start:end]))
        if worker and id_:
            row = Row(worker, id_, Place(chunk.key, number, start, end), number, tuple(spans))
            needs = tuple(raw for raw in row_fields(chunk, row, context.table) if raw.label == "depends_on")
            found.append((_weak(worker, row.at), needs))
    return found


def _cell(chunk: Chunk, line: int, spans: tuple[tuple[int, int], ...], column: int) -> str:
    if not 0 <= column < len(spans):
        return ""
    return plain(chunk.lines[line][spans[column][0] : spans[column][1]])
