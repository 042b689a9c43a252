"""What an editor shows between the words of a plan: names and states of workers, waves, how much is done.

Knows the plan and its facts; must not know how an editor shows it. Over a worker's definition, lenses say its state.
The heading of a matrix is one line for all workers, and editors cut what is long: a state, where there is one, stands
there alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.plan import Plan, Worker
from planloom.syntax.chunks import Place


class Hint(NamedTuple):
    """A few words that stand behind a place, or at the end of its line where they would part what belongs together."""

    at: Place
    text: str
    ends_line: bool = False


def hints(plan: Plan) -> Iterator[Hint]:
    """All hints of a plan; none for what is no plan."""
    if not plan.is_plan:
        return
    wave_of = {worker: index for index, wave in enumerate(plan.order.waves if plan.order else ()) for worker in wave}
    for mentions in plan.mentions.values():
        for mention in mentions:
            worker = plan.workers.get(mention.worker or "")
            if worker and mention.where == "matrix":
                text = _state(plan, worker) or (worker.name if worker.name not in mention.text else "")
                yield from (Hint(mention.at, text),) if text else ()
    for worker in plan.workers.values():
        yield from _fields(worker, wave_of.get(worker.id))


def _fields(worker: Worker, wave: int | None) -> Iterator[Hint]:
    depends, criteria = worker.field("depends_on"), worker.field("done_when")
    if depends and wave is not None:
        yield Hint(depends.value.at, f"wave {wave + 1}", ends_line=True)
    if criteria and worker.done_when:
        done = sum(criterion.done for criterion in worker.done_when)
        yield Hint(criteria.label_at, f"{done} of {len(worker.done_when)}", ends_line=True)


def _state(plan: Plan, worker: Worker) -> str:
    known = plan.facts.workers.get(worker.id) if plan.facts else None
    return known.state.value if known and known.state else ""
