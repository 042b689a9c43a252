"""Checkpoints that contradict themselves, and samples that say nothing."""

from __future__ import annotations

import pytest

from tests.support.findings import marked, mended, of

RULES = ("checkpoint-contradiction", "unknown-status", "unknown-phase")


def checkpoint(status: str, *rows: str) -> str:
    head = (
        "# Checkpoint: X\n\n**Status:** "
        + status
        + "\n\n## Worker Status\n\n| Worker | Status | Notes |\n|---|---|---|\n"
    )
    return head + "".join(f"| W{i} | {row} |\n" for i, row in enumerate(rows, 1))


@pytest.mark.parametrize(
    "text",
    [
        checkpoint("COMPLETED", "done | -", "merged | validated", "✅ Complete | -"),
        checkpoint("IN_PROGRESS", "running | 80 %", "⏳ Pending | -", "BLOCKED (needs W1) | -"),
        checkpoint("COMPLETED", "done | -", "abandoned | superseded by W1"),
        "```markdown\n" + checkpoint("COMPLETED", "running | -", "runing | -") + "```\n",
    ],
)
def test_nothing_to_say(text: str) -> None:
    plan = "### W1: One\n\n**Files:** `a.py`\n\n### W2: Two\n\n**Files:** `b.py`\n\n"
    assert [rule for rule in RULES if of(text, rule) or of(plan + text, rule)] == []


def test_over_while_workers_run() -> None:
    (finding,) = of(checkpoint("COMPLETED", "done | -", "running | -", "blocked | -"), "checkpoint-contradiction")
    assert "W2 is running and W3 is blocked" in finding.message
    assert len(finding.related) == 2


def test_merged_unvalidated() -> None:
    text = checkpoint("IN_PROGRESS", "merged | tests skipped", "running | -")
    assert marked(text, "checkpoint-contradiction") == ["merged"]


def test_one_unknown_word_in_two_rows_is_one_finding_with_one_fix() -> None:
    text = checkpoint("IN_PROGRESS", "runing | -", "done | -", "runing | -", "pending | -")
    assert marked(text, "unknown-status") == ["runing"]
    assert mended(text, "unknown-status").count("| running |") == 2


def test_where_most_words_are_unknown_they_mean_something_else() -> None:
    assert of(checkpoint("IN_PROGRESS", "magnificent | -", "done | -", "superb | -"), "unknown-status") == []


PHASES = "### W1: One\n\n**Files:** `a.py`\n\n### W2: Two\n\n**Files:** `b.py`\n\n" + "".join(
    f"## Phase {i}: {name}\n\n" for i, name in enumerate(("Setup Worktrees", "Spawn Workers", "Merge (Ordered)"), 1)
)


@pytest.mark.parametrize("phase", ["Phase 2: Spawn", "PHASE_3_MERGE", "Merge", "phase 1", "All phases complete"])
def test_a_phase_by_number_or_by_name(phase: str) -> None:
    text = PHASES + checkpoint("IN_PROGRESS", "done | -", "running | -") + f"\n## Current Phase\n\n{phase}\n"
    assert of(text, "unknown-phase") == []


def test_a_phase_that_the_plan_lacks() -> None:
    text = PHASES + checkpoint("IN_PROGRESS", "done | -", "running | -") + "\n## Current Phase\n\nPhase 7: Merging\n"
    assert marked(text, "unknown-phase") == ["Phase 7: Merging"]
    assert "Phase 3: Merge (Ordered)\n" in mended(text, "unknown-phase").split("Current Phase")[1]
