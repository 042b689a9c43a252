"""What is due, phase by phase: who may begin, what waits, what a dry run shows."""

from __future__ import annotations

from planloom.actions.dry_run import as_json, dry_run
from planloom.actions.phases import blockers, due, phase_of
from planloom.actions.resume import reopened
from planloom.actions.step import Gate, MakeWorktree, MergeWorker, MoveTarget, Start
from planloom.model.blueprint import Limits, approval_hash
from planloom.model.progress import Attempt, Kind, Phase, WorkerState
from tests.actions.blueprints import beginning, blueprint, job, with_worker

CHAIN = blueprint(job("W1"), job("W2", "W1", check="make check"))


def kinds(steps: object) -> list[str]:
    return [f"{type(step).__name__} {step.worker or ''}".strip() for step in steps]  # type: ignore[attr-defined]


def test_a_dry_run_shows_every_step_in_order() -> None:
    assert kinds(dry_run(CHAIN, "plan-0000-1")) == [
        "MakeWorktree W1",
        "Furnish W1",
        "Start W1",
        "Start W1",
        "Gate W1",
        "MakeWorktree W2",
        "Furnish W2",
        "Start W2",
        "Start W2",
        "Gate W2",
        "OpenIntegration",
        "MergeWorker W1",
        "MergeWorker W2",
        "Start W2",
        "MoveTarget",
        "RemoveWorker W1",
        "RemoveWorker W2",
        "CloseIntegration",
    ]


def test_a_dry_run_is_commands_that_a_person_could_type() -> None:
    typed = [line for step in dry_run(CHAIN, "plan-0000-1") for line in as_json(step)["commands"]]
    assert "git worktree add --no-track -b feat/w1 /repo-w1 main" in typed
    assert "git -C /repo-w2 merge --no-edit feat/w1" in typed
    assert "git -C /repo-planloom-plan-0000-1 merge --no-ff --no-edit feat/w2" in typed


def test_whoever_depends_on_another_begins_when_that_one_is_validated() -> None:
    progress = beginning(CHAIN)
    assert [step.worker for step in due(CHAIN, progress) if isinstance(step, MakeWorktree)] == ["W1"]
    progress = with_worker(progress, "W1", state=WorkerState.DONE, tip="1" * 40, start="0" * 40)
    (step,) = due(CHAIN, progress)
    assert isinstance(step, MakeWorktree)
    assert (step.worker, step.onto) == ("W2", ("feat/w1",))


def test_setup_runs_before_the_agent_and_only_once() -> None:
    plan = blueprint(job("W1"), setup="make deps")
    progress = with_worker(beginning(plan), "W1", start="0" * 40, ready=True)
    (step,) = due(plan, progress)
    assert isinstance(step, Start)
    assert (step.kind, step.phase) == (Kind.SETUP, Phase.SETUP)
    passed = Attempt("W1/1-setup", Kind.SETUP, 1, ended=True, code=0)
    (step,) = due(plan, with_worker(progress, "W1", last=passed, attempts=1))
    assert isinstance(step, Start)
    assert (step.kind, step.number) == (Kind.WORK, 2)


def test_an_agent_goes_on_in_its_session_where_it_has_one() -> None:
    plan = blueprint(job("W1"))
    ready = with_worker(beginning(plan), "W1", start="0" * 40, ready=True, tries=1, session="s-1")
    (step,) = due(plan, ready)
    assert isinstance(step, Start)
    assert step.argv == plan.agent.again


def test_one_rate_limit_parks_all_workers_of_the_agent() -> None:
    plan = blueprint(job("W1"), job("W2"))
    progress = beginning(plan)
    for worker in ("W1", "W2"):
        progress = with_worker(progress, worker, start="0" * 40, ready=True)
    progress = with_worker(progress, "W1", parked="2026-01-01T10:00:00Z")
    assert due(plan, progress, now="2026-01-01T09:59:59Z") == []
    assert len(due(plan, progress, now="2026-01-01T10:00:00Z")) == 2


def test_a_ceiling_that_is_reached_starts_nobody_and_is_said() -> None:
    plan = blueprint(job("W1"))._replace(limits=Limits(run_cost=2.0))
    progress = with_worker(beginning(plan), "W1", start="0" * 40, ready=True, cost=2.5)
    assert due(plan, progress) == []
    (said,) = blockers(plan, progress)
    assert said.startswith("W1 has used 2.5 of 2 dollars of the whole run (run.total-cost): raise it")


