"""Dependencies: what is found, what is left alone, and what fixes leave behind."""

from __future__ import annotations

import pytest

from tests.support.findings import marked, mended, of


def sections(*depends: str, label: str = "**Depends On:** ") -> str:
    """A plan of workers W1, W2, ... with these Depends On values."""
    return "\n".join(
        f"### W{i}: Part {i}\n\n**Files:** `src/{i}.py`\n{label}{value}\n" for i, value in enumerate(depends, 1)
    )


def test_a_cycle_is_one_finding_with_every_edge() -> None:
    (finding,) = of(sections("W3", "W1", "W2"), "dependency-cycle")
    assert "W1 -> W3 -> W2 -> W1" in finding.message
    assert len(finding.related) == 2
    assert len(finding.fixes) == 3


def test_two_cycles_are_two_findings() -> None:
    assert len(of(sections("W2", "W1", "W4", "W3"), "dependency-cycle")) == 2


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("W1, W3, W2", "W1, W2"),
        ("W3, W1", "W1"),
        ("W1 and W3", "W1"),
        ("W1, W2 & W3", "W1, W2"),
        ("W3 (its types), W1", "W1"),
        ("W1 (merged, really), W3 (soon)", "W1 (merged, really)"),
        ("`W1`, `W3`", "`W1`"),
        ("W3", "none"),
    ],
)
def test_an_item_leaves_its_list_with_its_separator(value: str, left: str) -> None:
    text = sections("none", "none", value)
    assert f"**Depends On:** {left}\n" in mended(text, "self-dependency")


def test_an_item_of_its_own_line_leaves_with_the_line() -> None:
    text = "### A1: Part\n\n**Files:** `a.py`\n".replace("A1", "W1") + (
        "\n### W2: Part\n\n**Files:** `b.py`\n**Depends On:**\n- W1\n- W2\n"
    )
    assert mended(text, "self-dependency").endswith("**Depends On:**\n- W1\n")


def test_a_range_is_written_out_without_the_worker() -> None:
    text = sections("W3", "none", "W1-W2")
    assert "**Depends On:** W2\n" in mended(text, "dependency-cycle", fix=1)


def test_a_dependency_said_twice_is_removed_twice() -> None:
    table = "| Agent | Owns | Depends On |\n|---|---|---|\n| W1 | `a/` | W1 |\n| W2 | `b/` | - |\n\n"
    assert "W1 |\n" not in mended(table + sections("W1", "none"), "self-dependency")


@pytest.mark.parametrize(
    "value",
    ["Phase 0 complete", "the auth contract", "#123", "none (foundation)", "all previous", "external API team", "-"],
)
def test_what_is_no_worker_id_is_no_unknown_worker(value: str) -> None:
    assert of(sections("none", value), "unknown-worker") == []


def test_finished_work_of_another_plan_is_no_unknown_worker() -> None:
    assert of(sections("none", "W9 (login) is complete"), "unknown-worker") == []
    assert marked(sections("none", "W9 (login)"), "unknown-worker") == ["W9"]


def test_an_unknown_worker_in_a_matrix_is_marked_once_and_defined_like_its_siblings() -> None:
    text = (
        "| File | W1 | W2 | W3 |\n|---|---|---|---|\n| a.py | PRIMARY | - | - |\n| b.py | - | - | PRIMARY |\n\n"
        "### Worker 1: One\n\n**Worktree:** `../x-w1`\n**Branch:** `feat/worker-1-one`\n\n"
        "### Worker 2: Two\n\n**Worktree:** `../x-w2`\n**Branch:** `feat/worker-2-two`\n\n## Later\n"
    )
    assert marked(text, "unknown-worker") == ["W3"]
    fixed = mended(text, "unknown-worker", fix=-1)
    assert ("### Worker 3: to be named\n\n**Worktree:** `../x-w3`\n**Branch:** `feat/worker-3`\n\n## Later\n") in fixed
    assert of(fixed, "unknown-worker") == []


def test_a_condition_before_the_id_goes_with_it() -> None:
    text = sections("none", "possibly W1")
    assert "**Depends On:** W1\n" in mended(text, "conditional-dependency")
    assert "**Depends On:** none\n" in mended(text, "conditional-dependency", fix=1)


def test_a_redundant_item_is_a_hint_with_a_safe_fix() -> None:
    (finding,) = of(sections("none", "W1", "W1, W2"), "redundant-dependency")
    assert finding.severity == 4
    assert finding.fixes[0].safe


def test_ranges_and_groups_are_not_redundant() -> None:
    assert of(sections("none", "W1", "W1-W2", "all previous"), "redundant-dependency") == []


def test_a_condition_in_a_cell_ends_with_the_cell() -> None:
    table = "| Agent | Owns | Depends On |\n|---|---|---|\n| W1 | `a/`, `b/` | - |\n| W2 | `c/`, `d/` | W1 (if any) |\n"
    assert "| W2 | `c/`, `d/` | W1 |\n" in mended(table, "conditional-dependency")
