"""Ownership in tables: matrix, one owner a row, one worker a row, paths alone."""

from __future__ import annotations

from planloom.model.plan import OddCell, Source
from tests.model.read.claims import all_claims, denials, read, written

WORKERS = """
### Worker 1: Store
**Branch:** feat/store
### Worker 2: Web
**Branch:** feat/web
### Worker 3: Docs
**Branch:** feat/docs
"""


def test_a_matrix_gives_each_filled_cell_its_role() -> None:
    plan = read(f"""
| File | W1 | W2 | W3 | Notes |
|------|----|----|----|-------|
| src/store.rs | PRIMARY | - | READ | holds the rows |
| `src/web.rs` | MODIFY | **OWNS** | | |
| Cargo.toml | SHARED | SHARED | n/a | one line each |
{WORKERS}""")
    assert written(plan) == [
        ("W1", "PRIMARY", "src/store.rs"),
        ("W3", "READ", "src/store.rs"),
        ("W1", "MODIFY", "src/web.rs"),
        ("W2", "PRIMARY", "src/web.rs"),
        ("W1", "MODIFY", "Cargo.toml"),
        ("W2", "MODIFY", "Cargo.toml"),
    ]
    claims = [claim for some in plan.claims.values() for claim in some]
    assert {claim.source for claim in claims} == {Source.MATRIX}
    assert [claim.described for claim in claims] == [True, True, False, False, True, True]
    assert [claim.shared for claim in claims] == [False] * 4 + [True, True]


def test_places_of_a_cell_and_its_path() -> None:
    plan = read(f"| File | W1 | W2 |\n|---|---|---|\n|  `a/b.rs`  |  -  |  PRIMARY  |\n{WORKERS}")
    (claim,) = (claim for some in plan.claims.values() for claim in some)
    line = "|  `a/b.rs`  |  -  |  PRIMARY  |"
    assert line[claim.role_at.start : claim.role_at.end] == "PRIMARY"
    assert claim.at.line == claim.role_at.line == 2
    assert "a/b.rs" in line[claim.at.start : claim.at.end]


def test_rows_alike_but_for_path_and_notes_keep_their_own_places() -> None:
    rows = (
        "| a/b.rs | - | PRIMARY | why |",
        "| a/much/longer.rs | - | PRIMARY | |",
        "  | a/indented.rs | - | PRIMARY | |",
        "a/bare.rs | - | PRIMARY | why",
        "| `a/x\\|y.rs` | - | PRIMARY | why \\| how |",
        "| a/short.rs | - | PRIMARY |",
    )
    plan = read("| File | W1 | W2 | Notes |\n|---|---|---|---|\n" + "\n".join(rows) + "\n" + WORKERS)
    claims = all_claims(plan)
    lines = [rows[claim.at.line - 2] for claim in claims]
    assert lines == [row for row in rows if "\\" not in row]
    assert {line[c.role_at.start : c.role_at.end] for c, line in zip(claims, lines, strict=True)} == {"PRIMARY"}
    assert [line[c.at.start : c.at.end] for c, line in zip(claims, lines, strict=True)] == [c.written for c in claims]
    assert [claim.described for claim in claims] == [True, False, False, True, False]


def test_notes_may_stand_between_the_workers() -> None:
    plan = read(f"""
| File | W1 | Notes | W2 |
|---|---|---|---|
| a/b.rs | PRIMARY | why | MODIFY |
| a/c.rs | PRIMARY | | MODIFY |
{WORKERS}""")
    assert [claim.worker for claim in all_claims(plan)] == ["W1", "W2", "W1", "W2"]
    assert [claim.described for claim in all_claims(plan)] == [True, True, False, False]


def test_group_rows_are_the_folder_of_the_rows_below() -> None:
    plan = read(f"""
| File | W1 | W2 |
|---|---|---|
| **engine/** | | |
| src/lib.rs | CREATE | |
| engine/Cargo.toml | CREATE | |
| **tools/** | | |
| src/main.rs | | CREATE |
| **Everything else** | | |
| README.md | | MODIFY |
{WORKERS}""")
    assert [path for _, _, path in written(plan)] == [
        "engine/src/lib.rs",
        "engine/Cargo.toml",
        "tools/src/main.rs",
        "README.md",
    ]


