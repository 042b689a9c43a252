"""Ownership in fields and lists: under labels, headings and leading lines, in prompts and keys."""

from __future__ import annotations

import pytest

from planloom.model.plan import Source
from tests.model.read.claims import all_claims, denials, read, written


def test_labels_give_the_role_and_notes_change_it() -> None:
    plan = read("""
### Worker 1: A
- **Branch:** a
- **Files:** `src/a.rs`, `src/new.rs` (new), `src/ref.rs` (read-only)
- **Creates:** `src/c.rs`
### Worker 2: B
- **Branch:** b
- **Owns:** `src/d/`
- **Reads:** `src/a.rs`
- **Must Not Touch:** `src/c.rs`, the schema
""")
    assert written(plan) == [
        ("Worker 1", "MODIFY", "src/a.rs"),
        ("Worker 1", "PRIMARY", "src/new.rs"),
        ("Worker 1", "READ", "src/ref.rs"),
        ("Worker 1", "PRIMARY", "src/c.rs"),
        ("Worker 2", "PRIMARY", "src/d/"),
        ("Worker 2", "READ", "src/a.rs"),
    ]
    assert [claim.path for claim in all_claims(plan) if claim.creates] == ["src/new.rs", "src/c.rs"]
    assert ("Worker 2", "src/c.rs") in denials(plan)


def test_lists_under_bare_labels_and_excludes() -> None:
    plan = read("""
## Agent A — Store
Own:
- `src/store/**`
- `!src/store/legacy/**`

Do NOT touch:
- `src/ui/**`
- the public API

## Agent B — UI
Own: `src/ui/**` (except `src/ui/generated/**`)
Depends on: Agent A
""")
    assert written(plan) == [("Agent A", "PRIMARY", "src/store/**"), ("Agent B", "PRIMARY", "src/ui/**")]
    keys = [claim.pattern.key for claim in all_claims(plan)]
    assert keys == ["src/store/ !src/store/legacy/", "src/ui/ !src/ui/generated/"]
    assert denials(plan) == [("Agent A", "src/ui/**"), ("Agent A", "the public API")]


def test_deeper_items_are_below_the_directory_above_them() -> None:
    plan = read("""
### Stream A: Memory
**File Ownership (EXCLUSIVE):**
- `app/memory/` directory (NEW)
  - `__init__.py`
  - `store.py` (rows)
- `app/models.py` (MODIFY - two fields)

### Stream B: Tools
**File Ownership (EXCLUSIVE):**
- `app/tools.py`
**Dependencies:** Stream A
""")
    assert written(plan) == [
        ("Stream A", "PRIMARY", "app/memory/"),
        ("Stream A", "PRIMARY", "app/memory/__init__.py"),
        ("Stream A", "PRIMARY", "app/memory/store.py"),
        ("Stream A", "MODIFY", "app/models.py"),
        ("Stream B", "PRIMARY", "app/tools.py"),
    ]


def test_items_name_their_owner_behind_or_before_the_path() -> None:
    plan = read("""
## File ownership
- `src/index.ts` (Agent 1: entry only)
- `src/style.css` — Agents 2 & 3
- `src/app.ts`: Agent 1 (primary), Agent 2 (append only)
- **Agent 3**: `docs/`, `README.md`

### Agent 1: Core
**Branch:** one
### Agent 2: Look
**Branch:** two
### Agent 3: Words
**Branch:** three
""")
    assert sorted(written(plan)) == sorted(
        [
            ("Agent 1", "PRIMARY", "src/index.ts"),
            ("Agent 2", "PRIMARY", "src/style.css"),
            ("Agent 3", "PRIMARY", "src/style.css"),
            ("Agent 1", "PRIMARY", "src/app.ts"),
            ("Agent 2", "MODIFY", "src/app.ts"),
            ("Agent 3", "PRIMARY", "docs/"),
            ("Agent 3", "PRIMARY", "README.md"),
        ]
    )


def test_shared_files_are_writes_that_need_an_order() -> None:
    plan = read("""
### Stream A: Layout
**Files**:
- `web/page.vue` — header
### Stream B: States
**Files**:
- `web/list.vue` — empty state

## Coordination
### Shared Files
- `web/page.vue` — Streams A & B (A the layout, B the states)

Shared by everyone (trivial conflicts): `web/package.json`, `bun.lock`
""")
    shared = {(claim.worker, claim.path) for claim in all_claims(plan) if claim.shared}
    assert shared == {
        (worker, path)
        for worker in ("Stream A", "Stream B")
        for path in ("web/page.vue", "web/package.json", "bun.lock")
    }


