"""Which steps can be done now, over all phases, and which phase a run is in.

Must not know how steps are executed.
"""

from __future__ import annotations

from planloom.actions import cleanup, merge, setup, spawn, validate
from planloom.actions.step import Step
from planloom.model.blueprint import Blueprint
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
    stuck = {job.worker: progress.workers[job.worker] for job in blueprint.jobs}
    stuck = {worker: at for worker, at in stuck.items() if at.state in _NO_WAY_ON}
    lines = [f"{worker} {at.state}: {at.reason}" for worker, at in stuck.items()]
    for job in blueprint.jobs:
        at = progress.workers[job.worker]
        waits = [other for other in job.after if other in stuck]
        ceiling = spawn.over_budget(blueprint, progress, at)
        if at.state is WorkerState.PENDING and (waits or ceiling):
            lines.append(f"{job.worker} waits for {', '.join(waits)}" if waits else f"{job.worker}: used {ceiling}")
        elif not blueprint.agent.first and at.state is WorkerState.PENDING and setup.is_set_up(blueprint, at):
            plan = blueprint.plan
            lines.append(
                f"{job.worker} is to be done by hand: `planloom prompt {plan} {job.worker}` says what, "
                f"`planloom adopt {plan} {job.worker}` takes it over"
            )
    return tuple(lines)
