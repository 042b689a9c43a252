"""What a person sees before anything runs."""

from __future__ import annotations

from planloom.actions.approval import shown
from planloom.model.agent import Agent
from planloom.model.blueprint import approval_hash
from planloom.model.settings import RunSettings
from tests.actions.drawing import drawn
from tests.actions.plans import PLAN


def test_every_command_folder_branch_and_hook_is_shown_and_the_hash() -> None:
    blueprint = drawn(PLAN, run=RunSettings(setup="npm ci\nnpm run build", copy=(".env",), cost=5.0))
    lines = list(shown(blueprint, ["pre-commit", "post-checkout"]))
    text = "\n".join(lines)
    assert lines[-1].endswith(approval_hash(blueprint))
    for job in blueprint.jobs:
        assert job.branch in text
        assert job.worktree in text
        for script in (job.validation, job.check):
            assert "\n".join(f"    | {line}" for line in script.rstrip("\n").split("\n")) in text
    assert "    | npm ci\n    | npm run build\n" in text
    assert "mock '{prompt_file}'" in text
    assert "pre-commit, post-checkout" in text
    assert ".env" in text
    assert "$5 a worker" in text


def test_what_can_be_typed_is_quoted() -> None:
    blueprint = drawn(PLAN)
    first = blueprint.jobs[0]._replace(worker="Session A")
    shown_lines = "\n".join(shown(blueprint._replace(plan="my plan.md", jobs=(first, *blueprint.jobs[1:]))))
    assert "`planloom prompt 'my plan.md' 'Session A'` prints" in shown_lines


def test_an_agent_that_is_a_person_is_said_to_be_one() -> None:
    blueprint = drawn(PLAN)._replace(agent=Agent("hand", ()))
    assert "Agent       hand: nobody is started" in list(shown(blueprint))


def test_what_hides_is_written_out() -> None:
    blueprint = drawn(PLAN, run=RunSettings())
    bad = blueprint._replace(furniture=blueprint.furniture._replace(setup="echo \x1b[2J\u202e"))
    assert "    | echo <U+001B>[2J<U+202E>" in list(shown(bad))


def test_a_worker_that_nothing_validates_is_said_to_be_so() -> None:
    blueprint = drawn(PLAN.replace("**Validation:** `cargo test -p lexer`\n", ""))
    assert sum("no script" in line for line in shown(blueprint)) == 1
