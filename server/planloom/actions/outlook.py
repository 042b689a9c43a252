"""What people are told of a run: how each worker stands, what comes next. Pure; must not know files or terminals."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from planloom.actions.cleanup import due as left_to_remove
from planloom.model.blueprint import Blueprint, Job
from planloom.model.progress import Progress, RunState, WorkerProgress, WorkerState

_VALIDATED = (WorkerState.DONE, WorkerState.MERGED)
_STOPPED = (WorkerState.FAILED, WorkerState.BLOCKED)
_SHORT = 10
STRAYED = "changed files that it does not own"
"""How the reason begins why a worker's work was not taken, of which its log says nothing."""


def worker_of(progress: Progress, job: Job) -> WorkerProgress:
    """How far the worker of a job is; at its beginning where nothing is recorded."""
    return progress.workers.get(job.worker) or WorkerProgress(job.worker)


def waits_for(job: Job, progress: Progress) -> list[str]:
    """The workers that must be validated before this one begins and are not."""
    states = {worker: at.state for worker, at in progress.workers.items()}
    return [worker for worker in job.after if states.get(worker) not in _VALIDATED]


def notes(blueprint: Blueprint, progress: Progress, job: Job) -> str:
    """How a worker stands, in a few words."""
    at = worker_of(progress, job)
    if at.state is WorkerState.PENDING:
        waits = waits_for(job, progress)
        said = f"waits for {', '.join(waits)}" if waits else "ready to begin"
        said = f"its agent takes nothing until {at.parked}" if at.parked else said
    elif at.state is WorkerState.RUNNING:
        said = f"attempt {max(at.tries, 1)} of {blueprint.limits.retries + 1}"
    elif at.state is WorkerState.VALIDATING:
        said = "its work is being validated"
    elif at.state is WorkerState.DONE:
        said = f"validated at {(at.tip or '')[:_SHORT]}, not merged yet" if at.tip else "not merged yet"
    elif at.state is WorkerState.MERGED:
        said = _after_merge(at)
    else:
        said = at.reason
    tried_again = at.reason if at.state is WorkerState.PENDING else ""
    return "; ".join(part for part in (said, tried_again) if part)


def _after_merge(at: WorkerProgress) -> str:
    if at.kept:
        return f"worktree and branch kept: {at.kept}"
    return "worktree and branch removed" if at.removed else "worktree and branch still there"


def next_of(blueprint: Blueprint, progress: Progress, job: Job) -> str:
    """What is to be done for a worker next, and by whom."""
    at, plan = worker_of(progress, job), quote(blueprint.plan)
    if at.state is WorkerState.PENDING:
        waits = waits_for(job, progress)
        return f"begins when {', '.join(waits)} {'is' if len(waits) == 1 else 'are'} validated" if waits else "begins"
    if at.state in (WorkerState.RUNNING, WorkerState.VALIDATING):
        return f"wait, or look on: planloom logs {plan} {quote(job.worker)} --follow"
    if at.state is WorkerState.DONE:
        return "is merged when all are validated"
    if at.state is WorkerState.MERGED:
        return f"look at its worktree: {at.kept}" if at.kept else ("nothing" if at.removed else "is cleaned up")
    return f"mend what stopped it ({_tells_why(blueprint, at)}), then: planloom run {plan} --resume"


def next_actions(blueprint: Blueprint, progress: Progress) -> Iterator[str]:
    """What is to be done next in the whole run, first things first."""
    if progress.state is RunState.COMPLETED:
        yield from _left_behind(blueprint, progress)
        return
    plan, jobs = quote(blueprint.plan), blueprint.jobs
    for job in jobs:
        at = worker_of(progress, job)
        if at.state in _STOPPED and not (at.last and at.last.reason == "stopped"):
            yield f"Mend what stopped {job.worker} (`{_tells_why(blueprint, at)}`)"
    for state, what in (
        (WorkerState.RUNNING, "Wait for {}"),
        (WorkerState.VALIDATING, "Wait for the validation of {}"),
        (WorkerState.PENDING, "Begin {}"),
    ):
        found = [job for job in jobs if worker_of(progress, job).state is state]
        ready = [job.worker for job in found if state is not WorkerState.PENDING or not waits_for(job, progress)]
        if ready:
            yield what.format(", ".join(ready))
        yield from (f"{job.worker} {next_of(blueprint, progress, job)}" for job in found if job.worker not in ready)
    if progress.landed is None:
        yield f"Merge into {progress.target} when all are validated"
    if list(left_to_remove(blueprint, progress)):
        yield "Clean up what was merged"
    if progress.state is RunState.BLOCKED or not any(map(_goes_on, progress.workers.values())):
        yield f"Go on with `planloom run {plan} --resume`"


def _tells_why(blueprint: Blueprint, at: WorkerProgress) -> str:
    """The command that shows what stopped a worker."""
    command = "diff" if at.reason.startswith(STRAYED) else "logs"
    return f"planloom {command} {quote(blueprint.plan)} {quote(at.worker)}"


def _left_behind(blueprint: Blueprint, progress: Progress) -> Iterator[str]:
    """What a finished run could not remove, why, and how it is removed later."""
    kept = {job.worker: worker_of(progress, job).kept for job in blueprint.jobs}
    lines = [f"{worker} was kept: {reason}" for worker, reason in kept.items() if reason]
    lines += [f"The merging worktree was kept: {progress.kept}"] if progress.kept else []
    yield from lines
    if lines:
        yield f"See to it, then `planloom run {quote(blueprint.plan)} --phase cleanup`; everything is merged"
    else:
        yield "Nothing: everything is merged and cleaned up"


def _goes_on(at: WorkerProgress) -> bool:
    return at.current is not None
