"""Fields of a text or fence chunk, and what is still open behind it.

A field is a label with its value: the rest of the line, or the lines that follow until another label, another worker
or an unrelated paragraph. Knows one chunk, its context and the environment; must not understand values.
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.read.context import Context, Environment, Item, RawField
from planloom.model.read.ids import IdHit, key
from planloom.model.read.outline import DefHit, LabelHit, Outline
from planloom.model.read.text import place
from planloom.syntax.chunks import Chunk, Kind, LineKind, Mark, Place
from planloom.text.values import made

_BLANK, _ITEM, _PARAGRAPH, _RULE = LineKind.BLANK, LineKind.ITEM, LineKind.PARAGRAPH, LineKind.RULE


class _Open:
    __slots__ = ("at", "begun", "blank", "depth", "inline", "items", "label", "sticky", "worker", "written")

    def __init__(self, worker: str | None, label: str, written: str, at: Place, depth: int) -> None:
        self.worker = worker
        self.label = label
        self.written = written
        self.at = at
        self.depth = depth
        self.items: list[Item] = []
        self.sticky = False
        self.blank = False
        self.inline = False
        self.begun = False


class Reader:
    """The state of reading one chunk line by line."""

    __slots__ = ("chunk", "context", "defined", "environment", "found", "open", "outer", "scope", "worker")

    def __init__(self, chunk: Chunk, context: Context, environment: Environment) -> None:
        self.chunk = chunk
        self.context = context
        self.environment = environment
        self.found: list[RawField] = []
        self.defined: list[tuple[str, IdHit, Place]] = []
        self.worker = context.worker
        self.scope = -1
        self.outer = context.outer
        self.open: _Open | None = None

    def close(self) -> None:
        """End the open field, and keep it if it said anything."""
        if self.open and self.open.label and self.open.items:
            o = self.open
            self.found.append(made(RawField, (o.worker, o.label, o.written, o.at, tuple(o.items))))
        self.open = None


def worker_of(found: IdHit, environment: Environment) -> str | None:
    """The canonical id of an id found at the head of a line, None where it is no worker of this document."""
    names = environment.names
    if found.text == found.number and found.family:
        return names.get(key(found.family + found.number))
    return names.get(key(found.text))


def range_workers(found: IdHit, environment: Environment) -> list[str]:
    """The workers of a heading such as `Agent 1-3`, none where its id is no range."""
    first, _, last = found.number.partition("-")
    if not (first.isdigit() and last.isdigit()) or int(last) - int(first) > 99:
        return []
    keys = (key(found.family + str(number)) for number in range(int(first), int(last) + 1))
    return [environment.names[k] for k in keys if k in environment.names]


def read_text(chunk: Chunk, context: Context, environment: Environment, lines: Outline) -> Reader:
    """Read a TEXT chunk: its fields, its definitions, and what stays open at its end."""
    reader = _reader(chunk, context, environment)
    labels = _by_line(lines.labels)
    defs = {d.line: d for d in lines.defs}
    for number, mark in enumerate(chunk.marks):
        if mark.kind == _BLANK:
            if reader.open:
                reader.open.blank = True
            continue
        if mark.kind == _RULE:
            reader.close()
            continue
        if reader.scope >= 0 and mark.depth <= reader.scope and number not in defs:
            _leave(reader, mark)
        if number in defs:
            _define(reader, defs[number], number)
        if number in labels:
            _labels(reader, labels[number], mark)
        elif number not in defs:
            _continue(reader, number, mark)
    return reader


def _reader(chunk: Chunk, context: Context, environment: Environment) -> Reader:
    reader = Reader(chunk, context, environment)
    reader.scope = 0 if context.worker != context.outer else -1
    if context.label and context.label_at:
        at = context.label_at
        reader.open = _Open(context.worker, context.label, context.written, at, 0)
        reader.open.sticky, reader.open.begun = context.sticky, context.begun
    return reader


def _by_line(labels: tuple[LabelHit, ...]) -> dict[int, list[LabelHit]]:
    found: dict[int, list[LabelHit]] = {}
    for hit in labels:
        found.setdefault(hit.line, []).append(hit)
    return found


def _leave(reader: Reader, mark: Mark) -> None:
    if mark.kind == _ITEM or mark.depth == 0:
        reader.close()
        reader.worker, reader.scope = reader.outer, -1


def _define(reader: Reader, found: DefHit, number: int) -> None:
    worker = worker_of(found.id, reader.environment)
    if worker is None:
        if found.form == "bold":
            reader.close()
        return
    reader.close()
    reader.worker = worker
    at = Place(reader.chunk.key, number, found.id.start, found.id.end)
    if found.form in ("bold", "plain"):
        reader.outer, reader.scope = worker, -1
        reader.defined.append((worker, found.id, at))
    else:
        reader.scope = found.depth


def _labels(reader: Reader, hits: list[LabelHit], mark: Mark) -> None:
    line = reader.chunk.lines[hits[0].line]
    for hit in hits:
        o = reader.open
        if not hit.label and o and o.items and mark.depth > o.depth and (mark.kind != _PARAGRAPH or mark.start > 0):
            _continue(reader, hit.line, mark)
            return
        reader.close()
        at = made(Place, (reader.chunk.key, hit.line, hit.start, hit.end))
        reader.open = _Open(reader.worker, hit.label, hit.written, at, mark.depth)
        if line[hit.value : hit.stop].strip(" *_"):
            value = place(reader.chunk, hit.line, hit.value, hit.stop)
            reader.open.items.append(made(Item, (line[value.start : value.end], value, False, None)))
            reader.open.inline = True


def _continue(reader: Reader, number: int, mark: Mark) -> None:
    """A line without a label: part of the open field's value, or the end of it."""
    o = reader.open
    if o is None:
        return
    item = mark.kind == _ITEM
    if item and o.depth and mark.depth <= o.depth:
        reader.close()
        return
    if mark.kind == _PARAGRAPH and mark.depth <= o.depth:
        wrapped = o.inline and not o.blank and o.items and o.items[-1].text.endswith(",")
        first = not o.items and not o.inline and not o.begun
        if not (wrapped or first or o.sticky):
            reader.close()
            return
    at = place(reader.chunk, number, mark.start, len(reader.chunk.lines[number]))
    o.items.append(made(Item, (reader.chunk.lines[number][at.start : at.end], at, item, mark.box)))
    o.blank = False


