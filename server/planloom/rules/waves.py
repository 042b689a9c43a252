"""How a plan says in which wave a worker is, and how a fix puts it into another.

Knows fields, rows, headings; must not know which rule asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan, Value, Worker
from planloom.model.read.columns import shape
from planloom.rules.edits import Source, insert_after, line_of
from planloom.rules.fields import home, section_end
from planloom.rules.finding import Edit
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Kind, Place


def are_comparable(one: Worker, other: Worker) -> bool:
    """Whether the labels of two waves say which comes first: the same label, or both with a number or letter."""
    labels = [worker.wave.text for worker in (one, other) if worker.wave]
    return len(set(labels)) == 1 or all(is_counted(label) for label in labels)


def is_counted(label: str) -> bool:
    """Whether a wave's label says its place in a row: by a number or a letter."""
    last = label.rpartition(" ")[2]
    return any(character.isdigit() for character in label) or len(last) == 1


def move(plan: Plan, source: Source, worker: Worker, to: Worker | str) -> tuple[Edit, ...]:
    """The edits that put a worker into the wave of another, or into a new one with this label; none where no form fits.

    A wave of the worker's own (field, cell, the head of its title) is rewritten; below a wave's heading its section is
    moved to the end of the other wave's last section.
    """
    wave = worker.wave
    label = to if isinstance(to, str) else to.wave.text if to.wave else ""
    if not wave or not label:
        return ()
    chunk = source.chunk(wave.at.chunk)
    if chunk.kind == Kind.TABLE:
        return tuple(_cells(source, wave, label))
    written = source.text(wave.at)
    if _is_own(plan, worker) and wave.text in written:
        return (Edit(wave.at, written.replace(wave.text, label, 1)),)
    begin = home(source, worker)
    below_heading = begin is not None and chunk.kind == Kind.HEADING and line_of(begin) == line_of(wave.at)
    return _section(plan, source, worker, to) if below_heading and isinstance(to, Worker) else ()


def _is_own(plan: Plan, worker: Worker) -> bool:
    """Whether no other worker takes its wave from the same words."""
    at = worker.wave.at if worker.wave else None
    return sum(other.wave is not None and other.wave.at == at for other in plan.workers.values()) == 1


def _cells(source: Source, wave: Value, label: str) -> Iterator[Edit]:
    """The wave cells of all rows of a table that name the same worker as the row of `wave`."""
    chunk = source.chunk(wave.at.chunk)
    if not chunk.table:
        return
    meaning = shape(chunk.table.header)
    who = next((c for c in map(meaning.column, ("worker", "owner")) if c >= 0), -1)
    column = meaning.column("wave")
    own = _cell(source.line(wave.at), who)
    for number, line in enumerate(chunk.lines):
        spans = cell_spans(line)
        same = number == wave.at.line or (own and _cell(line, who) == own)
        if same and column < len(spans) and line[slice(*spans[column])].strip(" *_`") == wave.text:
            text = line[slice(*spans[column])].replace(wave.text, label, 1)
            yield Edit(Place(chunk.key, number, *spans[column]), text)


def _cell(line: str, column: int) -> str:
    spans = cell_spans(line)
    return line[slice(*spans[column])] if 0 <= column < len(spans) else ""


def _section(plan: Plan, source: Source, worker: Worker, to: Worker) -> tuple[Edit, ...]:
    """Cut a worker's section out and put it behind another worker's."""
    begin, goal = home(source, worker), home(source, to)
    if not begin or not goal or line_of(begin) == line_of(goal):
        return ()
    end, behind = section_end(plan, source, worker), section_end(plan, source, to)
    lines = [source.line(begin), *_lines(source, begin, end)]
    blank = next(source.lines_from(end), None)
    stop = end if not blank or source.line(blank[0]).strip() else blank[0]
    cut = Edit(Place(begin.chunk, begin.line, 0, 0), "", until=Place(stop.chunk, stop.line + 1, 0, 0))
    return (cut, insert_after(source, behind, ["", *lines]))


def _lines(source: Source, begin: Place, end: Place) -> Iterator[str]:
    """The lines behind one place, to another and with it."""
    if source.rank(end) <= source.rank(begin):
        return
    for at, _ in source.lines_from(begin):
        yield source.line(at)
        if line_of(at) == line_of(end):
            return
