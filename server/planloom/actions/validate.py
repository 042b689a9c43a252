"""Validate: the worker's own validation, then the gate that compares what it changed with what it owns.

Must not know git or processes.
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.actions.setup import BASH
from planloom.actions.step import Gate, Start, Step
from planloom.model.blueprint import Blueprint
from planloom.model.progress import Kind, Phase, Progress, WorkerProgress, WorkerState


def due(blueprint: Blueprint, progress: Progress) -> Iterator[Step]:
    """The next step of validation for each worker whose agent has ended well."""
    for job in blueprint.jobs:
        at = progress.workers[job.worker]
        if at.state is not WorkerState.VALIDATING or at.current is not None:
            continue
        if job.validation and not _passed(at):
            argv, number = BASH, at.attempts + 1
            yield Start(job.worker, Kind.VALIDATE, number, argv, job.worktree, job.validation, Phase.VALIDATE)
        else:
            yield Gate(job.worker, job.branch, job.worktree)


def _passed(at: WorkerProgress) -> bool:
    return at.last is not None and at.last.kind is Kind.VALIDATE and at.last.code == 0