def test_nothing_merges_before_everybody_is_validated() -> None:
    progress = with_worker(beginning(CHAIN), "W1", state=WorkerState.DONE, tip="1" * 40, start="0" * 40)
    progress = with_worker(progress, "W2", state=WorkerState.VALIDATING, start="1" * 40)
    assert kinds(due(CHAIN, progress)) == ["Start W2"]
    assert phase_of(CHAIN, progress) is Phase.VALIDATE


def test_a_conflict_stops_the_merging_there() -> None:
    plan = blueprint(job("W1"), job("W2"), job("W3"))
    progress = beginning(plan)._replace(integration="i" * 40)
    for worker in ("W1", "W2", "W3"):
        progress = with_worker(progress, worker, state=WorkerState.DONE, tip=worker[1] * 40)
    progress = with_worker(progress, "W1", merged="i" * 40)
    assert [type(step) for step in due(plan, progress)] == [MergeWorker]
    assert due(plan, with_worker(progress, "W2", state=WorkerState.BLOCKED)) == []


def test_one_that_breaks_the_check_lets_the_others_go_on_but_not_the_target() -> None:
    plan = blueprint(job("W1"), job("W2"), job("W3"))
    progress = beginning(plan)._replace(integration="i" * 40)
    for worker in ("W1", "W2", "W3"):
        progress = with_worker(progress, worker, state=WorkerState.DONE, tip=worker[1] * 40, merged="i" * 40)
    assert [type(step) for step in due(plan, progress)] == [MoveTarget]
    broken = with_worker(progress, "W2", state=WorkerState.FAILED, merged=None, reason="fails together with W1")
    assert due(plan, broken) == []
    waiting = with_worker(broken, "W3", merged=None)
    assert kinds(due(plan, waiting)) == ["MergeWorker W3"]


def test_a_resumed_run_validates_work_before_it_pays_again() -> None:
    plan = blueprint(job("W1"), job("W2"), job("W3"), job("W4"))
    progress = beginning(plan)
    worked = Attempt("W1/1-work", Kind.WORK, 1, ended=True, code=0)
    crashed = worked._replace(code=1)
    unknown = worked._replace(code=None, reason="unknown")
    progress = with_worker(progress, "W1", state=WorkerState.FAILED, was=WorkerState.VALIDATING, last=worked)
    progress = with_worker(progress, "W2", state=WorkerState.FAILED, last=crashed)
    progress = with_worker(progress, "W3", state=WorkerState.BLOCKED, last=unknown)
    progress = with_worker(progress, "W4", state=WorkerState.BLOCKED, tip="4" * 40)
    found = {one.worker: one.state for one in reopened(progress)}
    assert found == {"W1": WorkerState.VALIDATING, "W2": WorkerState.PENDING, "W4": WorkerState.DONE}
    assert "W3" in {one.worker for one in reopened(progress, asked={"W3"})}


def test_without_a_validation_the_gate_is_next() -> None:
    plan = blueprint(job("W1", validation=""))
    progress = with_worker(beginning(plan), "W1", state=WorkerState.VALIDATING)
    assert [type(step) for step in due(plan, progress)] == [Gate]


def test_an_approval_covers_what_runs_and_never_how_far_it_is() -> None:
    assert approval_hash(CHAIN) == approval_hash(blueprint(job("W1"), job("W2", "W1", check="make check")))
    assert approval_hash(CHAIN) != approval_hash(blueprint(job("W1"), job("W2", "W1", check="make all")))


def test_whoever_waits_for_somebody_stuck_is_named_however_far_away() -> None:
    plan = blueprint(job("W1"), job("W2", "W1"), job("W3", "W2"))
    progress = with_worker(beginning(plan), "W1", state=WorkerState.FAILED, reason="exit status 1")
    assert blockers(plan, progress) == ("W1 failed: exit status 1", "W2 waits for W1", "W3 waits for W2")
    validated = with_worker(progress, "W2", state=WorkerState.DONE, tip="2" * 40)
    assert "W2 waits for W1" in blockers(plan, validated)


def test_adopted_work_that_waited_for_a_person_is_validated_not_given_to_an_agent() -> None:
    progress = beginning(blueprint(job("W1"), job("W2")))
    progress = with_worker(progress, "W1", state=WorkerState.BLOCKED, was=WorkerState.VALIDATING, start="s" * 40)
    stopped = Attempt("W2/1-work", Kind.WORK, 1, ended=True, reason="stopped")
    progress = with_worker(progress, "W2", state=WorkerState.BLOCKED, was=WorkerState.RUNNING, last=stopped)
    found = {one.worker: one.state for one in reopened(progress)}
    assert found == {"W1": WorkerState.VALIDATING, "W2": WorkerState.PENDING}
