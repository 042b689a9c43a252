"""A rule failed on this plan; the other rules went on.

## Why this hurts
What the failed rule would have found is not shown. Please report it, with the plan if you can share it.
"""

from __future__ import annotations

from planloom.rules.finding import Finding, Severity
from planloom.syntax.chunks import Place

SEVERITY = Severity.ERROR


def finding(rule: str, error: Exception, at: Place) -> Finding:
    """What to show in place of the findings of `rule`, which raised `error`."""
    what = f"{type(error).__name__}: {error}"
    return Finding("internal-error", f"The rule `{rule}` failed ({what}). The others went on; please report this.", at)
