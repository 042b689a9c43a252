"""What is to be done next, as people are told."""

from __future__ import annotations

import pytest

from planloom.actions.outlook import STRAYED, next_actions, next_of
from planloom.model.progress import Progress, RunState, WorkerProgress, WorkerState
from tests.run.journals import blueprint


@pytest.mark.parametrize(
    ("reason", "shows"), [(f"{STRAYED}: b.txt", "planloom diff PLAN.md W1"), ("boom", "planloom logs PLAN.md W1")]
)
def test_what_shows_why_a_worker_is_stuck_is_named(reason: str, shows: str) -> None:
    made = blueprint()
    stuck = {"W1": WorkerProgress("W1", WorkerState.FAILED, reason=reason)}
    progress = Progress("r", state=RunState.BLOCKED, workers=stuck)
    assert shows in next_of(made, progress, made.job("W1"))
    assert next(next_actions(made, progress)) == f"Mend what stopped W1 (`{shows}`)"
