"""What a plan says exists: which tables, which cells."""

from __future__ import annotations

from planloom.model.read.plan import build
from planloom.syntax import scan

WORKERS = "### W1: Parser\n**Branch:** `feat/a`\n\n### W2: Lexer\n**Branch:** `feat/b`\n"


def existing(text: str) -> list[str]:
    return [value.text for value in build(scan(f"{text}\n\n{WORKERS}".splitlines())).existing]


def table(title: str, *rows: str) -> str:
    return "\n".join([title, "", "| Component | Location | Status |", "|---|---|---|", *rows])


def test_locations_of_what_exists() -> None:
    rows = ("| Parser | `src/parser.rs` | Working |", "| Rest | `src/a.rs:10-20`, `src/core/` | Working |")
    assert existing(table("### What EXISTS (Ready to Build On)", *rows)) == ["src/parser.rs", "src/a.rs", "src/core/"]


def test_no_other_tables() -> None:
    row = "| Parser | `src/parser.rs` | Working |"
    assert existing(table("### What DOESN'T EXIST (Must Build)", row)) == []
    assert existing(table("## Design", row)) == []


def test_rows_that_say_missing_and_paths_that_are_new_say_nothing() -> None:
    rows = ("| A | `src/a.rs` | Missing |", "| B | `src/b.rs` (new) | Working |", "| C | `src/c.rs` | ❌ |")
    assert existing(table("### What exists", *rows)) == []


def test_words_and_placeholders_are_no_paths() -> None:
    rows = ("| A | the parser | Working |", "| Example | `path/to/file` | Working |", "| B | `<name>.rs` | Working |")
    assert existing(table("### What EXISTS", *rows)) == []
