"""What looks like a path and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planloom.model.pattern import OPEN_END
from planloom.model.read.shapes import Shape, bare, quoted


@pytest.mark.parametrize(
    "word",
    [
        "src/lib.rs",
        "Cargo.toml",
        "Makefile",
        ".env.example",
        ".github/workflows/ci.yml",
        "docs/",
        "src/**/*.test.ts",
        "*_test.go",
        "src/app/(shop)/page.tsx",
        "app/[id]/page.tsx",
        "app/[...rest]/page.tsx",
        "lib/{parse,print}.ml",
        "../outside/x.rs",
        "test_[ab].py",
    ],
)
def test_paths_are_paths_in_code_and_in_text(word: str) -> None:
    assert quoted(word) == bare(word) == Shape(word)


@pytest.mark.parametrize(
    "word",
    [
        "and/or",
        "v1.2",
        "2.0.0",
        "e.g.",
        "Node.js",
        "parse()",
        "Store::open",
        "https://example.org/a.md",
        "github.com/some/module.go",
        "<name>",
        "<dir>/x.ts",
        "{stream}/notes.md",
        "[Name]",
        "W#/plan.md",
        "path/to/file.ts",
        "50/50",
        "@scope/package",
        "UI/UX",
        "console.log",
        "",
    ],
)
def test_other_words_are_no_paths_in_text(word: str) -> None:
    assert bare(word) is None


@pytest.mark.parametrize("word", ["cargo", "db.query", "feat/login", "use_pcs", "a = b", "--flag", "application/json"])
def test_code_that_is_no_path(word: str) -> None:
    assert quoted(word) is None


@pytest.mark.parametrize(
    ("word", "path", "lines"),
    [
        ("lib.rs:1-700", "lib.rs", (1, 700)),
        ("lib.rs:700+", "lib.rs", (700, OPEN_END)),
        ("src/a.py:12", "src/a.py", (12, 12)),
        ("src/a.py#L3-L9", "src/a.py", (3, 9)),
        ("src\\win\\a.cs", "src/win/a.cs", None),
        ("./src/a.py", "src/a.py", None),
    ],
)
def test_spellings_are_brought_into_one_form(word: str, path: str, lines: tuple[int, int] | None) -> None:
    assert quoted(word) == Shape(path, lines)


def test_a_column_of_paths_takes_directories_without_a_slash() -> None:
    assert bare("crates/core", column=True) == Shape("crates/core")
    assert bare("crates/core") is None
    assert bare("Frontend/UI", column=True) is None


@given(st.text(max_size=60))
def test_no_word_raises(word: str) -> None:
    for shape in (quoted(word), bare(word), quoted(word, column=True), bare(word, column=True)):
        assert shape is None or shape.path
