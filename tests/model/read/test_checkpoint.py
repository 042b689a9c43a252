"""What a checkpoint says beside its statuses, and checkpoints in which nothing but statuses names the workers."""

from __future__ import annotations

import pytest

from planloom.model.plan import Plan
from planloom.rules.analysis import Analysis

HEAD = "# Checkpoint: Engine\n\n**Plan file:** `docs/PLAN.md`\n**Status:** IN_PROGRESS\n\n## Worker Status\n\n"


def table(*ids: str, key: str = "Worker") -> str:
    rows = "".join(f"| {id_} | running | 10:00 | - |\n" for id_ in ids)
    return f"| {key} | Status | Last Update | Notes |\n|---|---|---|---|\n{rows}"


def read(text: str) -> Plan:
    return Analysis(text).plan


def actions(plan: Plan) -> list[str]:
    assert plan.checkpoint
    return [value.text for value in plan.checkpoint.next_actions]


@pytest.mark.parametrize(
    "ids",
    [
        ("W1", "W2"),
        ("Agent A", "Agent B"),
        ("Backend", "Frontend API"),
        ("TASK-01", "B3F-LIN"),
        ("Codex Lane", "Claude Lane"),
        ("PR 8", "PR 9"),
        ("1", "2"),
    ],
)
def test_a_status_table_alone_names_its_workers(ids: tuple[str, ...]) -> None:
    plan = read(HEAD + table(*ids))
    assert (plan.is_plan, plan.is_checkpoint) == (False, True)
    assert plan.checkpoint
    assert [(row.worker, row.state) for row in plan.checkpoint.statuses] == [(id_, "running") for id_ in ids]


def test_a_status_table_of_things_is_no_checkpoint() -> None:
    assert not read(HEAD + table("Login", "Search", key="Feature")).is_checkpoint


def test_a_status_table_does_not_make_workers_beside_those_of_the_plan() -> None:
    text = "| File | W1 | W2 |\n|---|---|---|\n| a.rs | PRIMARY | - |\n\n### W1: A\n\n### W2: B\n\n"
    assert [*read(text + table("W1", "Release")).workers] == ["W1", "W2"]


@pytest.mark.parametrize(
    "said",
    [
        "## Next Actions\n\n1. Wait for W2\n2. Merge W1\n",
        "**Next Steps:**\n- Wait for W2\n- Merge W1\n",
        "### Next actions\n\n- [ ] Wait for W2\n- [ ] Merge W1\n",
    ],
)
def test_next_actions_are_read(said: str) -> None:
    assert actions(read(HEAD + table("W1", "W2") + "\n" + said)) == ["Wait for W2", "Merge W1"]


def test_the_plan_file_is_read() -> None:
    checkpoint = read(HEAD + table("W1", "W2")).checkpoint
    assert checkpoint
    assert checkpoint.path
    assert checkpoint.path.text == "docs/PLAN.md"


def test_waiting_as_a_numbered_action_is_no_dependency() -> None:
    plan = read(HEAD + table("W1", "W2") + "\n## Next Actions\n\n1. Wait for W2 to complete\n2. Validate W2\n")
    assert not any(worker.depends_on for worker in plan.workers.values())
    assert not plan.is_plan


def test_what_blocks_now_is_no_dependency() -> None:
    plan = read(HEAD + table("W1", "W2") + "\n## Blockers\n\n- W2 waits for W1\n- W1 depends on the review\n")
    assert not any(worker.depends_on for worker in plan.workers.values())
    assert not plan.is_plan


def test_an_edit_of_a_next_action_is_followed() -> None:
    analysis = Analysis(HEAD + table("W1", "W2") + "\n## Next Actions\n\n1. Wait\n")
    before = analysis.plan.checkpoint
    last = analysis.text.line_count - 2
    analysis.edit((last, 3), (last, 7), "Merge W1")
    assert actions(analysis.plan) == ["Merge W1"]
    assert before != analysis.plan.checkpoint
