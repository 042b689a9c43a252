"""What a Depends On value says."""

from __future__ import annotations

import pytest

from tests.model.read.reading import needs, read

PLAN = """
### Worker 1: One
**Wave:** 1
**Branch:** feat/1
### Worker 2: Two
**Wave:** 1
**Branch:** feat/2
### Worker 3: Three
**Wave:** 1
**Branch:** feat/3
### Worker 4: Four
**Wave:** 2
**Branch:** feat/4
**Depends On:** {value}
"""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("none", []),
        ("-", []),
        ("—", []),
        ("None (foundation)", []),
        ("Can start immediately", ["?"]),
        ("W1", ["Worker 1"]),
        ("worker-1, Worker 3", ["Worker 1", "Worker 3"]),
        ("W1 & W2", ["Worker 1", "Worker 2"]),
        ("W1 and W2 + W3", ["Worker 1", "Worker 2", "Worker 3"]),
        ("W1-W3", ["Worker 1", "Worker 2", "Worker 3"]),
        ("Workers 1-3", ["Worker 1", "Worker 2", "Worker 3"]),
        ("Workers 1 & 3 (interfaces)", ["Worker 1", "Worker 3"]),
        ("W1 complete", ["Worker 1"]),
        ("W1 merged, then W2", ["Worker 1", "Worker 2"]),
        ("W1 (storage traits, rust)", ["Worker 1"]),
        ("`W1`", ["Worker 1"]),
        ("**W1**", ["Worker 1"]),
        ("all previous", ["Worker 1", "Worker 2", "Worker 3"]),
        ("All previous workers", ["Worker 1", "Worker 2", "Worker 3"]),
        ("Wave 1", ["Worker 1", "Worker 2", "Worker 3"]),
        ("Ticket T-62 approved", [None]),
        ("The schema contract", [None]),
    ],
)
def test_values(value: str, expected: list[str | None]) -> None:
    found = needs(read(PLAN.format(value=value)))["Worker 4"]
    assert found == ([] if expected == ["?"] else expected)


def test_an_id_of_the_documents_shape_that_nothing_defines_is_unknown() -> None:
    worker = read(PLAN.format(value="W7")).workers["Worker 4"]
    assert [(d.worker, d.text, d.unknown) for d in worker.depends_on] == [(None, "W7", True)]


def test_what_is_over_is_not_unknown() -> None:
    worker = read(PLAN.format(value="W7 (✅ complete)")).workers["Worker 4"]
    assert not any(d.unknown for d in worker.depends_on)


@pytest.mark.parametrize("value", ["W1 (if applicable)", "W1 if needed", "W1 (optional)"])
def test_a_condition_is_said(value: str) -> None:
    worker = read(PLAN.format(value=value)).workers["Worker 4"]
    assert [(d.worker, d.conditional) for d in worker.depends_on] == [("Worker 1", True)]


def test_a_condition_is_about_its_own_item_only() -> None:
    worker = read(PLAN.format(value="W1, W2 (if applicable)")).workers["Worker 4"]
    assert [(d.worker, d.conditional) for d in worker.depends_on] == [("Worker 1", False), ("Worker 2", True)]


def test_each_item_has_its_own_place_and_a_range_shares_one() -> None:
    worker = read(PLAN.format(value="W1, Workers 2-3")).workers["Worker 4"]
    first, second, third = worker.depends_on
    assert (first.at.start, first.at.end) == (16, 18)
    assert second.at == third.at
    assert [d.implied for d in worker.depends_on] == [False, False, True]


def test_dependencies_as_a_list_below_the_label() -> None:
    plan = read("""
        ### Agent A: Data
        Issue: `04 - Tables`
        ### Agent B: Pages
        Depends on:

        - Issue 04
        Owns:
        - `src/pages/`
    """)
    assert needs(plan)["Agent B"] == ["Agent A"]


@pytest.mark.parametrize(
    "text",
    [
        "- **Agent B depends on Agent A** for its tables",
        "### Agent B depends on Agent A:",
        "- Agent B must wait for Agent A to be merged",
        "```\nWave 1 (parallel)\n  Agent A  a/\nWave 2 (parallel, unblocks when Agent A completes)\n  Agent B  b/\n```",
        "## Dependencies\n\n```\nAgent A → Agent B\n```",
        "| File | Agent | Depends On |\n|---|---|---|\n| `a.py` | A | — |\n| `b.py` | B | A |",
    ],
)
def test_other_ways_to_say_it(text: str) -> None:
    plan = read("### Agent A: Data\n**Branch:** a\n### Agent B: Pages\n**Branch:** b\n\n## Order\n\n" + text + "\n")
    assert needs(plan) == {"Agent A": [], "Agent B": ["Agent A"]}


def test_an_interface_to_write_against_is_no_dependency() -> None:
    plan = read("### Agent A: x\n**Branch:** a\n### Agent B: y\n**Branch:** b\n\nAgent B depends on Agent A's types.\n")
    assert needs(plan)["Agent B"] == []
