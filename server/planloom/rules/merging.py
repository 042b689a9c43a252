"""How a merge order is written - script, list, chain, column - and how a fix changes it.

Knows steps and their lines; must not know which rule asks.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence

from planloom.model.plan import Merge, MergeStep, Plan
from planloom.model.read.columns import shape
from planloom.rules.dependencies import edges
from planloom.rules.edits import Source, insert_after, line_of, remove_line
from planloom.rules.finding import Edit
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Kind, Place
from planloom.text.lazy import lazy

_NUMBER = lazy(r"(\s*(?:[-*+]\s+)?)(\d{1,9})([.)]\s+)")
_ARROW = lazy(r"\s*(?:→|->|=>|⇒|>|,|;|\bthen\b)\s*$")
_ARROW_BEHIND = lazy(r"\s*(?:→|->|=>|⇒|>|,|;|\bthen\b)\s*")


def first_steps(merge: Merge) -> dict[str, MergeStep]:
    """The step that first merges each worker."""
    found: dict[str, MergeStep] = {}
    for step in merge.steps:
        if step.worker:
            found.setdefault(step.worker, step)
    return found


def reorder(plan: Plan, source: Source) -> tuple[Edit, ...]:
    """The edits that put the steps into an order that the dependencies allow, moving as little as possible.

    Empty where there is none (a cycle), or where the order is written in a way that cannot be turned round.
    """
    steps = plan.merge.steps
    wanted = _sorted(plan, steps)
    if not wanted:
        return ()
    if plan.merge.form == "column":
        return _renumber_rows(source, steps, wanted)
    slots = _slots(source, plan.merge)
    texts = [source.text(slot) for slot in slots]
    return tuple(Edit(slots[i], texts[j]) for i, j in enumerate(wanted) if i != j)


def _renumber_rows(source: Source, steps: Sequence[MergeStep], wanted: list[int]) -> tuple[Edit, ...]:
    """The edits that give each row of an order column the number of its new position."""
    cells = [_order_cell(source, step.at) for step in steps]
    known = [cell for cell in cells if cell]
    if len(known) < len(steps):
        return ()
    return tuple(Edit(known[j], source.text(known[i])) for i, j in enumerate(wanted) if i != j)


def _order_cell(source: Source, row: Place) -> Place | None:
    """The cell of a row that says when it is merged."""
    chunk = source.chunk(row.chunk)
    column = shape(chunk.table.header).column("order") if chunk.table else -1
    spans = cell_spans(source.line(row)) if column >= 0 else []
    return Place(row.chunk, row.line, *spans[column]) if 0 <= column < len(spans) else None


def _sorted(plan: Plan, steps: Sequence[MergeStep]) -> list[int]:
    """For each position the index of the step that belongs there; empty for a cycle."""
    at = {step.worker: i for i, step in reversed(list(enumerate(steps))) if step.worker}
    users: list[list[int]] = [[] for _ in steps]
    waiting = [0] * len(steps)
    for worker in plan.workers.values():
        for edge in edges(worker):
            i, j = at.get(edge.worker), at.get(edge.on)
            if i is not None and j is not None and i != j and i not in users[j]:
                users[j].append(i)
                waiting[i] += 1
    ready = [i for i, count in enumerate(waiting) if not count]
    wanted: list[int] = []
    while ready:
        i = heapq.heappop(ready)
        wanted.append(i)
        for user in users[i]:
            waiting[user] -= 1
            if not waiting[user]:
                heapq.heappush(ready, user)
    return wanted if len(wanted) == len(steps) else []


def _slots(source: Source, merge: Merge) -> list[Place]:
    """What changes places when steps do: whole lines behind their number, where each step has one, else the names."""
    steps = merge.steps
    lines = {line_of(step.at) for step in steps}
    if merge.form not in ("script", "list") or len(lines) < len(steps):
        return [step.at for step in steps]
    return [_content(source, step.at) for step in steps]


def _content(source: Source, at: Place) -> Place:
    """A line without its indent, list marker and number."""
    chunk = source.chunk(at.chunk)
    line = source.line(at)
    start = chunk.marks[at.line].start if chunk.kind == Kind.TEXT else len(line) - len(line.lstrip())
    number = _NUMBER.match(line)
    return at._replace(start=max(start, number.end() if number else 0), end=len(line.rstrip()))


def remove_step(source: Source, merge: Merge, step: MergeStep) -> Edit:
    """Take a step out of the order."""
    beside = [other for other in merge.steps if other is not step and line_of(other.at) == line_of(step.at)]
    if not beside:
        return remove_line(step.at)
    line = source.line(step.at)
    before = _ARROW.search(line[: step.at.start])
    behind = _ARROW_BEHIND.match(line, step.at.end)
    if before:
        return Edit(step.at._replace(start=before.start()), "")
    end = behind.end() if behind else step.at.end + len(line[step.at.end :]) - len(line[step.at.end :].lstrip())
    return Edit(step.at._replace(end=end), "")


def add_step(plan: Plan, source: Source, worker: str) -> tuple[Edit, ...]:
    """Put a worker that is missing into the order: before the first that depends on it, else last."""
    steps = plan.merge.steps
    users = {edge.worker for w in plan.workers.values() for edge in edges(w) if edge.on == worker}
    before = next((step for step in steps if step.worker in users), None)
    if plan.merge.form == "column":
        return _number_row(plan, source, worker)
    if plan.merge.form in ("script", "list"):
        return _add_line(plan, source, worker, before)
    return _add_link(plan, source, worker, before)


def _add_link(plan: Plan, source: Source, worker: str, before: MergeStep | None) -> tuple[Edit, ...]:
    """One more link of a chain; none where the chain does not stand on one line."""
    steps = plan.merge.steps
    model = before or steps[-1]
    joint, text = _joint(source, steps), _named(plan, model, worker)
    if joint is None:
        return ()
    if before:
        return (Edit(model.at._replace(end=model.at.start), f"{text}{joint}"),)
    return (Edit(model.at._replace(start=model.at.end), f"{joint}{text}"),)


def _add_line(plan: Plan, source: Source, worker: str, before: MergeStep | None) -> tuple[Edit, ...]:
    """One more line of a script or list, made after its neighbour; numbers behind it are counted on."""
    steps = plan.merge.steps
    model = before or steps[-1]
    line = source.line(model.at)
    new = f"{line[: model.at.start]}{_named(plan, model, worker)}{_tail(line, model)}"
    number = _NUMBER.match(line)
    if not number:
        return (_above(model.at, new) if before else insert_after(source, model.at, [new]),)
    if before:
        behind = [step for step in steps if source.rank(step.at) >= source.rank(model.at)]
        return (_above(model.at, new), *_renumbered(source, behind))
    first = number[1] + str(int(number[2]) + 1) + number[3]
    return (insert_after(source, model.at, [first + new[number.end() :]]),)


def _number_row(plan: Plan, source: Source, worker: str) -> tuple[Edit, ...]:
    """The edit that puts a worker with a row of its own last in an order column."""
    last = source.chunk(plan.merge.steps[-1].at.chunk).table
    rows = [at for at in plan.workers[worker].definitions if last and source.chunk(at.chunk).table == last]
    numbers = [int(source.text(cell)) for step in plan.merge.steps if (cell := _number_cell(source, step.at))]
    cell = _order_cell(source, rows[0]) if rows and numbers else None
    return (Edit(cell, f"{max(numbers) + 1}"),) if cell else ()


def _number_cell(source: Source, row: Place) -> Place | None:
    cell = _order_cell(source, row)
    return cell if cell and re.fullmatch(r"\d{1,9}", source.text(cell)) else None


def _above(at: Place, line: str) -> Edit:
    return Edit(Place(at.chunk, at.line, 0, 0), f"{line}\n")


def _renumbered(source: Source, steps: Sequence[MergeStep]) -> list[Edit]:
    """Each numbered line one further."""
    found: dict[tuple[int, int], Edit] = {}
    for step in steps:
        number = _NUMBER.match(source.line(step.at))
        if number:
            at = Place(step.at.chunk, step.at.line, number.start(2), number.end(2))
            found[line_of(step.at)] = Edit(at, str(int(number[2]) + 1))
    return list(found.values())


def _named(plan: Plan, model: MergeStep, worker: str) -> str:
    """A worker as the order names its workers: by branch or by id."""
    branch = plan.workers[worker].branch
    by_branch = model.is_branch or (model.worker is not None and _is_branch(plan, model))
    return branch.text if branch and by_branch else worker


def _is_branch(plan: Plan, step: MergeStep) -> bool:
    worker = plan.workers.get(step.worker) if step.worker else None
    branch = worker.branch if worker else None
    return branch is not None and branch.text == step.text


def _tail(line: str, step: MergeStep) -> str:
    """What follows a step's name: all of a command, of a list's item only the closing marks."""
    tail = line[step.at.end :]
    if line[: step.at.start].rstrip().endswith(("merge", "--no-ff", "--no-edit", "--squash")):
        return tail.split(" #")[0]
    return tail[: len(tail) - len(tail.lstrip("`*_"))]


def _joint(source: Source, steps: Sequence[MergeStep]) -> str | None:
    """What stands between the steps of a chain; None where they do not stand on one line."""
    if len(steps) > 1 and line_of(steps[-1].at) == line_of(steps[-2].at):
        joint = source.line(steps[-1].at)[steps[-2].at.end : steps[-1].at.start]
        return joint if len(joint) < 12 and joint.strip() else " → "
    return None
