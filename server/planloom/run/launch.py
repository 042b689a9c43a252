"""Begins runs and takes them up again: which run of a plan is meant, who may drive it, what it was approved to do.

Knows state folder, locks and journal; must not know options or terminals.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from planloom.actions.revise import obstacles
from planloom.model.blueprint import Blueprint, approval_hash, from_json, to_json
from planloom.model.progress import Progress, RunState
from planloom.run.agents import Preset
from planloom.run.desk import Desk
from planloom.run.errors import RunError
from planloom.run.files import decode
from planloom.run.git import Git
from planloom.run.halt import Halt
from planloom.run.records import locks, machine
from planloom.run.records.durable import read, write_whole
from planloom.run.records.journal import Journal
from planloom.run.records.state import PlanState, Run
from planloom.run.tasks.executor import Executor


class LaunchError(RunError):
    """The run that is asked for cannot begin or go on; the message is one line: what, where, what to do."""


class Crew(NamedTuple):
    """Who carries out a run: what carries its processes, what reads its agent, and whom it tells of things."""

    executor: Executor
    preset: Preset
    say: Callable[[str], None]


@contextmanager
def driving(state: PlanState, plan: str) -> Iterator[None]:
    """Be the one orchestrator of a plan. Raises LockedError, which says who else is and what to do; StateError."""
    state.make()
    named = quote(plan)
    ways = f"wait, or follow it with `planloom status {named} --watch`, or end its workers with `planloom stop {named}`"
    with locks.acquire(state.lock, "the run of this plan", ways):
        yield


def unfinished(state: PlanState) -> Run | None:
    """The plan's last run, if it has not come to its end. Raises StateError, JournalError."""
    run = state.latest()
    return run if run and progress_of(run).state is not RunState.COMPLETED else None


def progress_of(run: Run) -> Progress:
    """How far a run is. Raises JournalError."""
    return Journal.open(run.journal).progress


def blueprint_of(run: Run, approval: str) -> Blueprint:
    """The blueprint by which a run goes on. Raises LaunchError."""
    path = run.blueprint(approval)
    try:
        blueprint = from_json(json.loads(read(path)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LaunchError(
            f"{path} cannot be read ({error}); to go on from checkpoint and git alone, move {run.folder} away"
        ) from None
    if approval_hash(blueprint) != approval:
        raise LaunchError(f"{path} is not what was approved; move {run.folder} away to begin anew")
    return blueprint


def begin(state: PlanState, blueprint: Blueprint, text: str, crew: Crew, *, recovers: bool = False) -> Desk:
    """A new run: frozen copies of plan and blueprint, the first record. Raises JournalError, StateError, OSError.

    `recovers`: it goes on from the checkpoint of a run that was driven elsewhere (`run.recovery`).
    """
    run = state.new_run()
    _freeze(run, blueprint, text)
    base = Git(blueprint.root).text("rev-parse", "--verify", f"refs/heads/{blueprint.target}^{{commit}}")
    journal = Journal.create(
        run.journal,
        run=run.id,
        base=base,
        target=blueprint.target,
        approval=approval_hash(blueprint),
        plan=blueprint.plan,
        text_hash=blueprint.text_hash,
        workers=[job.worker for job in blueprint.jobs],
        by=machine.host(),
        recovers=recovers,
    )
    return Desk(blueprint, run, journal, *crew, Halt(run.halt))


def take_up(run: Run, crew: Crew) -> Desk:
    """An unfinished run, as its journal tells. Raises JournalError, LaunchError."""
    journal = Journal.open(run.journal)
    return Desk(blueprint_of(run, journal.progress.approval), run, journal, *crew, Halt(run.halt))


def revise(desk: Desk, blueprint: Blueprint, text: str) -> Desk:
    """The same run, going on by an edited plan. Raises LaunchError with all that forbids it, JournalError, OSError."""
    against = "; ".join(obstacles(desk.blueprint, blueprint, desk.progress))
    if against:
        raise LaunchError(f"the edited plan cannot be taken over: {against}")
    _freeze(desk.run, blueprint, text)
    workers = [job.worker for job in blueprint.jobs]
    desk.done("approval", approval=approval_hash(blueprint), target=blueprint.target, workers=workers)
    return desk._replace(blueprint=blueprint)


def _freeze(run: Run, blueprint: Blueprint, text: str) -> None:
    """Keep what was approved, before the journal names it."""
    approval = approval_hash(blueprint)
    write_whole(run.plan(approval), text.encode())
    write_whole(run.blueprint(approval), json.dumps(to_json(blueprint), indent=1).encode())


def differs(run: Run, approval: str, path: Path) -> bool:
    """Whether the plan's file says something else than the copy that a run works from."""
    try:
        return decode(read(run.plan(approval))).text != decode(path.read_bytes()).text
    except OSError:
        return True
