"""Finds the plan that is meant when none is named. Knows files and the analysis; must not know commands."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from planloom.cli.checking import Choice, check_all, files_of
from planloom.cli.errors import CommandError


def the_plan() -> str:
    """The path of the only plan below the current folder. Raises CommandError when there is none, or more than one."""
    plans = plans_under(".")
    if len(plans) == 1:
        return plans[0]
    if not plans:
        raise CommandError("no plan in this folder or below; name one, or write one with `planloom new NAME`")
    listed = ", ".join(plans[:8]) + (f" and {len(plans) - 8} more" if len(plans) > 8 else "")
    raise CommandError(f"{len(plans)} plans here: {listed}; name one of them")


def plan_of(plan: str | None, worker: str) -> str:
    """The plan that a worker is asked of: this one, or the only one. Raises CommandError when no worker is named."""
    if plan is None and Path(worker).is_file():
        known = f"`planloom show {quote(worker)}` names its workers"
        raise CommandError(f"{worker} is a file, and no worker is named after it; {known}")
    return plan or the_plan()


def plans_under(*paths: str) -> list[str]:
    """The paths of all plans that files and folders hold."""
    nothing = Choice(select=frozenset())
    return [one.checked.path for one in check_all(files_of(paths), nothing) if one.checked.is_plan]
