"""Finds the plan that is meant when none is named. Knows files and the analysis; must not know commands."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from planloom.cli.checking import Choice, check_all, files_of
from planloom.cli.errors import CommandError

_LISTED = 8


def the_plan(given: str | None) -> str:
    """The path that is given, or else that of the only plan below the current folder.

    Raises CommandError for a folder, and when there is no plan, or more than one.
    """
    if given is not None and not Path(given).is_dir():
        return given
    plans = plans_under(given or ".")
    if not plans:
        where = f"{given} is a folder, and no plan lies in it" if given else "no plan in this folder or below"
        raise CommandError(f"{where}; name one, or write one with `planloom new NAME`")
    listed = ", ".join(plans[:_LISTED]) + (f" and {len(plans) - _LISTED} more" if len(plans) > _LISTED else "")
    if given:
        raise CommandError(f"{given} is a folder; name a plan in it: {listed}")
    if len(plans) > 1:
        raise CommandError(f"{len(plans)} plans here: {listed}; name one of them")
    return plans[0]


def plan_of(plan: str | None, worker: str) -> str:
    """The plan that a worker is asked of: this one, or the only one. Raises CommandError when no worker is named."""
    if plan is None and Path(worker).is_file():
        known = f"`planloom show {quote(worker)}` names its workers"
        raise CommandError(f"{worker} is a file, and no worker is named after it; {known}")
    return the_plan(plan)


def plans_under(*paths: str) -> list[str]:
    """The paths of all plans that files and folders hold."""
    nothing = Choice(select=frozenset())
    return [one.checked.path for one in check_all(files_of(paths), nothing) if one.checked.is_plan]
