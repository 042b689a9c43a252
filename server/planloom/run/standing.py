"""How a plan's last run stands, from its journal and its processes alone: cheap enough to ask at every look.

Reads no git. Must not know what is offered to whom.
"""

from __future__ import annotations

from pathlib import Path

from planloom.actions.offers import Standing
from planloom.model.plan import Plan
from planloom.run import launch
from planloom.run.records import locks
from planloom.run.situation import Found, last_run
from planloom.run.tasks.executor import Executor, ExecutorError
from planloom.run.tasks.local import ENDED, UNKNOWN, Local


def standing(plan: Plan, path: Path) -> Standing | None:
    """How the last run of the plan in a file stands; None where it has none.

    Raises JournalError, StateError, LaunchError, LockedError.
    """
    found = last_run(plan, path)
    if found is None:
        return None
    holder = locks.holder(found.run.owner.lock)
    driver, ended = holder.pid if holder else None, ended_of(found, Local())
    is_edited = launch.differs(found.run, found.progress.approval, path)
    return Standing(found.blueprint, found.progress, driver, ended, is_edited)


def ended_of(found: Found, executor: Executor) -> frozenset[str]:
    """Workers whose process ended, or cannot be told of, and nobody took note of it."""
    return frozenset(
        worker
        for worker, at in found.progress.workers.items()
        if at.current and _word(executor, found.folder(worker, at.current)) in (ENDED, UNKNOWN)
    )


def _word(executor: Executor, folder: Path) -> str:
    try:
        return executor.poll(folder).word
    except ExecutorError:
        return UNKNOWN
