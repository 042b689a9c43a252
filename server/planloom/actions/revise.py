"""Revise: what forbids an edited plan to take the place of the one that a run began with.

What was made for a worker stays where it is, so its branch and worktree cannot change once it has begun. Must not know
how a run is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.blueprint import Blueprint
from planloom.model.progress import Progress


def obstacles(before: Blueprint, after: Blueprint, progress: Progress) -> Iterator[str]:
    """Why the run cannot go on by the edited plan, a line each; none where it can."""
    if before.target != after.target and progress.integration is not None:
        yield f"merging into {before.target} has begun, so the target cannot become {after.target}"
    if before.agent != after.agent:
        yield f"the run's agent is {before.agent.name}; it cannot change while the run goes on"
    jobs = {job.worker: job for job in after.jobs}
    for job in before.jobs:
        if not progress.workers[job.worker].start:
            continue
        now = jobs.get(job.worker)
        if now is None:
            yield f"{job.worker} has begun and cannot be left out; its work is in {job.worktree}"
        elif (now.branch, now.worktree) != (job.branch, job.worktree):
            yield f"{job.worker} has begun on {job.branch} in {job.worktree}; these two cannot change any more"
