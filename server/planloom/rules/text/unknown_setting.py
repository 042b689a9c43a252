"""A setting means nothing: no such key, or a value that it cannot have.

## Why this hurts
It looks as if it were in force, and it is not: a rule that was to be silent goes on, an error stays a warning. The
finding stands in the settings file, on the key.
"""

from __future__ import annotations

from planloom.model.settings import Problem
from planloom.rules.finding import Finding, Severity
from planloom.syntax.chunks import Place

SEVERITY = Severity.WARNING


def finding(problem: Problem, at: Place) -> Finding:
    """What to say of one problem of a settings file, at the place of its key in that file."""
    meant = f"; did you mean `{problem.near}`?" if problem.near else ""
    return Finding("unknown-setting", f"{problem.message[0].upper()}{problem.message[1:]}{meant}", at)
