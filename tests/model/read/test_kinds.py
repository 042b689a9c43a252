"""What is a plan, what is a checkpoint, and what is neither."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.model.read.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "### W1: a\n**Branch:** x\n### W2: b\n**Branch:** y\n",
        "### Agent A: a\n**Files:** `a.py`\n### Agent B: b\n**Files:** `b.py`\n",
        "### Track 1: a\n### Track 2: b\n**Dependencies:** Track 1\n",
        "| File | Owner |\n|---|---|\n| `a.py` | Agent A |\n| `b.py` | Agent B |\n",
        "| File | W1 | W2 |\n|---|---|---|\n| a.py | PRIMARY | - |\n\n### W1: a\n",
        "### Worker 1: a\n**Worktree:** `../a`\n**Branch:** `x`\n**Task:**\n1. Go\n",
        "## Wave 1\n### Agent A: a\n## Wave 2\n### Agent B: b\n",
    ],
)
def test_plans(text: str) -> None:
    plan = read(text)
    assert plan.is_plan
    assert not plan.is_checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Notes\n\nNothing here.\n",
        "## Task 1.1: Parse\n**File:** `a.py`\n## Task 1.2: Print\n**File:** `b.py`\n",
        "### Session 1: Introduction\n**Prerequisites:** a laptop\n### Session 2: More\n**Prerequisites:** patience\n",
        "| Task | Depends on | Description |\n|---|---|---|\n| build | compile | all |\n| compile | - | code |\n",
        "| Role | Directory |\n|---|---|\n| web | /var/www |\n| db | /var/lib |\n",
        "| Team | Members |\n|---|---|\n| Red | Ann |\n| Blue | Bob |\n",
        "| Option | Type | Default |\n|---|---|---|\n| branch | string | main |\n",
        "## Phase 1\n\n- one\n\n## Phase 2\n\n- two\n",
        "## 1.2.0\n\n- Fix #52: files\n\n## 1.1.0\n\n- Fix #51: branch\n",
        "### Issue 1: it fails\nSteps: none\n### Issue 2: it hangs\nSteps: none\n",
        "### Unit 1\n**Files:** slides\n",
        "### FR-1: Log in\n**Dependencies:** none\n### FR-2: Log out\n**Dependencies:** FR-1\n",
        "```markdown\n### W1: a\n**Branch:** x\n### W2: b\n**Branch:** y\n```\n",
    ],
)
def test_what_is_neither(text: str) -> None:
    plan = read(text)
    assert not plan.is_plan
    assert not plan.is_checkpoint


def test_a_comment_makes_a_plan_of_any_document() -> None:
    assert read("# Notes\n\n<!-- planloom: plan -->\n\nwords\n").is_plan
    assert not read("# Notes\n\n<!-- planloom: allow placeholder -->\n\nwords\n").is_plan


CHECKPOINT = """
# Checkpoint: Search

**Created:** 2030-01-01
**Status:** IN_PROGRESS

## Worker Status

| Worker | Status | Last Update | Notes |
|--------|--------|-------------|-------|
| W1 | ✅ done | today | Merged |
| W2 | 🔵 Running | today | half |
| W3 | BLOCKED (needs W1) | today | |
| W4 | queueing | today | |

## Current Phase

Phase 3: Monitoring
"""


def test_a_status_table_makes_a_checkpoint() -> None:
    plan = read(CHECKPOINT)
    assert plan.is_checkpoint
    assert not plan.is_plan
    assert plan.checkpoint is not None
    assert [(s.worker, s.state) for s in plan.checkpoint.statuses] == [
        ("W1", "done"),
        ("W2", "running"),
        ("W3", "blocked"),
        ("W4", None),
    ]
    assert plan.checkpoint.statuses[0].notes == "Merged"
    assert plan.checkpoint.status is not None
    assert plan.checkpoint.status.text == "IN_PROGRESS"
    assert not plan.checkpoint.sample


def test_the_templates_status_table_in_a_fence_is_a_sample() -> None:
    text = "### W1: a\n**Branch:** x\n### W2: b\n**Branch:** y\n\n## CHECKPOINT TEMPLATE\n\n"
    text += f"Save to `archive/CHECKPOINT_search.md`:\n\n```markdown\n{dedent(CHECKPOINT)}```\n"
    plan = read(text)
    assert plan.is_plan
    assert not plan.is_checkpoint
    assert plan.checkpoint is not None
    assert plan.checkpoint.sample
    assert plan.checkpoint_path is not None
    assert plan.checkpoint_path.text == "archive/CHECKPOINT_search.md"


def test_yaml_statuses_are_read() -> None:
    text = "### W1: a\n**Branch:** x\n### W2: b\n**Branch:** y\n\n"
    text += "```yaml\nworkers:\n  W1: { status: RUNNING, branch: x }\n  W2:\n    status: pending\n```\n"
    plan = read(text)
    assert plan.checkpoint is not None
    assert [(s.worker, s.state) for s in plan.checkpoint.statuses] == [("W1", "running"), ("W2", "pending")]


def test_a_checkbox_list_of_workers_in_a_status_section_gives_statuses() -> None:
    text = "### Agent A: a\n**Branch:** x\n### Agent B: b\n**Branch:** y\n\n## Status\n\n"
    plan = read(text + "- [x] Wave 1 Agent A — done\n- [ ] Wave 1 Agent B — later\n- [ ] clean up\n")
    assert plan.checkpoint is not None
    assert [(s.worker, s.state) for s in plan.checkpoint.statuses] == [("Agent A", "done"), ("Agent B", "pending")]


def test_ids_that_nothing_defines_are_mentioned_without_a_worker() -> None:
    plan = read("""
        | File | W1 | W2 | W9 |
        |------|----|----|----|
        | a.py | PRIMARY | - | READ |

        ```
        src/
        ├── a.py   # W1 CREATES
        └── b.py   # W8 CREATES
        ```

        ### W1: a
        **Branch:** x
        ### W2: b
        **Branch:** y

        ## Merge Order

        1. W1
        2. W2
        3. W7
    """)
    unknown = {(m.text, m.where) for mentions in plan.mentions.values() for m in mentions if m.worker is None}
    assert unknown == {("W9", "matrix"), ("W8", "file tree"), ("W7", "merge order")}


def test_goal_title_and_sections() -> None:
    plan = read("""
        # Plan: Search

        **Goal:** Find things.

        ## FILE OWNERSHIP MATRIX
        ## WORKER DEFINITIONS
        ### Worker 1: a
        **Branch:** x
        ### Worker 2: b
        **Branch:** y
        ## ORCHESTRATOR PROTOCOL
    """)
    assert plan.title is not None
    assert plan.goal is not None
    assert (plan.title.text, plan.goal.text) == ("Plan: Search", "Find things.")
    assert plan.canonical
    assert [section.kind for section in plan.sections] == ["matrix", "workers", "protocol"]
