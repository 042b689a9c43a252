"""Who the workers of a document are, however it writes their ids."""

from __future__ import annotations

import pytest

from tests.model.read.reading import ids, read


@pytest.mark.parametrize(
    ("heading", "id_", "name"),
    [
        ("## W1: Storage", "W1", "Storage"),
        ("### Worker 1 — Storage", "Worker 1", "Storage"),
        ("### 🤖 Worker A: Storage (Rust)", "Worker A", "Storage"),
        ("#### **Agent 1: Storage**", "Agent 1", "Storage"),
        ("### **AGENT 1: Storage** 🔧", "AGENT 1", "Storage 🔧"),
        ("### Stream B -> Storage", "Stream B", "Storage"),
        ("### Workstream 03 – Storage", "Workstream 03", "Storage"),
        ("## Track C (Storage)", "Track C", "Storage"),
        ("### Issue #52: Storage", "Issue #52", "Storage"),
        ("### Wave 1 Agent A: Storage", "Agent A", "Storage"),
        ("## W1_PROMPT (Storage)", "W1", "Storage"),
        ("### Lane A", "Lane A", ""),
        ("### Codex Lane: Storage", "Codex Lane", "Storage"),
    ],
)
def test_a_heading_names_a_worker(heading: str, id_: str, name: str) -> None:
    plan = read(f"{heading}\n\n**Branch:** feat/a\n")
    assert ids(plan) == [id_]
    assert plan.workers[id_].name == name


def test_the_place_of_a_worker_is_its_id() -> None:
    plan = read("# P\n\n### 🤖 **Worker 1**: Storage\n\n**Branch:** feat/a\n")
    at = plan.workers["Worker 1"].at
    chunk = next(c for c in plan.tree.chunks if c.key == at.chunk)
    assert chunk.lines[at.line][at.start : at.end] == "Worker 1"


def test_spellings_of_one_id_are_one_worker_and_the_first_is_its_name() -> None:
    plan = read("""
        ### Worker 1: Storage
        **Branch:** feat/a
        ### Worker 2: Server
        **Depends On:** W1
        **Branch:** feat/b
        ## Prompts
        ### worker-1
        **Worktree:** ../r-w1
    """)
    assert ids(plan) == ["Worker 1", "Worker 2"]
    assert plan.workers["Worker 1"].worktree is not None
    assert len(plan.workers["Worker 1"].definitions) == 2
    assert [d.worker for d in plan.workers["Worker 2"].depends_on] == ["Worker 1"]


def test_a_bare_letter_in_a_table_is_the_worker_that_a_heading_spells_out() -> None:
    plan = read("""
        | Agent | Files Owned |
        |-------|-------------|
        | A | `src/a.py` |
        | B | `src/b.py` |

        ### Agent A: one
        ### Agent B: two
    """)
    assert ids(plan) == ["Agent A", "Agent B"]


def test_tasks_under_agents_are_no_workers() -> None:
    plan = read("""
        ## Agent 1: Data
        **Branch:** feat/data
        ### Task 1.1: Tables
        **Files:** `a.sql`
        ### Task 1.2: Seeds
        ## Agent 2: Web
        **Branch:** feat/web
        ### Task 2.1: Pages
    """)
    assert ids(plan) == ["Agent 1", "Agent 2"]


def test_two_words_for_the_same_people_are_one_family() -> None:
    plan = read("""
        ### Track C: Search
        **Worktree**: `trees/c`
        **Branch**: `feature/c`
        ### Track D: Speed
        **Worktree**: `trees/d`
        **Branch**: `feature/d`
        ## Instructions
        ### Agent C: search person
        ### Agent D: speed person
    """)
    assert ids(plan) == ["Track C", "Track D"]


def test_a_heading_over_a_range_stands_for_its_members() -> None:
    plan = read("""
        #### Agent 1-2: Routes
        - `api/routes.ts` (Agent 1)
        - `api/index.ts` (Agent 2)
        #### Agent 3-4: Jobs
        - `jobs/run.ts` (Agent 3)
        - `jobs/stop.ts` (Agent 4)
    """)
    assert ids(plan) == ["Agent 1", "Agent 2", "Agent 3", "Agent 4"]


