"""Applies the safe fixes of a document until none is left.

Knows analyses and spans; must not know files.
"""

from __future__ import annotations

from planloom.cli.located import Change, Mending, Span, locate
from planloom.rules.analysis import Analysis

# A fix can make room for another one; a pair that undo each other must still end.
_ROUNDS = 20


def apply_safe(analysis: Analysis) -> int:
    """Mend in place what safe fixes can mend; returns how many were applied."""
    applied = 0
    for _ in range(_ROUNDS):
        fixes = _compatible(analysis)
        if not fixes:
            break
        applied += len(fixes)
        apply(analysis, [change for fix in fixes for change in fix.changes])
    return applied


def apply(analysis: Analysis, changes: list[Change]) -> None:
    """Make changes that do not touch each other, all located in the text as it is now."""
    ending = _line_ending(analysis)
    for span, new in sorted(((change.span, change.new) for change in changes), reverse=True):
        written = new if ending == "\n" else new.replace("\n", ending)
        analysis.edit((span.line, span.column), (span.end_line, span.end_column), written)


def _compatible(analysis: Analysis) -> list[Mending]:
    """The first safe fix of each finding, without those that touch one taken before."""
    taken: list[Span] = []
    fixes = []
    for finding in analysis.findings():
        safe = next((fix for fix in finding.fixes if fix.safe), None)
        if safe is None:
            continue
        fix = next(one for one in locate(analysis, finding).fixes if one.safe)
        spans = [change.span for change in fix.changes]
        if not any(_touch(one, other) for one in spans for other in taken):
            taken.extend(spans)
            fixes.append(fix)
    return fixes


def _touch(one: Span, other: Span) -> bool:
    start, end = one[:2], one[2:]
    other_start, other_end = other[:2], other[2:]
    return start == other_start or (start < other_end and other_start < end)


def _line_ending(analysis: Analysis) -> str:
    source = str(analysis.text)
    if "\r\n" in source:
        return "\r\n"
    return "\r" if "\r" in source and "\n" not in source else "\n"
