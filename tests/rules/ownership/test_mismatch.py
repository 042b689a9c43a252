"""Taking over a path from one form of the plan into another, whatever the forms are."""

from __future__ import annotations

import pytest

from planloom.rules.analysis import Analysis
from tests.support.pages import applied

OWNERS = "| File | Owner | Action |\n|---|---|---|\n| `a.rs` | W1 | CREATE |\n| `b.rs` | W2 | CREATE |\n"
ROWS = "| Agent | Files | Branch |\n|---|---|---|\n| W1 | `a.rs`{} | `f/a` |\n| W2 | `b.rs` | `f/b` |\n"
BULLETS = "### W1: A\n**Owns:**\n- `a.rs`\n{}\n### W2: B\n**Owns:**\n- `b.rs`\n"
TREE = "```\nsrc/\n├── a.rs   # W1 CREATES: a\n├── b.rs   # W2 CREATES: b\n└── c.rs   # W1 CREATES: c\n```\n"


def mended(source: str) -> dict[str, str]:
    """The text after each fix, by the fix's first word; the fix leaves no mismatch behind."""
    analysis = Analysis.open(source)
    (finding,) = (finding for finding in analysis.findings() if finding.rule == "ownership-mismatch")
    results = {fix.title.split()[0]: applied(analysis, fix) for fix in finding.fixes}
    for text in results.values():
        assert not [f for f in Analysis.open(text).findings() if f.rule == "ownership-mismatch"]
    return results


def test_a_bullet_and_a_table_of_owners() -> None:
    results = mended(OWNERS + "\n" + BULLETS.format("- `c.rs`\n"))
    assert "| `c.rs` | W1 | - |" in results["Give"]
    assert results["Take"] == OWNERS + "\n" + BULLETS.format("")


def test_a_row_of_owners_and_bullets() -> None:
    results = mended(OWNERS + "| `c.rs` | W1 | CREATE |\n\n" + BULLETS.format(""))
    assert BULLETS.format("- `c.rs`\n") in results["Give"]
    assert results["Take"] == OWNERS + "\n" + BULLETS.format("")


def test_a_cell_of_a_table_of_workers() -> None:
    results = mended(OWNERS + "\n" + ROWS.format(", `c.rs`"))
    assert "| `c.rs` | W1 | - |" in results["Give"]
    assert results["Take"] == OWNERS + "\n" + ROWS.format("")


def test_a_tree_that_has_more_than_the_lists() -> None:
    lists = "### W1: A\n**Owns:**\n- `src/a.rs`\n- `src/x.rs`\n\n### W2: B\n**Owns:**\n- `src/b.rs`\n- `src/y.rs`\n"
    results = mended(f"## FILE STRUCTURE\n\n{TREE}\n{lists}")
    assert "- `src/x.rs`\n- `src/c.rs`\n" in results["Give"]
    assert "└── c.rs\n" in results["Take"]


@pytest.mark.parametrize("form", [ROWS.format(""), BULLETS.format("")])
def test_forms_that_agree(form: str) -> None:
    findings = Analysis.open(OWNERS + "\n" + form).findings()
    assert not [f for f in findings if f.rule == "ownership-mismatch"]
