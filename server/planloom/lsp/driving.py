"""Commands that run something: what would run is shown, agreed upon, started as a process of its own, and followed.

Knows the order of things and the words for `planloom`; must not know how steps are done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from planloom.actions.approval import shown
from planloom.actions.dry_run import as_text
from planloom.lsp.documents import Snapshot
from planloom.lsp.following import follow
from planloom.lsp.server import General
from planloom.lsp.telling import RefusedError, can_open, chosen, opened, said, saved
from planloom.model.plan import Plan
from planloom.model.progress import Phase
from planloom.run.ahead import Ahead, look_ahead
from planloom.run.preparing import Asked
from planloom.run.process import start_apart
from planloom.run.records import approval, locks
from planloom.run.records.durable import write_whole
from planloom.run.records.state import PlanState
from planloom.run.runner import Scope
from planloom.run.situation import records_at
from planloom.run.standing import standing
from planloom.text.visible import visible

# What a message can hold and a person reads in it.
_LINES = 30
_RUN, _ALL, _STOP, _CANCEL = "Run", "Show everything", "Stop", "Cancel"


class Errand(NamedTuple):
    """What a command is asked to do. `document`: the plan as it is open, None where it is not open."""

    path: Path
    plan: Plan
    worker: str | None = None
    dry_run: bool = False
    document: Snapshot | None = None


async def drive(server: General, errand: Errand, phase: Phase | None) -> str:
    """Run a phase, or all (None), as far as it can be done now; returns what was said. Raises RefusedError."""
    if errand.document and not await asyncio.to_thread(saved, errand.document, errand.path):
        raise RefusedError(f"{errand.path.name} has edits that are not saved; save it, then again")
    scope = Scope(
        frozenset([phase]) if phase else frozenset(Phase), frozenset([errand.worker]) if errand.worker else None
    )
    ahead = await asyncio.to_thread(look_ahead, errand.path, scope, Asked())
    await asyncio.to_thread(_check, errand, ahead, phase)
    lines = [*_told(ahead)]
    if errand.dry_run:
        return "\n".join(lines) + "\n" if server.shows_runs else await _read(server, ahead.records, lines)
    if not await _agreed(server, ahead, lines):
        return said(server, f"{errand.path.name}: not approved, and nothing was run")
    await asyncio.to_thread(approval.grant, ahead.records.state, ahead.blueprint)
    words = ["run", str(errand.path), "--approve", ahead.hash]
    words += ["--phase", phase.value] if phase else []
    words += ["--worker", errand.worker] if errand.worker else []
    words += ["--resume"] if ahead.begun and not phase else []
    return await _start(server, errand, ahead.records, words)


async def stop(server: General, errand: Errand) -> str:
    """End the workers that run, or one of them; returns what was said. Raises RefusedError."""
    run = await asyncio.to_thread(standing, errand.plan, errand.path)
    records = await asyncio.to_thread(records_at, errand.plan, errand.path)
    asked = [worker for worker in (run.at_work if run else ()) if errand.worker in (None, worker)]
    if records is None or not asked:
        raise RefusedError(f"{errand.worker or 'no worker'} is{' not' if errand.worker else ''} running")
    text = f"Stop {', '.join(asked)}, and all that they started? Their work stays in their worktrees."
    if errand.dry_run or await chosen(server, text, [_STOP, _CANCEL]) != _STOP:
        return said(server, text if errand.dry_run else "nothing was stopped")
    words = ["stop", str(errand.path), *([errand.worker] if errand.worker else [])]
    return await _start(server, errand, records, words)


def _check(errand: Errand, ahead: Ahead, phase: Phase | None) -> None:
    """Raises RefusedError where there is nothing to do, or somebody else is at it."""
    if errand.worker and errand.worker not in {job.worker for job in ahead.blueprint.jobs}:
        raise RefusedError(f"there is no worker {errand.worker} in {errand.path.name}")
    holder = locks.holder(ahead.records.lock)
    if holder:
        raise RefusedError(f"{errand.path.name} is run by {holder}; wait, or stop its workers")
    if not ahead.steps and phase:
        raise RefusedError(f"{errand.path.name}: there is nothing to do now in phase {phase}")


def _told(ahead: Ahead) -> Iterator[str]:
    """All that will run, as on the terminal."""
    if ahead.begun:
        yield f"Run {ahead.begun} goes on."
    if ahead.edited:
        yield "The plan was edited since it began; it goes on by its own copy."
    yield from shown(ahead.blueprint, ahead.hooks)
    yield from as_text(ahead.steps)


def _short(ahead: Ahead) -> Iterator[str]:
    """What will run, in a few lines."""
    blueprint = ahead.blueprint
    yield f"Run this of {visible(blueprint.plan)}, merged into {visible(blueprint.target)}?"
    for phase in Phase:
        steps = [step for step in ahead.steps if step.phase is phase]
        workers = dict.fromkeys(step.worker for step in steps if step.worker)
        if steps:
            yield visible(f"{phase}: {', '.join(workers)}" if workers else str(phase))
    yield visible(f"Agent {blueprint.agent.name}: {' '.join(blueprint.agent.first)}")
    yield f"Approval {ahead.hash}"


async def _agreed(server: General, ahead: Ahead, lines: list[str]) -> bool:
    """What the user says to what will run."""
    is_long = len(lines) > _LINES and can_open(server)
    question = "\n".join([*_short(ahead), *([] if is_long else ["", *lines])])
    while True:
        answer = await chosen(server, question, [_RUN, *([_ALL] if is_long else []), _CANCEL])
        if answer != _ALL:
            return answer == _RUN
        await _read(server, ahead.records, lines)


async def _read(server: General, records: PlanState, lines: list[str]) -> str:
    """Give the user a text to read, in a file or as a message; returns it."""
    text = "\n".join(lines) + "\n"
    if not can_open(server):
        return said(server, text)
    file = records.make() / "dry-run.txt"
    await asyncio.to_thread(write_whole, file, text.encode())
    await opened(server, file)
    return text


async def _start(server: General, errand: Errand, records: PlanState, words: list[str]) -> str:
    """Start `planloom` with these words, and follow it."""
    output = records.make() / "output"
    process = await asyncio.to_thread(start_apart, words, errand.path.parent, output)
    follow(server, errand.path, records, process)
    return said(server, f"{errand.path.name}: started as process {process.pid}, which goes on without the editor")
