"""Which steps can be done now, over all phases, and which phase a run is in.

Must not know how steps are executed.
"""

from __future__ import annotations

from collections.abc import Collection
from shlex import quote

from planloom.actions import cleanup, merge, setup, spawn, validate
from planloom.actions.step import Step
from planloom.model.blueprint import Blueprint, Job
from planloom.model.progress import Phase, Progress, WorkerState

_NO_WAY_ON = (WorkerState.FAILED, WorkerState.BLOCKED)


def due(blueprint: Blueprint, progress: Progress, now: str = "") -> list[Step]:
    """All steps that can be done now, in the order in which they are best begun."""
    return [
        *spawn.due(blueprint, progress, now),
        *setup.due(blueprint, progress),
        *validate.due(blueprint, progress),
        *merge.due(blueprint, progress),
        *cleanup.due(blueprint, progress),
    ]


def phase_of(blueprint: Blueprint, progress: Progress) -> Phase:
    """The phase that a person would say the run is in."""
    workers = [progress.workers[job.worker] for job in blueprint.jobs]
    states = {at.state for at in workers}
    if progress.landed:
        return Phase.CLEANUP
    if all(at.tip for at in workers):
        return Phase.MERGE
    if WorkerState.RUNNING in states:
        return Phase.MONITOR
    if WorkerState.VALIDATING in states or WorkerState.PENDING not in states:
        return Phase.VALIDATE
    return Phase.SPAWN if any(setup.is_set_up(blueprint, at) for at in workers) else Phase.SETUP


def blockers(blueprint: Blueprint, progress: Progress) -> tuple[str, ...]:
    """Why the run cannot go on by itself, a line each: what failed or waits for a person, then who waits for whom."""
    stuck = [at for at in progress.workers.values() if at.state in _NO_WAY_ON]
    lines = [f"{at.worker} {at.state}: {at.reason}" for at in stuck]
    names = {at.worker for at in stuck}
    for job in blueprint.jobs:
        if job.worker not in names and (reason := _waiting(blueprint, progress, job, names)):
            names.add(job.worker)
            lines.append(f"{job.worker} {reason}")
    return tuple(lines)


def _waiting(blueprint: Blueprint, progress: Progress, job: Job, stuck: Collection[str]) -> str:
    """Why a worker that nothing is wrong with cannot go on, where that does not change by itself; "" if it can."""
    at, plan = progress.workers[job.worker], quote(blueprint.plan)
    waits = [other for other in job.after if other in stuck]
    if waits and at.state in (WorkerState.PENDING, WorkerState.DONE):
        return f"waits for {', '.join(waits)}"
    if at.state is not WorkerState.PENDING or at.current:
        return ""
    if ceiling := spawn.over_budget(blueprint, progress, at):
        return (
            f"has used {ceiling}: raise it in the settings, and approve what `planloom run {plan} --resume --dry-run` "
            "then shows"
        )
    if not blueprint.agent.first and setup.is_set_up(blueprint, at):
        worker = quote(job.worker)
        fault = f"; not accepted yet: {at.fault}" if at.fault else ""
        return (
            f"is to be done by hand: `planloom prompt {plan} {worker}` says what, "
            f"`planloom adopt {plan} {worker}` takes it over{fault}"
        )
    return ""
