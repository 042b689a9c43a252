"""A run that goes on, shown as progress with a way to cancel; how it ended, as a message with the next step.

The run may have been started by this server, by an earlier one, or on a terminal. Must not know how it began.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import uuid4

from lsprotocol import types

from planloom.actions import brief
from planloom.actions.outlook import next_actions
from planloom.lsp.log import failure
from planloom.lsp.server import General
from planloom.lsp.telling import said
from planloom.model.progress import Progress, RunState, WorkerState
from planloom.run import launch
from planloom.run.errors import RunError
from planloom.run.records import locks
from planloom.run.records.state import PlanState, Run
from planloom.run.tasks.output import TAIL

_LOOK_EVERY = 0.3
# What of a reason leaves room for the rest of the message on one line of a terminal; the log has it whole.
_SHORT = 38
# Done, not done, interrupted: what the journal tells all of.
_USUAL = (0, 1, 130)
# One server a process; the tasks are kept so that nobody collects them.
_followed: dict[int, asyncio.Task[None]] = {}


class Work(Protocol):
    """A process that does something for a plan."""

    @property
    def pid(self) -> int:
        """Its id."""

    def poll(self) -> int | None:
        """Its exit status, None while it runs."""


Ending = Callable[[PlanState, Work], tuple[str, bool]]


class Found(NamedTuple):
    """The process that drives a run which somebody else began; how it ends is not known."""

    pid: int
    lock: Path

    def poll(self) -> int | None:
        """0 when it drives the run no longer."""
        try:
            holder = locks.holder(self.lock)
        except locks.LockedError:
            return 0
        return None if holder and holder.pid == self.pid and holder.alive() else 0


def follow(server: General, path: Path, records: PlanState, work: Work, ending: Ending | None = None) -> None:
    """Show what a process does for a plan until it ends, once however often it is asked for. `ending` tells of that."""
    if work.pid not in _followed:
        task = asyncio.create_task(_follow(server, path, records, work, ending or of_run))
        _followed[work.pid] = task
        task.add_done_callback(lambda _: _followed.pop(work.pid, None))


async def _follow(server: General, path: Path, records: PlanState, work: Work, ending: Ending) -> None:
    bar = await _Bar.shown(server, f"Planloom: {path.name}")
    before, is_asked = None, False
    try:
        while await asyncio.to_thread(work.poll) is None:
            told = await asyncio.to_thread(_told, records)
            if told != before:
                bar.report(told)
                server.stale.set()
            before = told
            if bar.cancelled and not is_asked:
                is_asked = True
                with suppress(OSError):
                    os.kill(work.pid, signal.SIGINT)
                    said(server, f"{path.name}: nothing new begins; what runs may finish, or use Stop workers")
            await asyncio.sleep(_LOOK_EVERY)
        text, bad = await asyncio.to_thread(ending, records, work)
    except Exception as error:
        failure("following a run", error)
    else:
        if bad or not server.shows_runs:
            said(server, brief.line(f"{path.name}: {text.removeprefix(f'{path}: ')}"), bad=bad)
    finally:
        bar.end()
        server.stale.set()


def _told(records: PlanState) -> tuple[str, int]:
    """How far the run is: in words, and how many of a hundred parts are done."""
    try:
        run = records.latest()
        progress = launch.progress_of(run) if run else None
    except (RunError, OSError):
        progress = None
    if progress is None or not progress.workers:
        return "", 0
    merged = sum(at.state is WorkerState.MERGED for at in progress.workers.values())
    return _states(progress), 100 * merged // len(progress.workers)


def _states(progress: Progress) -> str:
    return brief.states((at.worker, at.state) for at in progress.workers.values())


def of_run(records: PlanState, work: Work) -> tuple[str, bool]:
    """What came of a process that drove a run, in a line, and whether that is bad."""
    if (work.poll() or 0) not in _USUAL:
        return last_words(records, work)
    try:
        run = records.latest()
        if run and _is_cut_short(records, work):
            return "its run ended without finishing; Resume continues it", True
        return " ".join(_result(run)) if run else "ended", False
    except (RunError, OSError) as error:
        return str(error), True


def _is_cut_short(records: PlanState, work: Work) -> bool:
    """Whether a process was ended while it drove an unfinished run."""
    left = locks.left_by(records.lock)
    return left is not None and left.pid == work.pid and launch.unfinished(records) is not None


def last_words(records: PlanState, work: Work) -> tuple[str, bool]:
    """What a process said last, and whether that is bad."""
    code = work.poll() or 0
    if code < 0:
        return f"process {work.pid} was killed by signal {-code}; Resume continues the run", True
    try:
        lines = (records.path / "output").read_bytes()[-TAIL:].decode(errors="replace").split("\n")
    except OSError as error:
        return str(error), True
    last = next((one for one in reversed(lines) if one.strip()), "it ended without output")
    return last.removeprefix("planloom: "), code != 0


def _result(run: Run) -> Iterator[str]:
    progress = launch.progress_of(run)
    if progress.blockers:
        more = f" (+{len(progress.blockers) - 1})" if len(progress.blockers) > 1 else ""
        stuck = [at for at in progress.workers.values() if at.state in (WorkerState.FAILED, WorkerState.BLOCKED)]
        following = "Open log" if any(at.last for at in stuck) else "Resume"
        yield f"{progress.state}: {brief.reason(progress.blockers[0], _SHORT)}{more}."
    else:
        yield f"{progress.state}: {_states(progress)}."
        following = next(next_actions(launch.blueprint_of(run, progress.approval), progress), "")
    if progress.state is not RunState.COMPLETED and following:
        yield f"Next: {following}"


class _Bar:
    """A progress bar, where the client has such."""

    def __init__(self, server: General, token: str | None) -> None:
        self._server, self._token = server, token

    @classmethod
    async def shown(cls, server: General, title: str) -> _Bar:
        """A new one."""
        window = server.client_capabilities.window
        if not (window and window.work_done_progress):
            return cls(server, None)
        token = str(uuid4())
        await server.work_done_progress.create_async(token)
        server.work_done_progress.begin(token, types.WorkDoneProgressBegin(title, cancellable=True, percentage=0))
        return cls(server, token)

    @property
    def cancelled(self) -> bool:
        """Whether the user wants it to end."""
        return self._token is not None and self._server.work_done_progress.tokens[self._token].cancelled()

    def report(self, told: tuple[str, int]) -> None:
        """Say how far it is."""
        if self._token:
            value = types.WorkDoneProgressReport(message=told[0], percentage=told[1])
            self._server.work_done_progress.report(self._token, value)

    def end(self) -> None:
        """Take it away."""
        if self._token:
            self._server.work_done_progress.end(self._token, types.WorkDoneProgressEnd())
