"""Makes worktrees and readies them. Knows the journal's words for it; how git does it is in `run.worktrees`."""

from __future__ import annotations

from planloom.actions.step import Furnish, MakeWorktree
from planloom.run import worktrees
from planloom.run.desk import Desk
from planloom.run.furnish import free_ports, furnish

_FIRST_PORT = 20000


def make_worktree(desk: Desk, step: MakeWorktree) -> None:
    """A worker's branch and worktree, with its dependencies merged in. Raises Refused, GitError."""
    tips = [desk.progress.workers[job.worker].tip for job in desk.blueprint.jobs if job.branch in step.onto]
    onto = [tip for tip in tips if tip]
    resuming = any(one["do"] == "worktree" and one["worker"] == step.worker for one in desk.progress.intents)
    if not resuming:
        desk.begin(
            "worktree", worker=step.worker, branch=step.branch, path=step.path, base=desk.progress.base, onto=onto
        )
    with desk.changing() as git:
        worktrees.make(
            git,
            path=step.path,
            branch=step.branch,
            base=desk.progress.base,
            marker=desk.marker(step.worker),
            resuming=resuming,
        )
        start = worktrees.take(git.at(step.path), onto)
    desk.done("worktree", worker=step.worker, start=start)
    desk.say(f"{step.worker} worktree {step.path} on {step.branch}")


def furnish_worktree(desk: Desk, step: Furnish) -> None:
    """Copies, links and a block of ports for a worker. Raises Refused, OSError."""
    desk.begin("furnish", worker=step.worker)
    furnish(step.root, step.path, step.copy, step.link)
    taken = [at.port for at in desk.progress.workers.values() if at.port]
    desk.done("furnish", worker=step.worker, port=free_ports(max(taken, default=_FIRST_PORT - 20) + 20))
