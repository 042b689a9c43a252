"""The document is too large to be read as a plan: its rules were not checked, and it cannot be run.

## Why this hurts
Beyond 16 MiB or 200,000 table rows a check would take longer than anyone waits. Split the plan.
"""

from __future__ import annotations

from planloom.rules.finding import Finding, Severity
from planloom.syntax.chunks import Place

SEVERITY = Severity.WARNING


def finding(at: Place) -> Finding:
    """What to show, at the top of the document, in place of everything else."""
    message = (
        "This plan is over 16 MiB or 200,000 table rows: only its structure was read, nothing was checked. Split it."
    )
    return Finding("too-large", message, at)
