"""Spawn: the agent of each worker that is set up, as many at once as are allowed.

Must not know processes, nor what an agent is.
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.actions.setup import is_set_up
from planloom.actions.step import Start, Step
from planloom.model.blueprint import Blueprint, Job
from planloom.model.progress import Kind, Progress, WorkerProgress, WorkerState


def due(blueprint: Blueprint, progress: Progress, now: str = "") -> Iterator[Step]:
    """An attempt for each worker that waits for one; none while the agent takes nothing (`now`: UTC, ISO 8601)."""
    if parked_until(progress) > now or not blueprint.agent.first:
        return
    for job in blueprint.jobs:
        at = progress.workers[job.worker]
        waits = at.state is WorkerState.PENDING and at.current is None and is_set_up(blueprint, at)
        if waits and not over_budget(blueprint, progress, at):
            yield _attempt(blueprint, job, at)


def parked_until(progress: Progress) -> str:
    """Until when (UTC, ISO 8601) the agent takes nothing: one rate limit parks all its workers. "" for none."""
    return max((at.parked or "" for at in progress.workers.values()), default="")


def over_budget(blueprint: Blueprint, progress: Progress, at: WorkerProgress) -> str:
    """Which ceiling is reached, for people; "" while there is room."""
    limits = blueprint.limits
    tokens = sum(one.tokens or 0 for one in progress.workers.values())
    cost = sum(one.cost or 0.0 for one in progress.workers.values())
    bounds = (
        (at.tokens, limits.tokens, "tokens of this worker (run.tokens)"),
        (at.cost, limits.cost, "dollars of this worker (run.cost)"),
        (tokens, limits.run_tokens, "tokens of the whole run (run.total-tokens)"),
        (cost, limits.run_cost, "dollars of the whole run (run.total-cost)"),
    )
    reached = (
        f"{used:g} of {most:g} {what}" for used, most, what in bounds if most is not None and (used or 0) >= most
    )
    return next(reached, "")


def _attempt(blueprint: Blueprint, job: Job, at: WorkerProgress) -> Start:
    agent = blueprint.agent
    argv = agent.again if at.session and agent.again else agent.first
    text = job.script if agent.runs_script else job.prompt
    return Start(job.worker, Kind.WORK, at.attempts + 1, argv, job.worktree, text)
