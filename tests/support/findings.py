"""What an analysis finds, told shortly: the marked words of one rule, its messages, the text that a fix makes."""

from __future__ import annotations

from planloom.rules.analysis import Analysis
from planloom.rules.finding import Finding
from tests.support.pages import applied


def of(text: str, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in Analysis.open(text).findings() if finding.rule == rule]


def marked(text: str, rule: str) -> list[str]:
    """The words that one rule marks, in document order."""
    analysis = Analysis.open(text)
    found: list[str] = []
    for finding in analysis.findings():
        if finding.rule == rule:
            line, start, end = analysis.absolute(finding.at)
            found.append(analysis.text.line(line)[start:end])
    return found


def mended(text: str, rule: str, fix: int = 0) -> str:
    """The text after a fix (the first by default) of the rule's first finding."""
    analysis = Analysis.open(text)
    first = next(finding for finding in analysis.findings() if finding.rule == rule)
    return applied(analysis, first.fixes[fix])
