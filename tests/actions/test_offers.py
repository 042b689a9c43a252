"""Which commands a plan offers: only those that make sense now, where they belong."""

from __future__ import annotations

import pytest

from planloom.actions.checkpoint import text
from planloom.actions.offers import Standing, in_checkpoint, offers
from planloom.model.progress import Attempt, Kind, Progress, RunState, WorkerState
from planloom.rules.analysis import Analysis
from tests.actions.blueprints import beginning, blueprint, job, with_worker
from tests.support.runs import Part, plan_text

PARTS = {"W1": Part(writes=("a",)), "W2": Part(writes=("b",)), "W3": Part(writes=("c",), after="W1")}
PLAN = Analysis.open(plan_text(PARTS)).plan
assert PLAN.title
TOP = PLAN.title
MADE = blueprint(job("W1"), job("W2"), job("W3", "W1"))
WORK = Attempt("W1/1-work", Kind.WORK, 1)


def whole(run: Standing | None) -> list[str]:
    """The titles over the plan."""
    return [offer.title for offer in offers(PLAN, run) if offer.at == TOP.at]


def own(run: Standing | None, worker: str = "W1") -> list[str]:
    """The titles over a worker."""
    return [offer.title for offer in offers(PLAN, run) if offer.worker == worker]


def at_state(state: WorkerState, **fields: object) -> Progress:
    """A run whose workers all are like this."""
    progress = beginning(MADE)
    for worker in progress.workers:
        progress = with_worker(progress, worker, state=state, **fields)
    return progress


def test_a_plan_that_was_never_run_offers_its_beginning() -> None:
    assert whole(None) == ["Create worktrees (2)", "Run"]
    assert own(None) == ["Create worktree"]
    assert own(None, "W3") == []


@pytest.mark.parametrize(
    ("state", "fields", "title"),
    [
        (WorkerState.PENDING, {}, "Create worktrees (2)"),
        (WorkerState.PENDING, {"start": "c", "ready": True}, "Spawn ready (3)"),
        (WorkerState.VALIDATING, {"start": "c", "ready": True}, "Validate (3)"),
        (WorkerState.DONE, {"start": "c", "ready": True, "tip": "d"}, "Merge"),
    ],
)
def test_each_phase_is_offered_when_it_is_due(state: WorkerState, fields: dict[str, object], title: str) -> None:
    told = whole(Standing(MADE, at_state(state, **fields)))
    assert told == ["IN_PROGRESS, 0 of 3 merged", title, "Resume", "Update checkpoint"]


def test_cleaning_up_is_offered_after_the_merge() -> None:
    progress = at_state(WorkerState.MERGED, tip="d", merged="e")._replace(landed="e")
    assert "Clean up" in whole(Standing(MADE, progress))


def test_phases_are_not_offered_while_somebody_drives_the_run() -> None:
    progress = with_worker(at_state(WorkerState.PENDING), "W1", state=WorkerState.RUNNING, current=WORK)
    assert whole(Standing(MADE, progress, driver=7)) == ["IN_PROGRESS, 0 of 3 merged", "Stop workers"]
    assert own(Standing(MADE, progress, driver=7)) == ["running", "Stop", "Open log"]
    assert whole(Standing(MADE, progress))[0] == "IN_PROGRESS, 0 of 3 merged; nobody drives it"


def test_work_that_ended_unseen_can_be_validated_and_not_stopped() -> None:
    progress = with_worker(at_state(WorkerState.PENDING), "W1", state=WorkerState.RUNNING, current=WORK)
    run = Standing(MADE, progress, ended=frozenset(["W1"]))
    assert own(run) == ["ended", "Validate", "Open log"]
    assert whole(run)[0] == "IN_PROGRESS, 0 of 3 merged; W1 ended"


def test_what_a_worker_did_can_be_looked_at_until_it_is_removed() -> None:
    progress = with_worker(at_state(WorkerState.PENDING), "W1", state=WorkerState.DONE, start="c", tip="d", last=WORK)
    assert own(Standing(MADE, progress)) == ["done", "Open log", "Diff"]
    removed = with_worker(progress, "W1", state=WorkerState.MERGED, removed=True)
    assert own(Standing(MADE, removed)) == ["merged", "Open log"]


def test_what_began_elsewhere_is_offered_to_go_on() -> None:
    assert [offer.title for offer in offers(PLAN, None, elsewhere=True)] == ["Resume from the checkpoint"]


def test_a_checkpoint_offers_what_its_plan_does_over_its_rows() -> None:
    checkpoint = Analysis.open(text(MADE, at_state(WorkerState.FAILED))).plan
    told = [
        (offer.title, offer.worker) for offer in in_checkpoint(checkpoint, Standing(MADE, at_state(WorkerState.FAILED)))
    ]
    assert told[0] == ("IN_PROGRESS, 0 of 3 merged", None)
    assert ("Try again", "W2") in told


def test_what_failed_can_be_tried_again() -> None:
    progress = with_worker(at_state(WorkerState.PENDING), "W1", state=WorkerState.FAILED)
    assert own(Standing(MADE, progress)) == ["failed", "Try again"]


def test_a_finished_run_offers_no_phase() -> None:
    progress = at_state(WorkerState.MERGED, tip="d", merged="e", removed=True)
    told = whole(Standing(MADE, progress._replace(landed="e", state=RunState.COMPLETED)))
    assert told == ["COMPLETED, 3 of 3 merged", "Update checkpoint"]


def test_what_a_finished_run_kept_can_be_cleaned_up() -> None:
    progress = at_state(WorkerState.MERGED, tip="d", merged="e", kept=".env")
    told = whole(Standing(MADE, progress._replace(landed="e", state=RunState.COMPLETED)))
    assert told == ["COMPLETED, 3 of 3 merged", "Clean up what was kept", "Update checkpoint"]


def test_an_agent_whose_end_nobody_knows_can_be_followed_or_tried_again() -> None:
    last = WORK._replace(ended=True, reason="unknown")
    progress = with_worker(at_state(WorkerState.PENDING), "W1", state=WorkerState.BLOCKED, last=last)
    assert own(Standing(MADE, progress)) == ["blocked", "Try again", "Take over its branch", "Open log"]


def test_a_phase_s_heading_offers_its_command() -> None:
    progress = at_state(WorkerState.DONE, start="c", ready=True, tip="d")
    (heading,) = PLAN.protocol.phases
    assert [one.title for one in offers(PLAN, Standing(MADE, progress)) if one.at == heading.at] == ["Merge"]


def test_what_is_no_plan_offers_nothing() -> None:
    assert not list(offers(Analysis.open("# Notes\n\nNothing here.\n").plan, None))