@pytest.mark.parametrize(
    "block",
    [
        "```\nYou own these files:\n- src/search.py (new)\n\nDo NOT touch:\n- src/api.py\n```",
        "```text\n### File Ownership\n- src/search.py\n\n### Do not touch\n- src/api.py\n```",
        "```yaml\nowns:\n  - src/search.py\nmust_not_touch: [src/api.py]\n```",
        "**Files Owned:**\n```\nsrc/search.py   # the index\n```\n**Do not touch:**\n```\nsrc/api.py\n```",
    ],
)
def test_prompts_and_blocks(block: str) -> None:
    plan = read(f"## Terminal 1: Search\n**Branch:** `t1`\n\n{block}\n\n## Terminal 2: API\n**Branch:** `t2`\n")
    assert written(plan) == [("Terminal 1", "PRIMARY", "src/search.py")]
    assert denials(plan) == [("Terminal 1", "src/api.py")]


def test_a_heading_that_announces_the_list() -> None:
    plan = read("""
### PR 4 file touches
**New files:**
- `core/grid.rs`
**Modified existing files:**
- `core/lib.rs` — one line
**NOT touched:** `ui/`

### PR 5 file touches
**New files:**
- `ui/view.rs`

| PR | Branch | Worktree |
|---|---|---|
| 4 | `pr-4` | `../wt-4` |
| 5 | `pr-5` | `../wt-5` |
""")
    assert [(role, path) for _, role, path in written(plan)] == [
        ("PRIMARY", "core/grid.rs"),
        ("MODIFY", "core/lib.rs"),
        ("PRIMARY", "ui/view.rs"),
    ]
    assert [words for _, words in denials(plan)] == ["ui/"]


def test_reading_lists_and_reports_claim_nothing_to_write() -> None:
    plan = read("""
### Agent A: Store
**Branch:** a

Read these files first:
- `src/rows.go` — the cursor

#### Files
- `src/store.go`

### Agent A — Completion Report
files_changed:
- `src/elsewhere.go`

### Agent B: Web
**Branch:** b
""")
    assert ("Agent A", "READ", "src/rows.go") in written(plan)
    assert [path for _, role, path in written(plan) if role != "READ"] == ["src/store.go"]


def test_tasks_count_only_where_there_is_no_other_ownership() -> None:
    tasks = """
## Stream 1: Vision
**Branch:** `s1`
```
1. SERVICE (backend/vision.py — create new):
   - Lens
2. ROUTES (backend/routes.py):
   - GET /vision
Update CHANGELOG.md. Read docs/intro.md first.
```
## Stream 2: Audio
**Branch:** `s2`
- Extend `backend/routes.py`
"""
    assert written(read(tasks)) == [
        ("Stream 1", "PRIMARY", "backend/vision.py"),
        ("Stream 1", "MODIFY", "backend/routes.py"),
        ("Stream 1", "MODIFY", "CHANGELOG.md"),
        ("Stream 2", "MODIFY", "backend/routes.py"),
    ]
    assert {claim.source for claim in all_claims(read(tasks))} == {Source.TASKS}
    assert written(read(tasks + "**Files:** `audio.py`\n")) == [("Stream 2", "MODIFY", "audio.py")]


@pytest.mark.parametrize(
    ("label", "role"),
    [("Puede tocar", "PRIMARY"), ("独占写权限", "PRIMARY"), ("対象ファイル", "MODIFY"), ("Scope footprint", "PRIMARY")],
)
def test_labels_in_other_words(label: str, role: str) -> None:
    plan = read(f"### Agent A: x\n**{label}:** `src/a/`、`src/b.ts`\n### Agent B: y\n**Branch:** b\n")
    assert written(plan) == [("Agent A", role, "src/a/"), ("Agent A", role, "src/b.ts")]


def test_sentences_say_who_owns_what() -> None:
    plan = read(
        "# P\n\n- `Coder-A` owns `store/**`, `api.ts`, and typing.\n- `Coder-B` owns `web/**`; reads `api.ts`.\n\n"
        "| Batch | Owner | Task |\n|---|---|---|\n| B1 | Coder-A | Store |\n| B2 | Coder-B | Web |\n"
    )
    assert plan.is_plan
    assert written(plan) == [
        ("Coder-A", "PRIMARY", "store/**"),
        ("Coder-A", "PRIMARY", "api.ts"),
        ("Coder-B", "PRIMARY", "web/**"),
    ]


def test_modules_that_own_files_are_no_workers() -> None:
    assert not read("# Design\n\n- `TokenStore` owns `a.py`.\n- `Parser` owns `b.py` and `c.py`\n").is_plan
