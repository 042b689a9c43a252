"""Another attempt for a worker whose work is not good yet, or the end of its attempts."""

from __future__ import annotations

from planloom.model.progress import WorkerState
from planloom.run.desk import Desk, Settled
from planloom.run.redact import redact


def again(desk: Desk, worker: str, reason: str) -> Settled:
    """The worker's agent may mend what is wrong, while attempts are left; else it has failed. Its worktree is kept."""
    job, at = desk.worker(worker)
    data = {"tip": None, "fault": redact(reason)}
    if at.tries <= desk.blueprint.limits.retries:
        return Settled(WorkerState.PENDING, reason, data)
    attempts = "1 attempt" if at.tries == 1 else f"{at.tries} attempts"
    return Settled(WorkerState.FAILED, f"{reason} (after {attempts}; its work is in {job.worktree})", data)
