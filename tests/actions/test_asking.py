"""What a person is asked before steps are done."""

from __future__ import annotations

import pytest

from planloom.actions.asking import action, effects
from planloom.actions.dry_run import dry_run
from planloom.actions.step import Step
from planloom.model.progress import Phase
from tests.actions.blueprints import blueprint, job

PLAN = blueprint(job("W1"), job("W2", "W1"))
STEPS = tuple(dry_run(PLAN, "plan-0000-1"))


def of(*phases: Phase, worker: str | None = None) -> list[Step]:
    return [step for step in STEPS if step.phase in phases and worker in (None, step.worker)]


def test_a_whole_run_says_who_works_and_what_becomes_of_it() -> None:
    assert action(PLAN, STEPS) == "Run W1, W2 of PLAN.md with agent sample"
    assert effects(PLAN, STEPS) == "It merges W1, W2 into main, then removes their worktrees and branches."


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.SETUP, "Create worktrees for W1, W2 of PLAN.md"),
        (Phase.SPAWN, "Start W1, W2 of PLAN.md with agent sample"),
        (Phase.VALIDATE, "Validate W1, W2 of PLAN.md"),
        (Phase.MERGE, "Merge W1, W2 of PLAN.md into main"),
        (Phase.CLEANUP, "Remove the worktrees and branches of W1, W2 of PLAN.md"),
    ],
)
def test_one_phase_is_asked_for_by_what_it_does(phase: Phase, words: str) -> None:
    assert action(PLAN, of(phase)) == words
    assert effects(PLAN, of(phase)) == ""


def test_a_run_without_anybody_to_start_is_finished() -> None:
    left = [*of(Phase.MERGE, worker="W2"), *of(Phase.CLEANUP)]
    assert action(PLAN, left) == "Finish W2, W1 of PLAN.md"
    assert effects(PLAN, left) == "It merges W2 into main, then removes the worktrees and branches of W1, W2."
    assert action(PLAN, []) == "Finish PLAN.md"


def test_many_workers_are_counted() -> None:
    many = blueprint(*(job(f"W{number}") for number in range(1, 8)))
    assert action(many, tuple(dry_run(many, "plan-0000-1"))) == "Run 7 workers of PLAN.md with agent sample"


def test_an_agent_that_is_another_program_is_named_by_it() -> None:
    shell = PLAN._replace(agent=PLAN.agent._replace(name="shell", first=("/bin/bash", "-e")))
    assert action(shell, STEPS).endswith("with agent shell (bash)")
