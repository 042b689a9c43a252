"""The paths that one line names, and what is said about each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planloom.model.read.cells import split_suffixes, spots


def paths(text: str) -> list[str]:
    return [spot.path for spot in spots(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`a/b.rs`, `c/d.rs` and `e.rs`", ["a/b.rs", "c/d.rs", "e.rs"]),
        ("a/b.py, c/d.py", ["a/b.py", "c/d.py"]),
        ("`a/x.toml`/`b.lock`", ["a/x.toml", "b.lock"]),
        ("`old/x.ts` → `new/x.ts`", ["old/x.ts", "new/x.ts"]),
        ("All files in adapters/", ["adapters/"]),
        ("✅ `src/a.ts` (Agent 4: routes only)", ["src/a.ts"]),
        ("screens inside `apps/phone/`", ["apps/phone/"]),
        ("edits to `a.rs`, `b.rs`", ["a.rs", "b.rs"]),
        ("New tests (`test_a.py`, `test_b.py`)", ["test_a.py", "test_b.py"]),
        ("`a.rs, b.rs`", ["a.rs", "b.rs"]),
        ("**main.rs** and **lib.rs**", ["main.rs", "lib.rs"]),
        ("`a/`、`b/`", ["a/", "b/"]),
    ],
)
def test_every_path_of_a_line(text: str, expected: list[str]) -> None:
    assert paths(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`a.rs` — uses `b.rs` and `c.rs`", ["a.rs"]),
        ("`a.rs` (see `b.rs`), `c.rs`", ["a.rs", "c.rs"]),
        ("wiring that conforms to `api/openapi.yaml`", []),
        ("`pytest tests/ -x`", []),
        ("web/app.py (ONLY: the hook. Do not touch web/other.py.)", ["web/app.py"]),
        ("server and client, frontend/backend split, README/env docs", []),
        ("`a.rs` - like `b.rs`", ["a.rs"]),
    ],
)
def test_what_is_only_mentioned_is_left_out(text: str, expected: list[str]) -> None:
    assert paths(text) == expected


def test_a_verb_in_brackets_claims_too() -> None:
    first, second = spots("`a/new.rs` (modifies `b/old.rs`)")
    assert (first.path, second.path) == ("a/new.rs", "b/old.rs")
    assert "modifies" in second.before


def test_an_exception_is_an_exclude() -> None:
    assert paths("`src/**` (except `src/gen/**`)") == ["src/**", "!src/gen/**"]


def test_notes_belong_to_the_path_before_them() -> None:
    first, second = spots("`a.rs` (new), `b.rs` (lines 12-40)")
    assert first.note.startswith("(new)") and first.lines is None
    assert second.lines == (12, 40)


def test_suffixes_stand_for_two_files() -> None:
    assert split_suffixes("core/ring.hpp/cpp") == ("core/ring.hpp", "core/ring.cpp")
    assert split_suffixes("core/ring.hpp") == ("core/ring.hpp",)


@given(st.text(alphabet="ab/.`*(), —\\:{}[]é✅1-", max_size=80))
def test_columns_are_where_the_path_stands(text: str) -> None:
    for spot in spots(text):
        assert text[spot.start : spot.end] == spot.written


def test_a_long_line_is_read_in_linear_time() -> None:
    assert len(paths("`src/a.rs`, " * 20_000)) == 20_000
    assert paths("(" * 50_000 + "`" * 50_001) == []
