"""Commands that run something: what would run is shown, agreed upon, started as a process of its own, and followed.

Knows the order of things and the words for `planloom`; must not know how steps are done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from planloom.actions import brief
from planloom.lsp.config import RunWish, run_wish
from planloom.lsp.consent import agreed, page_of
from planloom.lsp.documents import Snapshot
from planloom.lsp.following import Ending, follow, last_words
from planloom.lsp.server import General
from planloom.lsp.showing import shown
from planloom.lsp.telling import CANCEL, RefusedError, chosen, said, settled
from planloom.model.plan import Plan
from planloom.model.progress import Phase
from planloom.run.ahead import Ahead, Way, anew, going_on
from planloom.run.preparing import Asked, NotReadyError, agents_to_choose
from planloom.run.process import start_apart
from planloom.run.records import approval, locks
from planloom.run.records.state import PlanState
from planloom.run.runner import Scope
from planloom.run.situation import records_at
from planloom.run.standing import standing
from planloom.text.visible import visible

_STOP, _TAKE = "Stop", "Take over"
_EVERYTHING = Scope()


class Errand(NamedTuple):
    """What a command is asked to do. `document`: the plan as it is open, None where it is not open.

    `checkpoint`: the open checkpoint that the command was given in.
    """

    path: Path
    plan: Plan
    worker: str | None = None
    dry_run: bool = False
    document: Snapshot | None = None
    checkpoint: Snapshot | None = None


async def drive(server: General, errand: Errand, phase: Phase | None, *, begins: bool = True) -> str:
    """Run a phase, or all (None), as far as it can be done now; returns what was said. Raises RefusedError.

    `begins`: where no run is unfinished, a new one begins.
    """
    if errand.document:
        await settled(server, errand.document, errand.path)
    scope = Scope(
        frozenset([phase]) if phase else frozenset(Phase), frozenset([errand.worker]) if errand.worker else None
    )
    wish = run_wish(server.settings.editor_settings)
    ways = await asyncio.to_thread(_ways_on, errand, phase, wish, begins=begins)
    if not ways:
        wish = await _with_agent(server, errand, wish)
        ways = (await asyncio.to_thread(anew, errand.path, _asked(wish)),)
    await asyncio.to_thread(_check, errand, ways[0], scope)
    if errand.dry_run:
        page = await asyncio.to_thread(page_of, ways, scope)
        await shown(server, ways[0].records, page)
        return page.text
    way = await agreed(server, ways, scope)
    if way is None:
        return said(server, f"{errand.path.name}: not approved, and nothing was run")
    await asyncio.to_thread(approval.grant, way.records.state, way.blueprint)
    words = ["run", str(errand.path), *_options(way, wish), "--approve", way.hash]
    words += ["--phase", phase.value] if phase else []
    words += ["--worker", errand.worker] if errand.worker else []
    return await _start(server, errand, way.records, words)


async def stop(server: General, errand: Errand) -> str:
    """End the workers that run, or one of them; returns what was said. Raises RefusedError."""
    run = await asyncio.to_thread(standing, errand.plan, errand.path)
    records = await asyncio.to_thread(records_at, errand.plan, errand.path)
    asked = [worker for worker in (run.at_work if run else ()) if errand.worker in (None, worker)]
    if records is None or not asked:
        raise RefusedError(f"{errand.worker or 'no worker'} is{' not' if errand.worker else ''} running")
    text = f"Stop {brief.names(asked)} and everything they started?\nTheir work stays in their worktrees."
    if errand.dry_run or await chosen(server, text, [_STOP, CANCEL]) != _STOP:
        return said(server, brief.line(text) if errand.dry_run else "nothing was stopped")
    words = ["stop", str(errand.path), *([errand.worker] if errand.worker else [])]
    return await _start(server, errand, records, words, last_words)


async def adopt(server: General, errand: Errand) -> str:
    """Take the work on a worker's branch into the run, or begin one for it; returns what was said.

    Raises RefusedError, NotReadyError.
    """
    worker = errand.worker
    if worker is None or worker not in errand.plan.workers:
        raise RefusedError(f"{errand.path.name}: name the worker whose branch is to be taken over")
    if errand.document:
        await settled(server, errand.document, errand.path)
    way = await asyncio.to_thread(_adopted, errand, worker, run_wish(server.settings.editor_settings))
    await asyncio.to_thread(_check, errand, way, _EVERYTHING)
    branch = way.blueprint.job(worker).branch
    text = visible(f"Take over branch {branch} as the work of {worker}?")
    text += f"\nIt is validated, and merged with the rest. Approval {way.hash}"
    if errand.dry_run or await chosen(server, text, [_TAKE, CANCEL]) != _TAKE:
        return said(server, brief.line(text) if errand.dry_run else "nothing was taken over")
    await asyncio.to_thread(approval.grant, way.records.state, way.blueprint)
    words = ["adopt", str(errand.path), worker, "--approve", way.hash]
    words += ["--target", way.blueprint.target] if way.way is Way.ANEW else []
    return await _start(server, errand, way.records, words)


def _adopted(errand: Errand, worker: str, wish: RunWish) -> Ahead:
    """The run that takes a worker's branch over: the unfinished one, or a new one without an agent."""
    ways = [way for way in going_on(errand.path, Asked()) if way.way is Way.FROZEN]
    return ways[0] if ways else anew(errand.path, Asked("hand", None, wish.target, adopted=frozenset([worker])))


