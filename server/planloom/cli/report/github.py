"""`check --format github`: workflow commands, which GitHub shows as annotations on the lines of a change.

Knows that form only. Columns count code points from 1, the end excluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planloom.cli.located import Checked, Located
from planloom.text.visible import visible

_LEVELS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def write(files: Iterable[Checked]) -> Iterator[str]:
    """One line for each finding."""
    for file in files:
        for finding in file.findings:
            yield _command(file.path, finding) + "\n"


def _command(path: str, finding: Located) -> str:
    span = finding.span
    place = f"file={_property(path)},line={span.line + 1},endLine={span.end_line + 1}"
    columns = f"col={span.column + 1},endColumn={max(span.end_column, span.column) + 1}"
    return f"::{_LEVELS[finding.severity]} {place},{columns},title={_property(finding.rule)}::{_data(finding.message)}"


def _data(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
