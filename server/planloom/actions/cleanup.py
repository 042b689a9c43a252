"""Clean up: worktrees and branches whose work the target holds, where nothing else can be lost with them.

Must not know git, nor what can be lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.actions.merge import integration_path
from planloom.actions.step import CloseIntegration, RemoveWorker, Step
from planloom.model.blueprint import Blueprint
from planloom.model.progress import Progress


def due(blueprint: Blueprint, progress: Progress) -> Iterator[Step]:
    """One step for each merged worker that is still there and not known to be kept, then the integration worktree."""
    if not progress.landed:
        return
    for job in blueprint.jobs:
        at = progress.workers[job.worker]
        if not at.removed and not at.kept:
            yield RemoveWorker(job.worker, job.branch, job.worktree)
    if progress.integration is not None:
        yield CloseIntegration(integration_path(blueprint, progress.run))
