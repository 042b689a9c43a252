"""Plans whose run goes on while nobody has them open, as the records of the workspace's repositories say.

Knows records of runs; must not know what is looked for around a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from planloom.lsp.asked import Asked
from planloom.lsp.config import path_of
from planloom.model.progress import RunState
from planloom.run.errors import RunError
from planloom.run.files import stamp
from planloom.run.launch import blueprint_of, progress_of
from planloom.run.preparing import NotReadyError, read_plan
from planloom.run.records import locks
from planloom.run.records.state import Run, StateFolder
from planloom.run.survey.repository import find, real


class _Read(NamedTuple):
    """What a run's records said while journal, plan and lock looked like this; no plan where nobody waits for news."""

    stamps: tuple[object, ...] = ()
    goes_on: bool = False
    plan: Asked | None = None


class Closed:
    """Remembers what the records said, so that only those that changed are read again."""

    def __init__(self) -> None:
        self._read: dict[str, _Read] = {}

    def asked(self, folders: Iterable[str], opened: list[Asked]) -> list[Asked]:
        """The plans of the repositories around these folders and open documents; those whose run just ended, too."""
        known = {real(str(path_of(one.uri))) for one in opened}
        before = self._read
        runs = {str(run.folder): run for run in _runs([*folders, *(one.uri for one in opened)])}
        self._read = {folder: _reading(run, before.get(folder, _Read())) for folder, run in runs.items()}
        plans = [read.plan for read in self._read.values() if read.plan]
        return [plan for plan in plans if real(str(path_of(plan.uri))) not in known]


def _reading(run: Run, before: _Read) -> _Read:
    path = path_of(before.plan.uri) if before.plan else None
    if before.stamps == (stamps := _stamps(run, path)) and (before.goes_on or not before.plan):
        return before
    try:
        progress = progress_of(run)
        goes_on = progress.state is not RunState.COMPLETED or locks.holder(run.owner.lock) is not None
        if not (goes_on or before.goes_on):
            return _Read(stamps)
        blueprint = blueprint_of(run, progress.approval)
        path = Path(blueprint.root, blueprint.plan)
        return _Read(_stamps(run, path), goes_on, Asked(path.as_uri(), read_plan(path).analysis.plan))
    except (RunError, NotReadyError, OSError, ValueError):
        return _Read(stamps)


def _stamps(run: Run, plan: Path | None) -> tuple[object, ...]:
    """Something else whenever the records may say something else; where news are waited for, who drives the run."""
    if plan is None:
        return (stamp(run.journal),)
    try:
        return stamp(run.journal), stamp(plan), locks.holder(run.owner.lock)
    except locks.LockedError:
        return stamp(run.journal), stamp(plan)


def _runs(places: Iterable[str]) -> Iterator[Run]:
    """The last run of each plan of the repositories around these places, named by URIs."""
    paths = filter(None, map(path_of, places))
    for common in {found.common for path in paths if (found := find(path))}:
        with suppress(RunError, OSError):
            yield from StateFolder(Path(common)).latest_runs()
