"""Who waits for whom, and the order in which workers are merged. Knows the plan; must not know git."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from planloom.actions.problem import Problem
from planloom.model.plan import MergeStep, Plan, Worker
from planloom.syntax.chunks import Place

Waits = Mapping[str, tuple[str, ...]]
"""For each worker, in document order, the workers that must be validated before it begins."""

_LAST = 1 << 30


class Sequence(NamedTuple):
    """The workers in merge order, and whom each waits for, in merge order, too."""

    ids: tuple[str, ...]
    after: Waits


def sequence(plan: Plan) -> Sequence | tuple[Problem, ...]:
    """The order of a plan: its own merge order; without one dependencies, then document order."""
    waits = {worker.id: tuple(_waits(worker, plan)) for worker in plan.workers.values()}
    ranks = _ranks(plan)
    ids = _sorted(waits, ranks)
    problems = (*_unclear(plan), *_rings(plan, waits, ids), *_contradictions(plan, waits), *_strangers(plan))
    if problems:
        return problems
    return Sequence(ids, {worker: tuple(id_ for id_ in ids if id_ in waits[worker]) for worker in ids})


def _waits(worker: Worker, plan: Plan) -> Iterator[str]:
    on = {dependency.worker for dependency in worker.depends_on}
    for other in plan.workers.values():
        earlier = None not in (other.wave_index, worker.wave_index) and other.wave_index < worker.wave_index  # type: ignore[operator]
        if other.id in on or earlier or any(blocked.worker == worker.id for blocked in other.blocks):
            yield other.id


def _ranks(plan: Plan) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for number, steps in enumerate(plan.merge.ranks):
        for step in steps:
            if step.worker in plan.workers:
                ranks.setdefault(str(step.worker), number)
    return ranks


def _sorted(waits: Waits, ranks: Mapping[str, int]) -> tuple[str, ...]:
    """Workers so that whoever is waited for comes first; those of a ring are left out."""
    place = {worker: (ranks.get(worker, _LAST), number, worker) for number, worker in enumerate(waits)}
    open_ = {worker: set(on) for worker, on in waits.items()}
    ready = [place[worker] for worker, on in open_.items() if not on]
    heapify(ready)
    found = []
    while ready:
        done = heappop(ready)[2]
        found.append(done)
        for worker, on in open_.items():
            if done in on:
                on.discard(done)
                if not on:
                    heappush(ready, place[worker])
    return tuple(found)


def _unclear(plan: Plan) -> Iterator[Problem]:
    for worker in plan.workers.values():
        for one in (*worker.depends_on, *worker.blocks):
            if one.unknown:
                what = f"{worker.id} depends on `{one.text}`, which no worker of this plan is; name one, or take it out"
                yield Problem(what, one.at, worker.id)
            elif one.conditional:
                what = f"{worker.id} depends on `{one.text}`; say that it does or that it does not"
                yield Problem(what, one.at, worker.id)


def _rings(plan: Plan, waits: Waits, ids: tuple[str, ...]) -> Iterator[Problem]:
    if len(ids) == len(waits):
        return
    cycles = plan.order.cycles() if plan.order else []
    for cycle in cycles:
        chain = " -> ".join([cycle[0][0], *(on for _, on in cycle)])
        yield Problem(f"nobody can begin: {chain} wait for each other; take out one dependency", _of(plan, *cycle[0]))
    if not cycles:
        names = [worker for worker in waits if worker not in ids]
        what = "dependencies and waves contradict each other; change one of them"
        yield Problem(f"nobody can begin of {', '.join(names)}: {what}", plan.workers[names[0]].at)


def _of(plan: Plan, worker: str, on: str) -> Place:
    return next(one.at for one in plan.workers[worker].depends_on if one.worker == on)


def _contradictions(plan: Plan, waits: Waits) -> Iterator[Problem]:
    ranks = _ranks(plan)
    steps = {step.worker: step for step in reversed(plan.merge.steps)}
    for worker, on in waits.items():
        for other in on:
            if worker in ranks and ranks.get(other, -1) > ranks[worker]:
                what = f"the merge order puts {worker} before {other}, which {worker} waits for; turn them round"
                yield Problem(what, steps[worker].at, worker)


def _strangers(plan: Plan) -> Iterator[Problem]:
    for step in plan.merge.steps if plan.merge.form == "script" else ():
        if step.worker is None and step.is_branch:
            yield Problem(_stranger(step), step.at)


def _stranger(step: MergeStep) -> str:
    return f"the merge script merges `{step.text}`, which is no worker's branch; give it to a worker, or take it out"
