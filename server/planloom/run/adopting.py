"""Takes work into a run that somebody else did: by hand, or with tools of their own.

Looks where the worker's branch is and where it began; changes nothing of the work. Must not know options or terminals.
"""

from __future__ import annotations

import os
from shlex import quote

from planloom.model.blueprint import Job
from planloom.model.progress import WorkerState
from planloom.run.desk import Desk
from planloom.run.git import Git
from planloom.run.trees import worktrees
from planloom.run.trees.listed import HEADS, linked
from planloom.run.trees.refused import Refused


def adopt(desk: Desk, worker: str) -> None:
    """Have a worker's existing branch validated next. Raises Refused, GitError."""
    job, at = desk.worker(worker)
    if at.current:
        stop = f"planloom stop {quote(desk.blueprint.plan)} {quote(worker)}"
        raise Refused(f"{worker} is at work; end it with `{stop}` first")
    if at.merged or at.state is WorkerState.MERGED:
        raise Refused(f"the work of {worker} is merged already")
    tip = _tip(desk.git, job)
    with desk.changing() as git:
        _place(git, job, desk.marker(worker))
    if not at.start:
        desk.done("worktree", worker=worker, start=_start(desk, job, tip), adopted=True)
    desk.done("furnish", worker=worker, port=at.port)
    desk.settle(worker, WorkerState.VALIDATING, "adopted", tip=None, tries=0)


def _tip(git: Git, job: Job) -> str:
    found = os.fsdecode(git.ask("rev-parse", "--verify", "--quiet", f"{HEADS}{job.branch}^{{commit}}").out).strip()
    if not found:
        raise Refused(f"there is no branch {job.branch}; the work of {job.worker} has to be committed there")
    return found


def _place(git: Git, job: Job, marker: str) -> None:
    """Have the branch checked out where the plan says. A worktree that was there stays its maker's own."""
    where = next((one.worktree.path for one in linked(git) if one.worktree.branch == job.branch), None)
    if where is None:
        worktrees.attach(git, job.worktree, job.branch, marker)
    elif os.path.realpath(where) != os.path.realpath(job.worktree):
        raise Refused(
            f"branch {job.branch} is checked out in {where}, and the plan says {job.worktree}; `git worktree move` it, "
            "or change the plan"
        )


def _start(desk: Desk, job: Job, tip: str) -> str:
    """The commit from which the worker's own changes count: the first that holds all that it depends on."""
    git, base = desk.git, desk.progress.base
    start = os.fsdecode(git.ask("merge-base", base, tip).out).strip()
    if not start:
        raise Refused(f"branch {job.branch} has no commit in common with {desk.blueprint.target}")
    tips = [desk.progress.workers[other].tip for other in job.after]
    needed = [one for one in tips if one and _holds(git, tip, one)]
    line = git.text("rev-list", "--first-parent", "--reverse", f"{start}..{tip}").split()
    held = (commit for commit in (start, *line) if all(_holds(git, commit, one) for one in needed))
    return next(held, start)


def _holds(git: Git, commit: str, other: str) -> bool:
    return git.ask("merge-base", "--is-ancestor", other, commit).code == 0
