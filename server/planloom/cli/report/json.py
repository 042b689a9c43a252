"""`check --format json`: the document that `schemas/check.json` describes. Columns become UTF-16 code units here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from planloom.cli.located import Checked, Located, Span
from planloom.cli.screen import document
from planloom.text.encodings import to_code_units


def write(files: Iterable[Checked]) -> Iterator[str]:
    """The report, in pieces."""
    yield document({"version": 1, "files": [describe(file) for file in files]})


def describe(file: Checked) -> dict[str, Any]:
    """One file with its findings."""
    findings = [_finding(file, finding) for finding in file.findings]
    return {"path": file.path, "is_plan": file.is_plan, "findings": findings}


def _finding(file: Checked, finding: Located) -> dict[str, Any]:
    lines = file.lines
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "range": range_of(lines, finding.span),
        "related": [
            {"path": file.path, "range": range_of(lines, note.span), "message": note.message} for note in finding.notes
        ],
        "fixes": [
            {
                "title": fix.title,
                "safe": fix.safe,
                "edits": [{"range": range_of(lines, change.span), "newText": change.new} for change in fix.changes],
            }
            for fix in finding.fixes
        ],
    }


def range_of(lines: Sequence[str], span: Span) -> dict[str, dict[str, int]]:
    """A span as the protocol's range, in UTF-16 code units."""
    return {
        "start": {"line": span.line, "character": _units(lines, span.line, span.column)},
        "end": {"line": span.end_line, "character": _units(lines, span.end_line, span.end_column)},
    }


def _units(lines: Sequence[str], line: int, column: int) -> int:
    return to_code_units(lines[line], column, "utf-16") if line < len(lines) else 0
