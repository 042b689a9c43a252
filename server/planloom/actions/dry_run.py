"""Dry run: the steps of a whole run, in order, if everything goes well.

A run against nothing: each step that is due is taken to succeed. Must not know how steps are executed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from planloom.actions.phases import due
from planloom.actions.step import (
    CloseIntegration,
    Furnish,
    Gate,
    MakeWorktree,
    MergeWorker,
    MoveTarget,
    OpenIntegration,
    RemoveWorker,
    Start,
    Step,
)
from planloom.model.blueprint import Blueprint
from planloom.model.progress import Attempt, Kind, Progress, WorkerProgress, WorkerState
from planloom.text.visible import visible

_SOME = "0" * 40


def dry_run(
    blueprint: Blueprint,
    run: str,
    progress: Progress | None = None,
    takes: Callable[[Step], bool] = lambda _: True,
) -> Iterator[Step]:
    """The steps that `blueprint` comes to from `progress` on (None: from nothing), if only those taken are done."""
    progress = progress or beginning(blueprint, run)
    while steps := [step for step in due(blueprint, progress, now="9999") if takes(step)]:
        for step in steps:
            yield step
            progress = _succeeded(blueprint, progress, step)


def beginning(blueprint: Blueprint, run: str) -> Progress:
    """A run of which nothing is done."""
    workers = {job.worker: WorkerProgress(job.worker) for job in blueprint.jobs}
    return Progress(run, base=blueprint.target, target=blueprint.target, workers=workers)


def as_text(steps: Iterable[Step]) -> Iterator[str]:
    """The lines of `planloom run --dry-run`: phase by phase, as commands that a person could type."""
    phase = None
    for step in steps:
        if step.phase is not phase:
            phase = step.phase
            yield from ("", f"# {phase}")
        yield from (visible(line) for command in step.typed() for line in command.split("\n"))


def flown(progress: Progress) -> Progress:
    """The same, with every process that is under way taken to have ended well."""
    workers = {
        worker: at._replace(current=None, **_landed(at.current, at)) if at.current else at
        for worker, at in progress.workers.items()
    }
    return progress._replace(workers=workers)


def as_json(step: Step) -> dict[str, Any]:
    """A step of `planloom run --dry-run --json`."""
    return {"phase": step.phase.value, "worker": step.worker, "commands": list(step.typed())}


def _succeeded(blueprint: Blueprint, progress: Progress, step: Step) -> Progress:
    if isinstance(step, OpenIntegration):
        return progress._replace(integration=_SOME)
    if isinstance(step, CloseIntegration):
        return progress._replace(integration=None)
    if isinstance(step, MoveTarget):
        return progress._replace(landed=_SOME)
    at = progress.workers[step.worker]
    job = blueprint.job(step.worker)
    changed: Mapping[type, dict[str, Any]] = {
        MakeWorktree: {"start": _SOME},
        Furnish: {"ready": True},
        Gate: {"state": WorkerState.DONE, "tip": _SOME},
        MergeWorker: {"joined": _SOME} if job.check else {"merged": _SOME},
        RemoveWorker: {"removed": True},
    }
    fields = _ended(step, at) if isinstance(step, Start) else changed[type(step)]
    return progress._replace(workers={**progress.workers, step.worker: at._replace(**fields)})


def _ended(step: Start, at: WorkerProgress) -> dict[str, Any]:
    attempt = Attempt(f"{step.number}-{step.kind}", step.kind, step.number)
    tries = at.tries + 1 if step.kind is Kind.WORK else at.tries
    return {"attempts": at.attempts + 1, "tries": tries, **_landed(attempt, at)}


def _landed(attempt: Attempt, at: WorkerProgress) -> dict[str, Any]:
    """What the good end of a process changes."""
    fields: dict[str, Any] = {"last": attempt._replace(ended=True, code=0)}
    if attempt.kind is Kind.WORK:
        fields["state"] = WorkerState.VALIDATING
    if attempt.kind is Kind.CHECK:
        fields |= {"merged": at.joined, "joined": None}
    return fields
