"""What everyone who carries out steps of one run shares. Must not know what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, NamedTuple

from planloom.model.blueprint import Blueprint, Job
from planloom.model.progress import Progress, WorkerProgress, WorkerState
from planloom.run import checkpoint
from planloom.run.agents import Preset
from planloom.run.git import Git
from planloom.run.halt import Halt
from planloom.run.records.journal import Journal
from planloom.run.records.locks import wait_for
from planloom.run.records.state import Run
from planloom.run.redact import redact
from planloom.run.tasks.executor import Executor


class Settled(NamedTuple):
    """What a worker comes to: its state, why, and what else of it changes, as records of the journal have it."""

    state: WorkerState
    reason: str = ""
    data: Mapping[str, Any] = MappingProxyType({})


class Desk(NamedTuple):
    """One run: what was approved, where its records lie, who carries its processes. `say` takes a line for people."""

    blueprint: Blueprint
    run: Run
    journal: Journal
    executor: Executor
    preset: Preset
    say: Callable[[str], None]
    halt: Halt

    @property
    def progress(self) -> Progress:
        """How far the run is."""
        return self.journal.progress

    @property
    def git(self) -> Git:
        """Git in the main worktree, for reading."""
        return Git(self.blueprint.root)

    def worker(self, worker: str) -> tuple[Job, WorkerProgress]:
        """What a worker is to do, and how far it is."""
        return self.blueprint.job(worker), self.progress.workers[worker]

    def marker(self, worker: str) -> str:
        """What a worktree of this run carries; the integration worktree's worker is `merge`."""
        return f"{self.run.id} {worker}"

    @contextmanager
    def changing(self) -> Iterator[Git]:
        """Git in the main worktree, for changing what all worktrees share; one process at a time per repository."""
        with wait_for(self.run.owner.state.lock, "this repository") as lock:
            yield Git(self.blueprint.root, holding=(lock.descriptor,))

    def begin(self, do: str, **data: Any) -> None:
        """Record what is about to happen."""
        self.journal.write(do, "intent", **data)

    def done(self, do: str, **data: Any) -> None:
        """Record what has happened."""
        self.journal.write(do, "done", **data)

    def settle(self, worker: str, state: WorkerState, reason: str = "", **data: Any) -> None:
        """Record and tell a worker's new state, its reason without secrets, and bring the checkpoint up to date."""
        self.done("state", worker=worker, state=state.value, reason=redact(reason), **data)
        self._tell(worker, state, redact(reason))

    def end(self, worker: str, after: Settled | None, *, stage: str = "done", **data: Any) -> None:
        """Record a process' end and what follows for its worker: in one record, so that no kill comes between.

        `stage`: `failed` for a process that could not be started.
        """
        follows = {"state": after.state.value, "why": redact(after.reason), **after.data} if after else {}
        self.journal.write("attempt", stage, worker=worker, **data, **follows)
        if after:
            self._tell(worker, after.state, redact(after.reason))

    def _tell(self, worker: str, state: WorkerState, reason: str) -> None:
        checkpoint.write(self.blueprint, self.progress)
        self.say(f"{worker} {state.value}" + (f": {reason}" if reason else ""))