def _ways_on(errand: Errand, phase: Phase | None, wish: RunWish, *, begins: bool) -> tuple[Ahead, ...]:
    """The ways in which a run can go on; none where it can only begin. Raises RefusedError, NotReadyError."""
    ways = going_on(errand.path, _asked(wish), phase)
    if not ways and not begins:
        raise RefusedError(f"{errand.path.name} has no unfinished run; Run begins one")
    if ways and begins and ways[0].way is Way.ELSEWHERE:
        with suppress(NotReadyError):
            ways = (*ways, anew(errand.path, _asked(wish)))
    return ways


async def _with_agent(server: General, errand: Errand, wish: RunWish) -> RunWish:
    """A wish with the agent that the user chooses, where nothing names one. Raises RefusedError, NotReadyError."""
    names = () if wish.agent else await asyncio.to_thread(agents_to_choose, errand.path)
    if not names:
        return wish
    question = f"Which agent works on {visible(errand.path.name)}?\nThe setting run.agent saves this question."
    name = await chosen(server, question, [*map(visible, names), CANCEL])
    if name not in names:
        raise RefusedError(f"{errand.path.name}: no agent is chosen, and nothing was run")
    return wish._replace(agent=name)


def _asked(wish: RunWish) -> Asked:
    return Asked(wish.agent, None, wish.target, wish.retries, wish.timeout)


def _check(errand: Errand, ahead: Ahead, scope: Scope) -> None:
    """Raises RefusedError where there is nothing to do, or somebody else is at it."""
    if errand.worker and errand.worker not in {job.worker for job in ahead.blueprint.jobs}:
        raise RefusedError(f"there is no worker {errand.worker} in {errand.path.name}")
    holder = locks.holder(ahead.records.lock)
    if holder:
        raise RefusedError(f"{errand.path.name} is run by {holder.process}; wait, or stop its workers")
    if scope.phases != frozenset(Phase) and not ahead.steps(scope):
        now = f"there is nothing to do now in phase {', '.join(scope.phases)}"
        raise RefusedError(f"{errand.path.name}: {now}; {_due_in_place(ahead, scope)}")


def _due_in_place(ahead: Ahead, scope: Scope) -> str:
    """What is to be done in place of what is wanted, and cannot be done now."""
    due = next((step.phase for step in ahead.steps(_EVERYTHING)), None)
    if due is None:
        return "everything is done"
    return "other workers are next" if due in scope.phases else f"phase {due} is next"


def _options(way: Ahead, wish: RunWish) -> Iterator[str]:
    """The options of `planloom run` that come to what was shown. An unfinished run keeps agent and target."""
    if way.way is not Way.ANEW:
        yield "--resume"
    given: dict[str, object] = {"jobs": wish.jobs, "retries": wish.retries, "timeout": wish.timeout}
    if way.way in (Way.ANEW, Way.ELSEWHERE):
        given |= {"agent": wish.agent, "target": wish.target}
    for name, value in given.items():
        if value is not None:
            yield f"--{name}={value}"


async def _start(
    server: General, errand: Errand, records: PlanState, words: list[str], ending: Ending | None = None
) -> str:
    """Start `planloom` with these words, and follow it until it ends, of which `ending` tells; what was said."""
    output = records.make() / "output"
    process = await asyncio.to_thread(start_apart, words, errand.path.parent, output)
    follow(server, errand.path, records, process, ending)
    text = f"{errand.path.name}: started as process {process.pid}; it goes on if the editor closes"
    return text if server.shows_runs else said(server, text)