def test_cells_that_are_no_role_are_kept_and_prose_is_not() -> None:
    plan = read(f"""
| File | W1 | W2 |
|---|---|---|
| a.rs | PRIMRY | PRIMARY |
| b.rs | may want a helper in here | PRIMARY |
| c.rs | must not touch | PRIMARY |
{WORKERS}""")
    odd = [cell for some in plan.odd_cells.values() for cell in some]
    assert [cell.text for cell in odd] == ["PRIMRY"]
    assert isinstance(odd[0], OddCell)
    assert denials(plan) == [("W1", "c.rs")]


def test_a_matrix_of_surfaces_holds_paths_in_its_cells() -> None:
    plan = read(f"""
| Surface | W1 | W2 |
|---|---|---|
| storage | `store/` (new) | — |
| routes | `api/store.py` | `api/web.py`, a hook in `app.py`¹ |
{WORKERS}""")
    assert written(plan) == [
        ("W1", "PRIMARY", "store/"),
        ("W1", "PRIMARY", "api/store.py"),
        ("W2", "PRIMARY", "api/web.py"),
        ("W2", "MODIFY", "app.py"),
    ]


def test_one_owner_a_row() -> None:
    plan = read(f"""
| Path | Owner | Action |
|---|---|---|
| `src/a.ts` | Worker 1 | CREATE |
| `src/b.ts` | W1 (PRIMARY), W2 (MODIFY) | |
| `src/c.ts` | W1-W3 | |
| `src/types.ts` | — | READ-ONLY |
| `CHANGELOG.md` | each worker appends | |
{WORKERS}""")
    assert written(plan) == [
        ("Worker 1", "PRIMARY", "src/a.ts"),
        ("Worker 1", "PRIMARY", "src/b.ts"),
        ("Worker 2", "MODIFY", "src/b.ts"),
        *((f"Worker {n}", "PRIMARY", "src/c.ts") for n in (1, 2, 3)),
        *((f"Worker {n}", "MODIFY", "CHANGELOG.md") for n in (1, 2, 3)),
    ]


def test_lines_in_a_path_cell() -> None:
    plan = read(f"""
| File | Owner |
|---|---|
| `src/main.rs` (help, lines 12-77) | W1 |
| `src/main.rs:200+` | W2 |
{WORKERS}""")
    lines = [claim.lines for some in plan.claims.values() for claim in some]
    assert lines[0] == (12, 77)
    assert lines[1] is not None and lines[1][0] == 200


def test_one_worker_a_row() -> None:
    plan = read("""
| Agent | Owned folders | Owned files | Must not touch | Reads |
|---|---|---|---|---|
| A - Store | `src/store/` | index.ts, rows/* | `src/web/` | `src/types.ts` |
| B - Web | `src/web/`, `public/` | All pages | Schema | — |
""")
    assert written(plan) == [
        ("A", "PRIMARY", "src/store/"),
        ("A", "PRIMARY", "src/store/index.ts"),
        ("A", "PRIMARY", "src/store/rows/*"),
        ("A", "READ", "src/types.ts"),
        ("B", "PRIMARY", "src/web/"),
        ("B", "PRIMARY", "public/"),
    ]
    assert denials(plan) == [("A", "src/web/"), ("B", "Schema")]


def test_a_table_of_paths_in_a_workers_section() -> None:
    plan = read("""
### Lane A: Core
**Branch:** lane/a

| File | Action |
|---|---|
| `src/core.ts` | CREATE |
| `src/index.ts` | MODIFY |

### Lane B: Web
**Branch:** lane/b
""")
    assert written(plan) == [("Lane A", "PRIMARY", "src/core.ts"), ("Lane A", "MODIFY", "src/index.ts")]


def test_a_long_matrix_goes_on_in_every_chunk_of_it() -> None:
    rows = "\n".join(f"| file_{n}.rs | PRIMARY | - |" for n in range(200))
    plan = read(f"| File | W1 | W2 |\n|---|---|---|\n| **pkg/** | | |\n{rows}\n{WORKERS}")
    claims = [claim for some in plan.claims.values() for claim in some]
    assert len(claims) == 200
    assert all(claim.path.startswith("pkg/file_") for claim in claims)
    assert len({claim.table for claim in claims}) == 1
    assert len(plan.claims) > 1


def test_a_row_without_its_last_bar_keeps_the_worker_behind_the_notes() -> None:
    plan = read("| File | W1 | Notes | W2\n|---|---|---|---\n| a.py | READ | why | PRIMARY\n\n### W1: A\n\n### W2: B\n")
    claims = [(claim.worker, claim.role.value) for some in plan.claims.values() for claim in some]
    assert ("W2", "PRIMARY") in claims
