"""Makes worktrees and readies them. Knows the journal's words for it; how git does it is in `run.trees.worktrees`."""

from __future__ import annotations

from planloom.actions.step import Furnish, MakeWorktree
from planloom.run.desk import Desk
from planloom.run.trees import worktrees
from planloom.run.trees.furnish import free_ports, furnish

_FIRST_PORT = 20000
_PORTS = 20


def make_worktree(desk: Desk, step: MakeWorktree) -> None:
    """A worker's branch and worktree, with its dependencies merged in. Raises Refused, GitError."""
    base = desk.progress.base
    begun = [one for one in desk.progress.intents if one["do"] == "worktree" and one["worker"] == step.worker]
    if begun:
        # What was half made began from these, whatever its dependencies have come to meanwhile.
        onto = list(begun[-1]["onto"])
    else:
        tips = [desk.progress.workers[job.worker].tip for job in desk.blueprint.jobs if job.branch in step.onto]
        onto = [tip for tip in tips if tip]
        desk.begin("worktree", worker=step.worker, branch=step.branch, path=step.path, base=base, onto=onto)
    wanted = worktrees.Wanted(step.path, step.branch, base, desk.marker(step.worker), step.cone)
    with desk.changing() as git:
        start = worktrees.make(git, wanted, onto, resuming=bool(begun))
    desk.done("worktree", worker=step.worker, start=start)
    desk.say(f"{step.worker} has worktree {step.path} on branch {step.branch}")


def furnish_worktree(desk: Desk, step: Furnish) -> None:
    """Copies, links and a block of ports for a worker. Raises Refused, OSError."""
    desk.begin("furnish", worker=step.worker)
    left = furnish(desk.git, step.path, step.copy, step.link).left
    for one in left:
        desk.say(f"{step.worker} not copied or linked: {one}")
    taken = [at.port for at in desk.progress.workers.values() if at.port]
    first = max(taken, default=_FIRST_PORT - _PORTS) + _PORTS
    desk.done("furnish", worker=step.worker, port=free_ports(first, _PORTS))
