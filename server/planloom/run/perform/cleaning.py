"""Removes what a finished run no longer needs, where nothing can be lost: `run.trees.removal` knows what could be."""

from __future__ import annotations

from planloom.actions.step import CloseIntegration, RemoveWorker
from planloom.run.desk import Desk
from planloom.run.perform import culprits
from planloom.run.redact import redact
from planloom.run.trees import removal


def remove_worker(desk: Desk, step: RemoveWorker) -> None:
    """A merged worker's worktree and branch; what stays is recorded with the reason. Raises GitError."""
    at = desk.progress.workers[step.worker]
    assert at.tip is not None
    resuming = any(one["do"] == "remove" and one["worker"] == step.worker for one in desk.progress.intents)
    if not resuming:
        desk.begin("remove", worker=step.worker, path=step.path, branch=step.branch, tip=at.tip)
    leaving = _leaving(desk, step.path, step.worker, step.branch, at.tip)
    with desk.changing() as git:
        kept = redact(removal.remove_worktree(git, leaving, resuming=resuming) or removal.delete_branch(git, leaving))
    desk.done("remove", worker=step.worker, kept=kept)
    desk.say(f"{step.worker} {'kept: ' + kept if kept else 'worktree and branch removed'}")


def close_integration(desk: Desk, step: CloseIntegration) -> None:
    """The integration worktree; what stays of it is named. Raises GitError."""
    assert desk.progress.landed is not None
    culprits.close(desk)
    leaving = _leaving(desk, step.path, "merge", "", desk.progress.landed)
    resuming = any(one["do"] == "closed" for one in desk.progress.intents)
    if not resuming:
        desk.begin("closed", path=step.path)
    with desk.changing() as git:
        kept = redact(removal.remove_worktree(git, leaving, resuming=resuming))
    desk.done("closed", kept=kept)
    if kept:
        desk.say(f"kept: {kept}")


def _leaving(desk: Desk, path: str, worker: str, branch: str, tip: str) -> removal.Leaving:
    blueprint = desk.blueprint
    return removal.Leaving(path, desk.marker(worker), branch, tip, blueprint.target, blueprint.furniture.disposable)
