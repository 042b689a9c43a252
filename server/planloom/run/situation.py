"""Finds out how a plan and its last run are: the one way in for commands that look and change nothing.

Ties together plan file, state folder, journal, processes, git and checkpoint. Must not know what is made of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from planloom.actions.status import Seen, Task
from planloom.model.blueprint import Blueprint
from planloom.model.facts import Facts
from planloom.model.plan import Checkpoint, Plan
from planloom.model.progress import Attempt, Kind, Progress
from planloom.run import checkpoint, launch
from planloom.run.agents import plain, reader
from planloom.run.observe import observe
from planloom.run.records import locks
from planloom.run.records.journal import Journal
from planloom.run.records.state import PlanState, Run
from planloom.run.redact import redact, redact_lines
from planloom.run.survey.places import records_of
from planloom.run.survey.repository import find, look
from planloom.run.tasks.executor import Executor
from planloom.run.tasks.local import Local
from planloom.run.tasks.output import TAIL, tail

# What an agent said last stands above what ends its session.
_LINES = 200


class Found(NamedTuple):
    """The last run of a plan: where its records lie, what it does, how far it is."""

    run: Run
    blueprint: Blueprint
    journal: Journal

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self.journal.progress

    def begun(self, worker: str) -> list[Mapping[str, Any]]:
        """The records by which processes of a worker were begun, oldest first."""
        records = self.journal.records
        return [one for one in records if (one["do"], one["is"], one.get("worker")) == ("attempt", "intent", worker)]

    def telling(self, worker: str) -> Mapping[str, Any] | None:
        """The record by which that process was begun whose output tells most of a worker; None where none was.

        The last one while it runs and where it failed, else the agent: checks that pass have little to say.
        """
        begun = self.begun(worker)
        if not begun:
            return None
        ends = (one for one in reversed(self.journal.records) if (one["do"], one["is"]) == ("attempt", "done"))
        code = next((one.get("code") for one in ends if one["id"] == begun[-1]["id"]), None)
        work = [one for one in begun if one["kind"] == Kind.WORK]
        return work[-1] if work and code == 0 else begun[-1]

    def folder(self, worker: str, attempt: Attempt) -> Path:
        """Where the record and the output of an attempt lie."""
        return self.run.attempt(worker, attempt.number, attempt.kind.value)


def records_at(plan: Plan, path: Path) -> PlanState | None:
    """Where the runs of the plan in a file are recorded; None outside of a repository. Reads no git."""
    around = place_of(path)
    return records_of(plan, around) if around else None


def place_of(path: Path) -> Facts | None:
    """The repository around a plan's file, and where in it that lies; None outside of one. Reads no git."""
    repository = find(path.absolute().parent)
    if repository is None:
        return None
    inside = Path(os.path.relpath(path.absolute().parent.resolve() / path.name, repository.top)).as_posix()
    return Facts(repository.root, repository.common, plan=inside)


def last_run(plan: Plan, path: Path) -> Found | None:
    """The last run of the plan in a file; None where there is none. Raises JournalError, StateError, LaunchError."""
    records = records_at(plan, path)
    run = records.latest() if records else None
    if run is None:
        return None
    journal = Journal.open(run.journal)
    return Found(run, launch.blueprint_of(run, journal.progress.approval), journal)


def look_at(plan: Plan, path: Path, *, facts: Facts | None = None) -> Seen:
    """Everything that can be found out of the run of the plan in a file. `facts`: what was observed a moment ago.

    Raises JournalError, StateError, LaunchError, CheckpointError, LockedError.
    """
    found = last_run(plan, path)
    progress = found.progress if found else None
    # Before git is looked at, so that what a worker said it did is seen there.
    tasks = tasks_of(found, Local()) if found else {}
    if facts is None:
        repository = find(path.absolute().parent)
        around = look(repository, files=False) if repository else None
        facts = observe(plan, path, progress=progress, around=around)
    seen = Seen(str(path), plan, progress=progress, facts=facts, problems=facts.problems if facts else ())
    if found is None:
        return seen._replace(checkpoint=_checkpoint(facts.root, facts.checkpoint)) if facts else seen
    holder = locks.holder(found.run.owner.lock)
    return seen._replace(
        blueprint=found.blueprint,
        tasks=tasks,
        orchestrator=holder.pid if holder else None,
        checkpoint=_checkpoint(found.blueprint.root, found.blueprint.checkpoint),
        edited=launch.differs(found.run, found.progress.approval, path),
    )


def _checkpoint(root: str, path: str | None) -> Checkpoint | None:
    there = checkpoint.load(root, path) if path else None
    return there.checkpoint if there else None


def tasks_of(found: Found, executor: Executor) -> Mapping[str, Task]:
    """How the latest process of each worker is."""
    tasks = {}
    for worker, at in found.progress.workers.items():
        attempt = at.current or at.last
        if attempt is not None:
            folder = found.folder(worker, attempt)
            state = executor.poll(folder)
            read = reader(found.blueprint.agent.name) if attempt.kind is Kind.WORK else plain.read
            last = redact(read(redact_lines(tail(executor.logs(folder, -TAIL), _LINES))).last)
            tasks[worker] = Task(**state._asdict(), last=last or None)
    return tasks
