"""A finding that was silenced by its comment is gone, and no comment is left without use."""

from __future__ import annotations

from random import Random

import pytest

from planloom.rules.analysis import Analysis
from planloom.rules.finding import Finding
from planloom.rules.silence import silence
from tests.support.plans import plan

OPENING = "# Plan\n\n### Worker 1: A\n\n**Branch:** `a`\n**Depends On:** W1\n\n"
LIST = "### Worker 2: B\n\n- **Branch:** `b`\n- **Depends On:** W2\n"


def silenced(source: str, rule: str) -> tuple[str, list[str]]:
    """The text with the first finding of a rule silenced, and the rules that still find something."""
    analysis = Analysis.open(source)
    finding = next(one for one in analysis.findings() if one.rule == rule)
    edit = silence(finding, analysis.tree)
    assert edit is not None
    line, column, _ = analysis.absolute(edit.at)
    analysis.edit((line, column), (line, column), edit.new)
    return str(analysis.text), [one.rule for one in analysis.findings()]


@pytest.mark.parametrize(
    ("source", "above"),
    [
        (OPENING + LIST.replace("W2", "none"), "**Depends On:** W1"),
        (OPENING.replace("W1", "none") + LIST, "- **Branch:** `b`"),
    ],
)
def test_the_comment_stands_above_the_block(source: str, above: str) -> None:
    text, rules = silenced(source, "self-dependency")
    assert f"<!-- planloom: allow self-dependency -->\n{above}\n" in text
    assert "self-dependency" not in rules
    assert "unused-allow" not in rules


@pytest.mark.parametrize("seed", range(25))
def test_whatever_can_be_silenced_is_silenced(seed: int) -> None:
    source = plan(Random(seed))
    for finding in Analysis.open(source).findings()[:12]:
        analysis = Analysis.open(source)
        edit = silence(finding, analysis.tree)
        if edit is None:
            continue
        line, column, _ = analysis.absolute(edit.at)
        analysis.edit((line, column), (line, column), edit.new)
        assert said(finding) not in map(said, analysis.findings())


def said(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.message
