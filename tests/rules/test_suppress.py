"""What a user silences stays silent, and a comment that silences nothing is said."""

from __future__ import annotations

from planloom.model.settings import Settings
from planloom.rules.analysis import Analysis
from planloom.rules.finding import Severity

MATRIX = """\
| File | W1 | W2 |
|------|----|----|
| a.rs | PRIMARY | PRIMARY |

### W1: first

**Branch:** `feat/w1`

### W2: second

**Branch:** `feat/w2`
"""


def rules(source: str, settings: Settings | None = None) -> list[str]:
    shown = ("shared-primary", "unused-allow")
    return sorted({f.rule for f in Analysis.open(source, settings).findings() if f.rule in shown})


def test_a_comment_above_a_table_silences_the_rule_in_all_its_rows() -> None:
    assert rules(MATRIX) == ["shared-primary"]
    assert rules(f"<!-- planloom: allow shared-primary -->\n\n{MATRIX}") == []


def test_two_comments_above_one_table_both_count() -> None:
    comments = "<!-- planloom: allow missing-primary -->\n\n<!-- planloom: allow shared-primary -->\n\n"
    assert rules(comments + MATRIX) == ["unused-allow"]


def test_a_comment_for_the_file_silences_everywhere() -> None:
    assert rules(f"{MATRIX}\n<!-- planloom: allow-file shared-primary -->\n") == []


def test_a_comment_elsewhere_silences_nothing_and_is_reported() -> None:
    assert rules(MATRIX.replace("### W2", "<!-- planloom: allow shared-primary -->\n\n### W2")) == [
        "shared-primary",
        "unused-allow",
    ]


def test_a_misspelled_rule_is_named_with_the_nearest() -> None:
    found = Analysis.open(f"<!-- planloom: allow shared-primry -->\n\n{MATRIX}").findings()
    assert "`shared-primary`" in next(f.message for f in found if f.rule == "unused-allow")


def test_typing_the_comment_away_brings_the_finding_back() -> None:
    analysis = Analysis.open(f"<!-- planloom: allow shared-primary -->\n\n{MATRIX}")
    assert "shared-primary" not in {f.rule for f in analysis.findings()}
    analysis.edit((0, 0), (1, 0), "")
    assert "shared-primary" in {f.rule for f in analysis.findings()}


def test_settings_choose_rules_and_severities() -> None:
    found = Analysis.open(MATRIX, Settings(severity={"shared-primary": "hint"})).findings()
    assert next(f.severity for f in found if f.rule == "shared-primary") is Severity.HINT
    assert rules(MATRIX, Settings(ignore=frozenset({"shared-primary"}))) == []
    assert {f.rule for f in Analysis.open(MATRIX, Settings(select=frozenset({"missing-done-when"}))).findings()} <= {
        "missing-done-when"
    }


def test_a_comment_makes_any_document_a_plan() -> None:
    lone = "### W1: first\n\n**Depends On:** W1\n\n### W2: second\n"
    assert not Analysis.open("# notes\n\ntext\n").plan.is_plan
    assert Analysis.open(f"<!-- planloom: plan -->\n\n{lone}").plan.is_plan


def test_other_markdown_gets_nothing() -> None:
    assert (
        Analysis.open("# Read me\n\n| File | What |\n|---|---|\n| a | b |\n\n[Name] TODO path/to/file\n").findings()
        == ()
    )
