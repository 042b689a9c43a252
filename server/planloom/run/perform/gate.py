"""The gate: what a worker changed, against what it may write. A stray goes back to its worker, never on to a merge."""

from __future__ import annotations

from collections.abc import Sequence

from planloom.actions.outlook import STRAYED
from planloom.actions.step import Gate
from planloom.model.progress import WorkerState
from planloom.run.desk import Desk
from planloom.run.perform.again import again
from planloom.run.trees import gate, rescue

_SHOWN = 8


def look(desk: Desk, step: Gate) -> None:
    """Settle a worker as done, or send it back with the reason. Raises Refused, GitError."""
    job, at = desk.worker(step.worker)
    assert at.start is not None
    claims = gate.Claims(job.writes, job.denied, (desk.blueprint.plan, desk.blueprint.checkpoint))
    verdict = gate.look(desk.git, step.path, step.branch, at.start, claims)
    fault = _fault(verdict, _denied(desk, step.worker))
    desk.done(
        "gate",
        worker=step.worker,
        tip=verdict.tip,
        dirty=list(verdict.dirty),
        strays=list(verdict.strays),
        ok=not (fault or verdict.problem),
    )
    if verdict.problem:
        if verdict.tip:
            # Whatever it did with its branch: what is checked out there stays reachable.
            with desk.changing() as git:
                rescue.keep(git, desk.marker(step.worker), verdict.tip)
        desk.settle(step.worker, WorkerState.BLOCKED, verdict.problem)
    elif fault:
        after = again(desk, step.worker, fault)
        desk.settle(step.worker, after.state, after.reason, **after.data)
    elif gone := _taken_back(desk, step.worker, verdict.tip):
        desk.settle(step.worker, WorkerState.BLOCKED, gone)
    else:
        desk.settle(step.worker, WorkerState.DONE, tip=verdict.tip)


def _taken_back(desk: Desk, worker: str, tip: str) -> str:
    """What others began from and its branch does not hold any more, and would bring back; "" for nothing."""
    mine = (one for one in desk.journal.records if one["do"] == "gate" and one["worker"] == worker and one["ok"])
    for before in {one["tip"] for one in mine} - {tip}:
        if _holds(desk, tip, before):
            continue
        for job in desk.blueprint.jobs:
            start = desk.progress.workers[job.worker].start
            if worker in job.after and start and _holds(desk, start, before):
                folder = desk.blueprint.job(worker).worktree
                return (
                    f"its branch does not hold {before[:10]} any more, from which {job.worker} began. In {folder}, "
                    f"`git merge --strategy=ours {before[:10]}` keeps what is there now and holds both"
                )
    return ""


def _holds(desk: Desk, commit: str, other: str) -> bool:
    return desk.git.ask("merge-base", "--is-ancestor", other, commit).code == 0


def _denied(desk: Desk, worker: str) -> Sequence[str]:
    """What the worker's agent was not permitted to do in its last attempt."""
    told = (one["denied"] for one in reversed(desk.journal.records) if one.get("worker") == worker and "denied" in one)
    return next(told, ())


def _fault(verdict: gate.Verdict, denied: Sequence[str]) -> str:
    """What the worker has to mend, for the worker and for people; "" for nothing."""
    barred = f"; its agent was not permitted: {_listed(denied)}" if denied else ""
    if verdict.strays:
        return f"{STRAYED}: {_listed(verdict.strays)}; take these changes back"
    if verdict.dirty:
        return f"left uncommitted work: {_listed(verdict.dirty)}; commit it, or take it back{barred}"
    if not verdict.commits:
        return f"committed nothing: no change is no work done{barred}"
    return ""


def _listed(paths: Sequence[str]) -> str:
    more = len(paths) - _SHOWN
    return ", ".join(paths[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
