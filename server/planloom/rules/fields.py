"""Where a worker's fields stand and how they are written, so that a fix can add one in the form the plan uses.

Knows labelled lines, list items and table rows; must not know which rule asks, nor what a good value is (`stubs`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planloom.model.plan import Dependency, Field, Plan, Worker
from planloom.model.read.columns import shape
from planloom.rules.edits import Source, insert_after, insert_before, line_of, replace_cell, segment
from planloom.rules.finding import Edit
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Kind, LineKind, Place
from planloom.text.lazy import lazy

LABELS = {
    "worktree": "Worktree",
    "branch": "Branch",
    "base": "Base",
    "depends_on": "Depends On",
    "blocks": "Blocks",
    "files_owned": "Files Owned",
    "task": "Task",
    "validation": "Validation",
    "done_when": "Done When",
}
"""How the template writes each label, in the template's order."""

LONGEST_TABLE = 300
"""Rows up to which a fix rewrites a table to give it one more column."""
COLUMNS = frozenset({"worktree", "branch", "base", "depends_on", "blocks", "files_owned", "task"})
"""The fields that a column of a worker table can give."""
_ORDER = tuple(LABELS)
_LEAD = lazy(r"[^\w`]*(?:\d{1,9}[.)]\s+)?[^\w`]*")
_CODE = frozenset({"worktree", "branch", "base"})


def row_of(source: Source, worker: Worker) -> Place | None:
    """The table row that defines a worker, for one that no heading or line defines."""
    if any(source.chunk(at.chunk).kind != Kind.TABLE for at in worker.definitions):
        return None
    return worker.definitions[0] if worker.definitions else None


def home(source: Source, worker: Worker) -> Place | None:
    """Where a worker's section begins: its first heading, else its first line of text; None for rows and fences."""
    for kinds in ((Kind.HEADING,), (Kind.TEXT,)):
        for at in worker.definitions:
            if source.chunk(at.chunk).kind in kinds:
                return at
    return None


def write_field(plan: Plan, source: Source, worker: Worker, label: str, value: str) -> Edit | None:
    """The edit that gives a worker a one-line field; None where the table that defines it has no column for it.

    The line is made like the worker's other fields, the label as its siblings spell it.
    """
    row = row_of(source, worker)
    if row:
        return _write_cell(source, row, label, value)
    begin = home(source, worker)
    if not begin:
        return None
    name, coded = spelled(plan, source, label), label in _CODE and _is_coded(plan, source, label)
    text = f"`{value}`" if coded else value
    own = _own_lines(plan, source, worker)
    if not own:
        return insert_after(source, begin, ["", f"**{name}:** {text}"])
    before = [field for field in own if _ORDER.index(field.label) < _ORDER.index(label)]
    model = before[-1] if before else own[0]
    line = source.line(model.label_at)
    lead = _LEAD.match(line, 0, model.label_at.start)
    end = model.label_at.start + len(source.text(model.label_at).rstrip(":： *_"))
    joint = line[end : model.value.at.start if is_inline(model) else len(line)].rstrip("` \t")
    new = f"{lead[0] if lead else ''}{name}{joint} {text}"
    return insert_after(source, model.label_at, [new]) if before else insert_before(model.label_at, [new])


def is_inline(field: Field) -> bool:
    """Whether a field's value stands behind its label, on the same line."""
    return line_of(field.value.at) == line_of(field.label_at) and field.value.at.start >= field.label_at.end


def _write_cell(source: Source, row: Place, label: str, value: str) -> Edit | None:
    chunk = source.chunk(row.chunk)
    column = shape(chunk.table.header).column(label) if chunk.table else -1
    if column < 0 and label not in COLUMNS:
        return None
    if column < 0:
        return _add_column(source, row, LABELS[label], value)
    marked = False
    if label in {*_CODE, "files_owned"}:
        for line in chunk.lines:
            spans = cell_spans(line)
            marked = marked or (column < len(spans) and "`" in line[slice(*spans[column])])
    return replace_cell(source, row, column, f"`{value}`" if marked else value)


def _add_column(source: Source, row: Place, header: str, value: str) -> Edit | None:
    """One more column for a whole table, with a value in one row; None where rows are cut off from their table."""
    chunks = source.table(row.chunk)
    if not chunks or sum(len(chunk.lines) for chunk in chunks) > LONGEST_TABLE:
        return None
    lines: list[str] = []
    for chunk in chunks:
        for number, line in enumerate(chunk.lines):
            cell = "-" if (chunk.key, number) != line_of(row) else value
            if not lines:
                cell = header
            elif len(lines) == 1:
                cell = "-" * (len(header) + 2)
            joint = " " if len(lines) != 1 else ""
            end = line.rstrip()
            lines.append(f"{end}{joint}{cell}{joint}|" if end.endswith("|") else f"{end} |{joint}{cell}")
    last = chunks[-1]
    width = len(last.lines[-1])
    stop = Place(last.key, len(last.lines) - 1, width, width)
    return Edit(Place(chunks[0].key, 0, 0, 0), "\n".join(lines), until=stop)


