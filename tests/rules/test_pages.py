"""Every rule does what its page says: the marked findings and no others, none in the mended text, fixes that mend."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from planloom.rules.analysis import Analysis
from planloom.rules.finding import Severity
from planloom.rules.rule import Rule, all_rules
from tests.support.pages import Example, Marked, applied, examples, found

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}-{number}")
    for rule in all_rules().values()
    for number, example in enumerate(examples(rule.page), 1)
]


def looked_at(rule: Rule, analysis: Analysis) -> Iterator[Marked]:
    """What an example is held to: all findings of its rule, and of the others those that fail a check."""
    for finding, mark in zip(analysis.findings(), found(analysis), strict=True):
        if finding.rule == rule.name or (finding.severity or Severity.ERROR) <= Severity.WARNING:
            yield mark


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_marked_findings_and_no_others(rule: Rule, example: Example) -> None:
    assert sorted(looked_at(rule, example.opened())) == sorted(example.marks)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_nothing_of_it_in_the_mended_text(rule: Rule, example: Example) -> None:
    assert sorted(looked_at(rule, example.mended())) == sorted(example.left)
    assert rule.name not in {mark[0] for mark in example.left}


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_fix_gives_the_mended_text(rule: Rule, example: Example) -> None:
    analysis = example.opened()
    fixes = [fix for finding in analysis.findings() if finding.rule == rule.name for fix in finding.fixes]
    if fixes and not example.by_hand:
        assert example.instead in [applied(analysis, fix) for fix in fixes]


@pytest.mark.parametrize(
    "rule", [rule for rule in all_rules().values() if "finding" not in rule.checks], ids=lambda r: r.name
)
def test_a_page_tells_why_and_shows_it(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert "\n## Why this hurts\n" in rule.page
    assert list(examples(rule.page))