def test_sub_numbers_are_ids_of_their_own() -> None:
    plan = read("""
        ### Task 1.1: Base
        **Depends on:** none
        **Branch:** task/base
        ### Task 11: Other
        **Depends on:** Task 1.1
        **Branch:** task/other
    """)
    assert ids(plan) == ["Task 1.1", "Task 11"]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("| Worker | Branch | Worktree |", ["Worker-Air | feat/air | ../air", "Main Orchestrator | main-x | ../m"],
         ["Worker-Air", "Main Orchestrator"]),
        ("| PR | Branch | Worktree | Touches |", ["PR 8 | pr-8 | ../p8 | `a.py`", "PR 9a.5 | pr-9 | ../p9 | `b.py`"],
         ["PR 8", "PR 9a.5"]),
        ("| # | Job | Writes ONLY |", ["**A** | End | `a.gd`", "**B** | Door | `b.gd`"], ["A", "B"]),
        ("| Task | Owns | Branch |", ["TASK-01 | `a/` | t/1", "B3F-LIN | `b/` | t/2"], ["TASK-01", "B3F-LIN"]),
    ],
)  # fmt: skip
def test_the_key_column_of_a_worker_table_names_workers(header: str, cells: list[str], expected: list[str]) -> None:
    rows = "\n".join(f"| {row} |" for row in cells)
    assert ids(read(f"{header}\n{'|---' * (header.count('|') - 1)}|\n{rows}\n")) == expected


def test_owners_of_files_are_workers_where_no_section_defines_them() -> None:
    plan = read("""
        | File | Owner |
        |------|-------|
        | `a.go` | Agent A |
        | `b.go` | Agent B |
    """)
    assert ids(plan) == ["Agent A", "Agent B"]
    assert plan.is_plan


def test_lines_of_plain_text_define_workers_too() -> None:
    plan = read("""
          Issue #52: Weather data
          └─ Worktree: ../w52
          └─ Branch: feature/52

          Issue #53: Cases
          └─ Worktree: ../w53
          └─ Branch: feature/53
          └─ Tasks:
            - Read files
            - BLOCKED BY: #52
    """)
    assert ids(plan) == ["Issue #52", "Issue #53"]
    assert plan.workers["Issue #53"].branch is not None
    assert plan.workers["Issue #53"].branch.text == "feature/53"
    assert [d.worker for d in plan.workers["Issue #53"].depends_on] == ["Issue #52"]


def test_headings_shown_in_a_fence_define_nobody() -> None:
    plan = read("""
        ### Worker 1: Real
        **Branch:** feat/a
        ### Worker 2: Real
        **Branch:** feat/b

        ```markdown
        ### Worker 3: [Name]
        **Branch:** `feat/worker-3`
        ```
    """)
    assert ids(plan) == ["Worker 1", "Worker 2"]


def test_a_prompt_in_a_fence_gives_the_fields_of_its_heading() -> None:
    plan = read("""
        ## W1_PROMPT (Loop)

        ```
        WORKING DIRECTORY: /srv/r-w1
        BRANCH: feat/loop
        ```

        ## W2_PROMPT (Sync)

        ```
        WORKING DIRECTORY: /srv/r-w2
        BRANCH: feat/sync
        ```
    """)
    assert {w.id: w.branch and w.branch.text for w in plan.workers.values()} == {"W1": "feat/loop", "W2": "feat/sync"}


@pytest.mark.parametrize(
    ("before", "id_"),
    [
        ("```\nsrc/\n├── a.py   # W1 CREATES: it\n└── b.py   # W2: that\n```\n", "W1"),
        ("| File | W1 | W2 |\n|---|---|---|\n| a.py | PRIMARY | - |\n", "W1"),
        ("**Depends On:** Worker-1\n", "Worker-1"),
        ("In prose, W1 is nobody.\n", "Worker 1"),
        ("**Branch:** `feat/worker-1`\n", "Worker 1"),
        ("**Depends On:** `feat/worker-1`\n", "Worker 1"),
    ],
)
def test_a_worker_is_called_as_the_plan_first_calls_it(before: str, id_: str) -> None:
    plan = read(
        f"# P\n\n{before}\n### Worker 1: One\n\n**Branch:** `feat/one`\n\n### Worker 2: Two\n\nDepends On: W1\n"
    )
    assert ids(plan)[0] == id_
    assert [d.worker for d in list(plan.workers.values())[1].depends_on] == [id_]


def test_a_bare_letter_is_no_first_form() -> None:
    table = "| Agent | Branch |\n|---|---|\n| A | `feat/a` |\n| B | `feat/b` |\n"
    plan = read(f"# P\n\n{table}\n## Agent A: One\n\n**Files:** `a.py`\n\n## Agent B: Two\n\n**Files:** `b.py`\n")
    assert ids(plan) == ["Agent A", "Agent B"]