def _own_lines(plan: Plan, source: Source, worker: Worker) -> list[Field]:
    """The fields of a worker's own section that begin a line and end with it, so that a line may go below."""
    begin = home(source, worker)
    if begin is None:
        return []
    above, last = source.rank(begin), source.rank(section_end(plan, source, worker))[:2]
    found: list[Field] = []
    for field in worker.fields:
        at = field.label_at
        rank = source.rank(at)
        inside = above < rank and rank[:2] <= last
        if inside and field.label in LABELS and source.chunk(at.chunk).kind == Kind.TEXT:
            first = not any(line_of(other.label_at) == line_of(at) for other in found)
            if first and not _has_lines_below(source, field):
                found.append(field)
    return found


def _is_coded(plan: Plan, source: Source, label: str) -> bool:
    """Whether the workers that have a field put its value in code marks; the template does."""
    for worker in plan.workers.values():
        field = worker.field(label)
        if field and source.chunk(field.value.at.chunk).kind == Kind.TEXT:
            return source.line(field.value.at)[: field.value.at.start].endswith("`")
    return True


def _has_lines_below(source: Source, field: Field) -> bool:
    """Whether a field's value goes on below its label's line, so that nothing may be put between."""
    if line_of(field.value.at) != line_of(field.label_at):
        return True
    chunk = source.chunk(field.label_at.chunk)
    below = field.label_at.line + 1
    return below < len(chunk.marks) and chunk.marks[below].depth > chunk.marks[field.label_at.line].depth


def spelled(plan: Plan, source: Source, label: str) -> str:
    """The label as the first worker that has the field spells it, else as the template does."""
    for worker in plan.workers.values():
        field = worker.field(label)
        if field and source.chunk(field.label_at.chunk).kind == Kind.TEXT:
            return source.text(field.label_at).strip("*_: ")
    return LABELS[label]


def add_to_list(plan: Plan, source: Source, worker: Worker, label: str, item: str) -> Edit | None:
    """The edit that adds an item to a worker's Depends On or Blocks, whether it has the field or not."""
    items: Sequence[Dependency] = worker.depends_on if label == "depends_on" else worker.blocks
    field = worker.field(label)
    if items:
        last = segment(source, items[-1].at)
        line = source.line(last)
        end = len(line) - len(line[last.end :].lstrip("`*_\"'"))
        lead = _bullet(source, last)
        if lead is not None and len(items) > 1 and line_of(items[-2].at) != line_of(last):
            return insert_after(source, last, [f"{lead}{item}"])
        return Edit(last._replace(start=end, end=end), f", {item}")
    if field and field.value.text:
        return Edit(field.value.at, item)
    return write_field(plan, source, worker, label, item)


def _bullet(source: Source, at: Place) -> str | None:
    """What stands before the text of a list item's line."""
    chunk = source.chunk(at.chunk)
    if at.line < len(chunk.marks) and chunk.marks[at.line].kind == LineKind.ITEM:
        return chunk.lines[at.line][: chunk.marks[at.line].start]
    return None


def write_block(plan: Plan, source: Source, worker: Worker, label: str, lines: Sequence[str]) -> Edit | None:
    """The edit that gives a worker a field with lines of its own; None for a worker that only a table's row defines.

    It goes before the first field that the template puts behind it, else to the end of the worker's section.
    """
    begin = home(source, worker)
    if not begin:
        return None
    block = [f"**{spelled(plan, source, label)}:**", *lines]
    end = section_end(plan, source, worker)
    if _in_fence(source, end):
        return None
    behind = [f for f in worker.fields if f.label in LABELS and _ORDER.index(f.label) > _ORDER.index(label)]
    for field in behind:
        at = field.label_at
        if source.chunk(at.chunk).kind == Kind.TEXT and source.rank(begin) < source.rank(at) <= source.rank(end):
            start = Place(at.chunk, at.line, 0, 0)
            return Edit(start, "".join(f"{line}\n" for line in [*block, ""]))
    return insert_after(source, end, ["", *block])


def _in_fence(source: Source, at: Place) -> bool:
    """Whether what is inserted below a line would stand inside a fenced block."""
    chunk = source.chunk(at.chunk)
    if not chunk.fence or chunk.kind != Kind.FENCE:
        return False
    closing = source.line(at).strip()
    return at.line < len(chunk.lines) - 1 or not chunk.closed or set(closing) != {chunk.fence.marker}


def section_end(plan: Plan, source: Source, worker: Worker) -> Place:
    """The last line of a worker's first section that says anything."""
    first = home(source, worker) or worker.at
    others = {line_of(at) for other in plan.workers.values() if other is not worker for at in other.definitions}
    level = source.chunk(first.chunk).level
    last = first
    for at, kind in source.lines_from(first):
        chunk = source.chunk(at.chunk)
        if line_of(at) in others or (chunk.kind == Kind.HEADING and (not level or chunk.level <= level)):
            break
        if kind not in (LineKind.BLANK, LineKind.RULE):
            last = at
    return last


def last_definition(plan: Plan, source: Source) -> Worker | None:
    """The worker that is defined last, not counting rows of tables where others have headings or lines."""
    defined: Iterator[Worker] = (worker for worker in plan.workers.values() if worker.definitions)
    return max(defined, key=lambda worker: (not row_of(source, worker), source.rank(worker.at)), default=None)