_ONE_LINE = frozenset({"branch", "worktree", "base", "wave", "status", "issue", "depends_on", "blocks"})
"""Labels whose value, once it is given, does not go on in a fence."""


def read_lines(chunk: Chunk, context: Context, environment: Environment, lines: Outline) -> Reader:
    """Read a FENCE or FRONT chunk: as the value of the open field, or as `key: value` lines of the section's worker."""
    reader = _reader(chunk, context, environment)
    if context.label and not (context.begun and context.label in _ONE_LINE):
        first = 1 if chunk.kind == Kind.FENCE and chunk.state is None else 0
        o = reader.open
        for number in range(first, len(chunk.lines)):
            text = chunk.lines[number]
            if o and text.strip() and not (chunk.fence and _closes(text, chunk.fence.marker, chunk.fence.length)):
                at = place(chunk, number, 0, len(text))
                o.items.append(Item(text[at.start : at.end], at))
        if o and o.label in ("task", "notes"):
            reader.found += _key_values(reader, lines)
        reader.close()
    else:
        reader.found += _key_values(reader, lines)
    return reader


def _closes(text: str, marker: str, length: int) -> bool:
    line = text.strip()
    return len(line) >= length and line == marker * len(line)


def _key_values(reader: Reader, lines: Outline) -> Iterator[RawField]:
    entries = {found.line: found for found in lines.defs}
    outer = reader.worker
    for hit in lines.labels:
        entry = entries.get(hit.line)
        named = worker_of(entry.id, reader.environment) if entry else None
        reader.worker = named or outer
        if entry and named:
            text = entry.id.text
            at = Place(reader.chunk.key, hit.line, entry.id.start, entry.id.start + len(text))
            reader.defined.append((named, entry.id, at))
        line = reader.chunk.lines[hit.line]
        if hit.label and line[hit.value : hit.stop].strip():
            value = place(reader.chunk, hit.line, hit.value, hit.stop)
            at = Place(reader.chunk.key, hit.line, hit.start, hit.end)
            item = Item(line[value.start : value.end], value)
            yield RawField(reader.worker, hit.label, hit.written, at, (item,))
