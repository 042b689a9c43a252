"""What a run of a plan's file would do from here on, in each way in which it can begin or go on. Changes nothing.

Must not know who asks, nor how it is approved.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from planloom.actions.dry_run import beginning, dry_run, flown
from planloom.actions.resume import reopened
from planloom.actions.revise import obstacles
from planloom.actions.step import Step
from planloom.model.blueprint import Blueprint, approval_hash
from planloom.model.progress import Phase, Progress, RunState, WorkerProgress
from planloom.run import launch
from planloom.run.preparing import Asked, NotReadyError, prepare, read_plan
from planloom.run.records.state import PlanState, Run
from planloom.run.recovery import elsewhere, taken_over
from planloom.run.runner import Scope
from planloom.run.situation import records_at


class Way(StrEnum):
    """How a run comes about: anew, or an unfinished one goes on.

    Here: by the copy that was frozen when it was approved, or by the plan as it was edited since. Or from the
    checkpoint of one that was driven elsewhere.
    """

    ANEW = "anew"
    FROZEN = "frozen"
    EDITED = "edited"
    ELSEWHERE = "elsewhere"

    @property
    def goes_on(self) -> bool:
        """Whether it is about an unfinished run here."""
        return self in (Way.FROZEN, Way.EDITED)


class Ahead(NamedTuple):
    """What would run. `run`: the id it has, or will have. `progress`: from where. `notes`: what to know of the way."""

    way: Way
    blueprint: Blueprint
    records: PlanState
    run: str
    progress: Progress
    notes: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether a run would begin."""
        return self.way is Way.ANEW

    @property
    def hash(self) -> str:
        """What approves it."""
        return approval_hash(self.blueprint)

    def steps(self, scope: Scope) -> tuple[Step, ...]:
        """The steps of this scope, if all goes well."""
        progress = _reopened(flown(self.progress), scope) if self.way.goes_on else self.progress
        return tuple(dry_run(self.blueprint, self.run, progress, scope.takes))


def anew(path: Path, asked: Asked) -> Ahead:
    """A new run. Raises NotReadyError with everything that stands in the way, StateError, GitError."""
    return _begun(Way.ANEW, path, asked)


def going_on(path: Path, asked: Asked, phase: Phase | None = None) -> tuple[Ahead, ...]:
    """The ways to go on with an unfinished run, here or elsewhere, the most cautious first; none without such a run.

    `phase`: all that is wanted; a finished run is still cleaned up. Raises NotReadyError, LaunchError, JournalError,
    StateError, CheckpointError, GitError.
    """
    records = _records(path)
    last = records.latest()
    if last is None:
        there = elsewhere(path)
        if there is None:
            return ()
        ahead = _begun(Way.ELSEWHERE, path, there.known_to(asked))
        note = f"It goes on from {ahead.blueprint.checkpoint}, which a run elsewhere wrote."
        progress = taken_over(ahead.blueprint, ahead.run, there)
        return (ahead._replace(progress=progress, notes=(note,)),)
    progress = launch.progress_of(last)
    frozen = Ahead(Way.FROZEN, launch.blueprint_of(last, progress.approval), records, last.id, progress)
    if progress.state is RunState.COMPLETED:
        return (frozen,) if phase is Phase.CLEANUP else ()
    return tuple(_edited(path, asked, last, frozen))


def _edited(path: Path, asked: Asked, run: Run, ahead: Ahead) -> Iterator[Ahead]:
    """The run by its frozen copy, and by the plan as it is now where that is another one."""
    frozen, progress = ahead.blueprint, ahead.progress
    is_edited = launch.differs(run, progress.approval, path)
    what = "The plan was edited" if is_edited else "Settings were changed"
    try:
        blueprint = _fit(path, asked.as_begun(frozen, progress))
        against = [*obstacles(frozen, blueprint, progress)]
    except NotReadyError as error:
        blueprint, against = frozen, [*error.lines] if is_edited else []
    if against:
        ahead = ahead._replace(notes=(f"{what}, which cannot be taken over: {'; '.join(against)}",))
    elif approval_hash(blueprint) != progress.approval:
        ahead = ahead._replace(notes=(f"{what} since run {run.id} began; this is its frozen copy.",))
        revised = progress._replace(
            target=blueprint.target,
            workers={
                job.worker: progress.workers.get(job.worker, WorkerProgress(job.worker)) for job in blueprint.jobs
            },
        )
        yield ahead
        note = f"{what} since run {run.id} began; this takes it over."
        ahead = Ahead(Way.EDITED, blueprint, run.owner, run.id, revised, (note,))
    yield ahead


def _begun(way: Way, path: Path, asked: Asked) -> Ahead:
    records = _records(path)
    blueprint = _fit(path, asked)
    run = f"{records.id}-{max((one.number for one in records.runs()), default=0) + 1}"
    return Ahead(way, blueprint, records, run, beginning(blueprint, run))


def _fit(path: Path, asked: Asked) -> Blueprint:
    """What the plan's file comes to. Raises NotReadyError."""
    prepared = prepare(path, asked)
    fault = prepared.fault()
    if fault:
        raise NotReadyError([f"{path}:{fault}; `planloom check` shows all"])
    return prepared.blueprint


def _records(path: Path) -> PlanState:
    records = records_at(read_plan(path).analysis.plan, path)
    if records is None:
        raise NotReadyError(
            [f"{path}: the plan lies in no git repository; make one around it with `git init`, and commit"]
        )
    return records


def _reopened(progress: Progress, scope: Scope) -> Progress:
    """The same, with workers that failed or waited for a person given another chance, as whoever goes on does."""
    workers = {worker: at._replace(kept="") for worker, at in progress.workers.items()}
    for worker, state, keeps_tip in reopened(progress, scope.workers or ()):
        if scope.workers is None or worker in scope.workers:
            at = workers[worker]
            workers[worker] = at._replace(state=state, tries=0, tip=at.tip if keeps_tip else None)
    return progress._replace(workers=workers, kept="")
