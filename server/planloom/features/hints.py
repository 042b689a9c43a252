"""What an editor shows beside the words of a plan: names and states of workers, waves, how much is done.

Knows the plan and its facts; must not know how an editor shows it. Over a worker's definition, lenses say its state.
Hints stand at the ends of lines: within the heading of a matrix, they would push its columns away from those below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from planloom.model.plan import Mention, Plan, Worker
from planloom.model.progress import WorkerState
from planloom.syntax.chunks import Place

# What is read at a glance, and finds room beside the heading of a matrix.
_LONGEST = 60


class Hint(NamedTuple):
    """A few words for the end of the line of a place."""

    at: Place
    text: str


def hints(plan: Plan) -> Iterator[Hint]:
    """All hints of a plan; none for what is no plan."""
    if not plan.is_plan:
        return
    yield from _headings(plan)
    wave_of = {worker: index for index, wave in enumerate(plan.order.waves if plan.order else ()) for worker in wave}
    for worker in plan.workers.values():
        yield from _fields(plan, worker, wave_of.get(worker.id))


def _headings(plan: Plan) -> Iterator[Hint]:
    """What is to be said of the workers in each heading of a matrix."""
    found = [one for mentions in plan.mentions.values() for one in mentions if one.where == "matrix" and one.worker]
    for _, line in groupby(sorted(found, key=lambda one: one.at), lambda one: (one.at.chunk, one.at.line)):
        mentions = list(line)
        if text := _states(plan, mentions) or _names(plan, mentions):
            yield Hint(mentions[-1].at, text)


def _states(plan: Plan, mentions: list[Mention]) -> str:
    """Each worker with its state, or how many are in each state where that is shorter to read."""
    known = [(one.worker, state) for one in mentions if (state := _state(plan, one.worker))]
    if len(mentions) == 1:
        return "".join(state for _, state in known)
    text = ", ".join(f"{worker} {state}" for worker, state in known)
    count = Counter(state for _, state in known)
    return text if len(text) <= _LONGEST else ", ".join(f"{count[one]} {one}" for one in WorkerState if count[one])


def _names(plan: Plan, mentions: list[Mention]) -> str:
    """The names that the heading does not say itself, where there is room for all."""
    named = [(one, worker) for one in mentions if (worker := plan.workers.get(one.worker or ""))]
    unsaid = [worker for one, worker in named if worker.name and worker.name not in one.text]
    text = ", ".join(f"{one.id} {one.name}" if len(mentions) > 1 else one.name for one in unsaid)
    return text if len(text) <= _LONGEST else ""


def _fields(plan: Plan, worker: Worker, wave: int | None) -> Iterator[Hint]:
    depends, criteria = worker.field("depends_on"), worker.field("done_when")
    if depends and wave is not None:
        yield Hint(depends.value.at, f"wave {wave + 1}")
    if criteria and worker.done_when:
        done, of = sum(criterion.done for criterion in worker.done_when), len(worker.done_when)
        is_merged = _state(plan, worker.id) == WorkerState.MERGED
        yield Hint(criteria.label_at, f"merged; {of - done} to tick" if is_merged and done < of else f"{done} of {of}")


def _state(plan: Plan, worker: str | None) -> WorkerState | None:
    known = plan.facts.workers.get(worker or "") if plan.facts else None
    return known.state if known else None
