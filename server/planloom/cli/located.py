"""What was found in a file, as plain values that no longer need the plan: what reports print and processes hand over.

Lines and columns count from 0, columns in code points. Knows findings; must not know how any report looks.
"""

# Without `from __future__ import annotations`: NamedTuple would compile each field's type from its text.
from typing import NamedTuple

from planloom.rules.analysis import Analysis
from planloom.rules.finding import Edit, Finding, Fix, Severity

WORDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "information",
    Severity.HINT: "hint",
}


class Span(NamedTuple):
    """A stretch of a text, from one line and column to another."""

    line: int
    column: int
    end_line: int
    end_column: int


class Note(NamedTuple):
    """Another place that a finding is about."""

    span: Span
    message: str


class Change(NamedTuple):
    """Put `new` in place of a span."""

    span: Span
    new: str


class Mending(NamedTuple):
    """A fix with its changes located."""

    title: str
    safe: bool
    changes: tuple[Change, ...]


class Located(NamedTuple):
    """One finding with everything about it located; `severity` as JSON spells it."""

    rule: str
    severity: str
    message: str
    span: Span
    notes: tuple[Note, ...] = ()
    fixes: tuple[Mending, ...] = ()


class Checked(NamedTuple):
    """One file after checking; `lines` are kept only where a report may show them."""

    path: str
    is_plan: bool
    findings: tuple[Located, ...] = ()
    lines: tuple[str, ...] = ()
    fixed: int = 0


def locate(analysis: Analysis, finding: Finding) -> Located:
    """A finding of this analysis with its places as lines and columns."""

    def span(edit: Edit) -> Span:
        line, start, end = analysis.absolute(edit.at)
        if edit.until is None:
            return Span(line, start, line, end)
        end_line, end_column, _ = analysis.absolute(edit.until)
        return Span(line, start, end_line, end_column)

    def mending(fix: Fix) -> Mending:
        return Mending(fix.title, fix.safe, tuple(Change(span(edit), edit.new) for edit in fix.edits))

    return Located(
        rule=finding.rule,
        severity=WORDS[finding.severity or Severity.WARNING],
        message=finding.message,
        span=span(Edit(finding.at, "")),
        notes=tuple(Note(span(Edit(note.at, "")), note.message) for note in finding.related),
        # Two forms of a plan can ask for the same fix; nobody chooses between equals.
        fixes=tuple(dict.fromkeys(map(mending, finding.fixes))),
    )
