"""Removes what a finished run no longer needs, where nothing can be lost. What can be lost is in `run.removal`."""

from __future__ import annotations

from planloom.actions.step import CloseIntegration, RemoveWorker
from planloom.run import removal
from planloom.run.desk import Desk


def remove_worker(desk: Desk, step: RemoveWorker) -> None:
    """A merged worker's worktree and branch; what stays is recorded with the reason. Raises GitError."""
    at = desk.progress.workers[step.worker]
    assert at.tip is not None
    desk.begin("remove", worker=step.worker, path=step.path, branch=step.branch, tip=at.tip)
    claim = removal.Ours(step.path, desk.marker(step.worker), at.tip, desk.blueprint.target)
    with desk.changing() as git:
        kept = removal.remove_worktree(git, claim, desk.blueprint.furniture.disposable)
        kept = kept or removal.delete_branch(git, step.branch, at.tip, desk.blueprint.target)
    desk.done("remove", worker=step.worker, kept=kept)
    desk.say(f"{step.worker} {'kept: ' + kept if kept else 'worktree and branch removed'}")


def close_integration(desk: Desk, step: CloseIntegration) -> None:
    """The integration worktree; what stays of it is named. Raises GitError."""
    assert desk.progress.landed is not None
    claim = removal.Ours(step.path, desk.marker("merge"), desk.progress.landed, desk.blueprint.target)
    with desk.changing() as git:
        kept = removal.remove_worktree(git, claim, desk.blueprint.furniture.disposable)
    desk.done("closed", kept=kept)
    if kept:
        desk.say(f"{step.path} kept: {kept}")
