"""Another attempt for a worker whose work is not good yet, or the end of its attempts."""

from __future__ import annotations

from planloom.model.progress import WorkerState
from planloom.run.desk import Desk


def try_again(desk: Desk, worker: str, reason: str) -> None:
    """Let a worker's agent mend what is wrong, while attempts are left; else it has failed. Its worktree is kept."""
    job, at = desk.worker(worker)
    if at.tries <= desk.blueprint.limits.retries:
        desk.settle(worker, WorkerState.PENDING, reason, tip=None)
    else:
        attempts = "1 attempt" if at.tries == 1 else f"{at.tries} attempts"
        desk.settle(worker, WorkerState.FAILED, f"{reason} (after {attempts}; its work is in {job.worktree})", tip=None)
