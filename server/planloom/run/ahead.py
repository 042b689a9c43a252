"""What a run of a plan's file would do from here on: the run that is unfinished, or a new one. Changes nothing.

Must not know who asks, nor how it is approved.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from planloom.actions.dry_run import dry_run, flown
from planloom.actions.resume import reopened
from planloom.actions.step import Step
from planloom.model.blueprint import Blueprint, approval_hash
from planloom.model.progress import Progress
from planloom.run import launch
from planloom.run.preparing import Asked, NotReadyError, prepare, read_plan
from planloom.run.records.state import PlanState
from planloom.run.runner import Scope
from planloom.run.situation import records_at
from planloom.run.survey.hooks import hooks


class Ahead(NamedTuple):
    """What would run. `begun`: id of the unfinished run that goes on, None for a new run.

    `edited`: the plan was edited since that began, and it goes on by its own copy.
    """

    blueprint: Blueprint
    records: PlanState
    steps: tuple[Step, ...]
    hooks: tuple[str, ...] = ()
    begun: str | None = None
    edited: bool = False

    @property
    def hash(self) -> str:
        """What approves it."""
        return approval_hash(self.blueprint)


def look_ahead(path: Path, scope: Scope, asked: Asked) -> Ahead:
    """What a run of this scope would do, if all goes well.

    Raises NotReadyError with everything that stands in the way; LaunchError, JournalError, StateError, GitError.
    """
    records = records_at(read_plan(path).analysis.plan, path)
    run = launch.unfinished(records) if records else None
    if records is None or run is None:
        return _anew(path, scope, asked)
    progress = launch.progress_of(run)
    blueprint = launch.blueprint_of(run, progress.approval)
    steps = dry_run(blueprint, run.id, _reopened(flown(progress), scope), scope.takes)
    edited = launch.differs(run, progress.approval, path)
    return Ahead(blueprint, records, tuple(steps), hooks(blueprint.root), run.id, edited)


def _anew(path: Path, scope: Scope, asked: Asked) -> Ahead:
    prepared = prepare(path, asked)
    fault = prepared.fault()
    if fault:
        raise NotReadyError([f"{path}:{fault}"])
    blueprint = prepared.blueprint
    records = records_at(prepared.analysis.plan, path)
    if records is None:
        raise NotReadyError([f"{path}: the plan lies in no git repository"])
    run = f"{records.id}-{max((one.number for one in records.runs()), default=0) + 1}"
    return Ahead(blueprint, records, tuple(dry_run(blueprint, run, takes=scope.takes)), hooks(blueprint.root))


def _reopened(progress: Progress, scope: Scope) -> Progress:
    """The same, with workers that failed or waited for a person given another chance, as whoever goes on does."""
    workers = dict(progress.workers)
    for worker, state, keeps_tip in reopened(progress, scope.workers or ()):
        if scope.workers is None or worker in scope.workers:
            at = workers[worker]
            workers[worker] = at._replace(state=state, tries=0, tip=at.tip if keeps_tip else None)
    return progress._replace(workers=workers)
