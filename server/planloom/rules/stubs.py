"""What a fix writes into a field that is missing, made after the worker's siblings: names, commands, whole definitions.

Knows values; where and how they are written is known by `fields`. Must not know which rule asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import Plan, Value, Worker
from planloom.rules.edits import Source, insert_after
from planloom.rules.fields import (
    LABELS,
    home,
    is_inline,
    last_definition,
    row_of,
    section_end,
    spelled,
    write_block,
    write_field,
)
from planloom.rules.finding import Edit
from planloom.rules.names import like_siblings, next_free, slug
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Kind, Place
from planloom.text.lazy import lazy

_NUMBERED = lazy(r"(w(?:orker)?[ _#-]*)(\d+)", re.IGNORECASE)
ONE_LINE = ("worktree", "branch", "files_owned")


def values(plan: Plan, label: str) -> list[tuple[str, str]]:
    """(worker, value) for every worker with a branch or worktree."""
    found: list[tuple[str, str]] = []
    for worker in plan.workers.values():
        value: Value | None = getattr(worker, label)
        if value:
            found.append((worker.id, value.text))
    return found


def free_name(plan: Plan, worker: str, label: str) -> str:
    """A worktree or branch for a worker, named as its siblings' are, that no other worker has."""
    known = [(other, value) for other, value in values(plan, label) if other != worker]
    plain = f"../{slug(worker)}" if label == "worktree" else f"feat/{slug(worker)}"
    return next_free(like_siblings(worker, known) or plain, {value.casefold() for _, value in known})


def stub(plan: Plan, source: Source, worker: Worker, label: str) -> Edit | None:
    """The edit that gives a worker a field it lacks; None where its form has no place for it."""
    if label in ONE_LINE:
        return write_field(plan, source, worker, label, one_line(plan, worker.id, label))
    lines = list(block(plan, source, worker.id, label))
    if row_of(source, worker) and label != "task":
        return _section(plan, source, worker, ["", f"**{spelled(plan, source, label)}:**", *lines]) if lines else None
    if row_of(source, worker) or _on_one_line(plan, label):
        commands = [line for line in lines if not line.startswith("```")]
        text = re.sub(r"^(?:1\.|-(?: \[ \])?) ", "", commands[0]) if commands else ""
        return write_field(plan, source, worker, label, text) if text else None
    return write_block(plan, source, worker, label, lines)


def _on_one_line(plan: Plan, label: str) -> bool:
    """Whether the plan's other workers write this field on one line."""
    field = next((f for worker in plan.workers.values() if (f := worker.field(label))), None)
    return field is not None and is_inline(field)


def one_line(plan: Plan, worker: str, label: str) -> str:
    """The value of a one-line stub."""
    return "none" if label == "files_owned" else free_name(plan, worker, label)


def block(plan: Plan, source: Source, worker: str, label: str) -> Iterator[str]:
    """The lines of a stub that has lines of its own."""
    if label == "task":
        yield f"1. Say what {worker} does"
    elif label == "done_when":
        yield f"- [ ] The validation of {worker} passes"
    else:
        yield from _validation(plan, source, worker)


def _validation(plan: Plan, source: Source, worker: str) -> Iterator[str]:
    """The commands of the nearest sibling, in this worker's worktree."""
    sibling = next((w for w in plan.workers.values() if w.validation and w.id != worker), None)
    if not sibling:
        return
    own = plan.workers[worker].worktree if worker in plan.workers else None
    path = own.text if own else free_name(plan, worker, "worktree") if sibling.worktree else ""
    texts = []
    for command in sibling.validation:
        text = command.text
        if sibling.worktree and path:
            text = re.sub(rf"(?<![\w.-]){re.escape(sibling.worktree.text)}(?![\w-])", lambda _: path, text)
        texts.append(text)
    if source.chunk(sibling.validation[0].at.chunk).kind == Kind.FENCE:
        yield from ("```bash", *texts, "```")
    else:
        yield from (f"- `{text}`" for text in texts)


def define(plan: Plan, source: Source, worker: str) -> Edit | None:
    """The edit that defines a worker behind the others, with the fields that all of them have."""
    last = last_definition(plan, source)
    if not last:
        return None
    row = row_of(source, last)
    if row:
        return _define_row(source, row, worker)
    at = home(source, last)
    if not at:
        return None
    head = _head(source, at, _like(source.text(at), worker), "to be named")
    fields = _definition(plan, source, _like(last.id, worker))
    return insert_after(source, section_end(plan, source, last), ["", head, *fields])


def _section(plan: Plan, source: Source, worker: Worker, lines: list[str]) -> Edit | None:
    """A section for a worker that has a row only, behind the sections of its siblings; None where they have none."""
    last = last_definition(plan, source)
    at = home(source, last) if last else None
    if not last or not at:
        return None
    head = _head(source, at, source.text(worker.at), worker.name)
    return insert_after(source, section_end(plan, source, last), ["", head, *lines])


def _head(source: Source, sibling: Place, worker: str, name: str) -> str:
    """The heading of a worker, written as a sibling's is."""
    line = source.line(sibling)
    joint = re.match(r"(?:\*\*)?\s*(?::|：|—|–|--?>?)\s*(?:\*\*)?", line[sibling.end :])
    bold = "**" if line[: sibling.start].rstrip().endswith("**") and not (name and joint and "**" in joint[0]) else ""
    return f"{line[: sibling.start]}{worker}{(joint[0] if joint else ': ') + name if name else ''}{bold}"


def _definition(plan: Plan, source: Source, worker: str) -> Iterator[str]:
    """The fields that every defined worker has, for one more."""
    everyone = list(plan.workers.values())
    shared = [label for label in LABELS if all(w.field(label) for w in everyone)]
    single = [label for label in shared if label in ONE_LINE]
    if single:
        yield ""
    for label in single:
        value = one_line(plan, worker, label)
        yield f"**{spelled(plan, source, label)}:** {value if label == 'files_owned' else f'`{value}`'}"
    for label in shared:
        if label in ("task", "validation", "done_when"):
            yield from ("", f"**{spelled(plan, source, label)}:**", *block(plan, source, worker, label))


def _define_row(source: Source, row: Place, worker: str) -> Edit | None:
    chunk = source.chunk(row.chunk)
    line = len(chunk.lines) - 1
    while line > row.line and not chunk.lines[line].strip():
        line -= 1
    last = Place(row.chunk, line, 0, 0)
    cells = ["-"] * len(cell_spans(chunk.lines[line]))
    column = next((i for i, (start, end) in enumerate(cell_spans(source.line(row))) if start <= row.start <= end), 0)
    if column >= len(cells):
        return None
    cells[column] = _like(source.text(row), worker)
    return insert_after(source, last, [f"| {' | '.join(cells)} |"])


def _like(sibling: str, worker: str) -> str:
    """A worker's id in the spelling of a sibling's: `W3` beside `Worker 2` is `Worker 3`."""
    ours, theirs = _NUMBERED.fullmatch(worker), _NUMBERED.fullmatch(sibling)
    return f"{theirs[1]}{ours[2]}" if ours and theirs else worker
