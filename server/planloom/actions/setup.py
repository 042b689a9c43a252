"""Set up: a branch and a worktree for each worker whose dependencies are validated, ready to work in.

Must not know how a worktree is made.
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.actions.step import Furnish, MakeWorktree, Start, Step
from planloom.model.blueprint import Blueprint, Job
from planloom.model.progress import Kind, Phase, Progress, WorkerProgress, WorkerState

BASH = ("bash", "--noprofile", "--norc", "-euo", "pipefail", "{prompt_file}")
"""How a script of a plan runs: strictly, from a file, without the user's own start files.

Not from stdin: a command of the script that reads stdin would eat the rest of the script.
"""

_VALIDATED = (WorkerState.DONE, WorkerState.MERGED)


def due(blueprint: Blueprint, progress: Progress) -> Iterator[Step]:
    """The next step of set-up for each worker that can have one."""
    for job in blueprint.jobs:
        at = progress.workers[job.worker]
        if at.state is WorkerState.PENDING and at.current is None and _can_begin(job, progress):
            yield from _next(blueprint, job, at, progress.base)


def is_set_up(blueprint: Blueprint, at: WorkerProgress) -> bool:
    """Whether a worker's worktree is there and ready to work in."""
    if not at.start or not at.ready:
        return False
    return not blueprint.furniture.setup or at.tries > 0 or _setup_passed(at)


def _can_begin(job: Job, progress: Progress) -> bool:
    return all(progress.workers[other].state in _VALIDATED for other in job.after)


def _next(blueprint: Blueprint, job: Job, at: WorkerProgress, base: str) -> Iterator[Step]:
    furniture = blueprint.furniture
    if not at.start:
        onto = tuple(other.branch for other in blueprint.jobs if other.worker in job.after)
        yield MakeWorktree(job.worker, job.branch, job.worktree, base, onto, job.cone)
    elif not at.ready:
        yield Furnish(job.worker, job.worktree, blueprint.root, furniture.copy, furniture.link)
    elif not is_set_up(blueprint, at):
        yield Start(job.worker, Kind.SETUP, at.attempts + 1, BASH, job.worktree, furniture.setup, phase=Phase.SETUP)


def _setup_passed(at: WorkerProgress) -> bool:
    return at.last is not None and at.last.kind is Kind.SETUP and at.last.code == 0
