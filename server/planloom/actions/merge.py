"""Merge: all validated workers in the plan's order, checked one by one, then the target moved once.

Must not know git.
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.actions.setup import BASH
from planloom.actions.step import MergeWorker, MoveTarget, OpenIntegration, Start, Step
from planloom.model.blueprint import Blueprint, Job
from planloom.model.progress import Kind, Phase, Progress, WorkerProgress, WorkerState


def due(blueprint: Blueprint, progress: Progress) -> Iterator[Step]:
    """The next step of merging; nothing before every worker is validated, and nothing past a conflict."""
    workers = [progress.workers[job.worker] for job in blueprint.jobs]
    if progress.landed or not workers or not all(map(_was_validated, workers)):
        return
    path = integration_path(blueprint, progress.run)
    if progress.integration is None:
        yield OpenIntegration(path, blueprint.target)
        return
    if any(at.state is WorkerState.BLOCKED for at in workers) or any(at.current for at in workers):
        return
    job = next((job for job in blueprint.jobs if _can_merge(job, progress)), None)
    if job:
        yield _next(job, progress.workers[job.worker], path)
    elif all(at.merged for at in workers):
        yield MoveTarget(blueprint.target, path)


def integration_path(blueprint: Blueprint, run: str) -> str:
    """Where everything is merged: a worktree beside the main one, named after the run."""
    return f"{blueprint.root}-planloom-{run}"


def _was_validated(at: WorkerProgress) -> bool:
    """A worker whose merge conflicts or breaks the check was validated, too: it has a tip."""
    return at.state in (WorkerState.DONE, WorkerState.MERGED) or at.tip is not None


def _can_merge(job: Job, progress: Progress) -> bool:
    at = progress.workers[job.worker]
    return at.state is WorkerState.DONE and not at.merged and all(progress.workers[other].merged for other in job.after)


def _next(job: Job, at: WorkerProgress, path: str) -> Step:
    if at.joined and job.check:
        return Start(job.worker, Kind.CHECK, at.attempts + 1, BASH, path, job.check, Phase.MERGE)
    return MergeWorker(job.worker, job.branch, path, job.resolution)
