"""A table of workers that is drawn anew while a plan runs, for a terminal. Knows rich; must not know how runs go on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from planloom.actions import brief
from planloom.actions.checkpoint import phase_title
from planloom.actions.status import drift_of
from planloom.model.blueprint import Blueprint
from planloom.model.plan import Plan
from planloom.model.progress import Progress, WorkerProgress, WorkerState
from planloom.model.scope import scope
from planloom.run.observe import glance
from planloom.run.records.state import Run
from planloom.run.redact import redact
from planloom.run.tasks.executor import Executor
from planloom.run.tasks.output import TAIL, tail
from planloom.text.visible import visible

_STYLES = {
    WorkerState.RUNNING: "cyan",
    WorkerState.VALIDATING: "blue",
    WorkerState.DONE: "green",
    WorkerState.MERGED: "bold green",
    WorkerState.FAILED: "bold red",
    WorkerState.BLOCKED: "yellow",
}
_PER_SECOND = 4
_LONGEST_NAME = 32
_LOOK_EVERY = 5.0
"""Seconds between looks at what workers have changed so far."""


class Screen:
    """What is shown of a run: a table that `watch` brings up to date, lines that `say` puts above it."""

    def __init__(self, blueprint: Blueprint, plan: Plan, run: Run, executor: Executor) -> None:
        self._blueprint, self._plan, self._run, self._executor = blueprint, plan, run, executor
        self._progress: Progress | None = None
        self._drift: Mapping[str, list[str]] = {}
        self._looked = -_LOOK_EVERY
        self._console = Console(highlight=False)
        self._live = Live(console=self._console, get_renderable=self._picture, refresh_per_second=_PER_SECOND)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Draw, until the block ends; the last picture stays."""
        with self._live:
            yield

    def say(self, line: str) -> None:
        """A line above the table."""
        self._console.print(Text(visible(redact(line))))

    def watch(self, progress: Progress) -> None:
        """Take note of how far the run is."""
        self._progress = progress
        if time.monotonic() - self._looked >= _LOOK_EVERY:
            self._looked = time.monotonic()
            self._drift = self._strays(progress)
        self._live.refresh()

    def _strays(self, progress: Progress) -> Mapping[str, list[str]]:
        """What each worker at work has changed that is not its own."""
        facts = glance(self._plan, Path(self._blueprint.root, self._blueprint.plan), progress=progress)
        if facts is None:
            return {}
        jobs = (job for job in self._blueprint.jobs if progress.workers[job.worker].current)
        return {
            job.worker: drift_of(scope(job.writes, job.denied), facts.workers[job.worker])
            for job in jobs
            if job.worker in facts.workers
        }

    def _picture(self) -> RenderableType:
        progress = self._progress
        return Group(Text(phase_title(progress.phase), "bold"), self._table(progress)) if progress else ""

    def _table(self, progress: Progress) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
        for heading in ("worker", "state", "time", "says"):
            table.add_column(heading, overflow="ellipsis", no_wrap=True, ratio=1 if heading == "says" else None)
        for job in self._blueprint.jobs:
            at = progress.workers[job.worker]
            name = Text(brief.line(f"{job.worker} {job.name}", _LONGEST_NAME))
            table.add_row(name, Text(at.state, _STYLES.get(at.state, "dim")), *self._doing(at))
        return table

    def _doing(self, at: WorkerProgress) -> tuple[str, Text]:
        if at.current is None:
            return "", Text(visible(at.reason), "dim")
        folder = self._run.attempt(at.worker, at.current.number, at.current.kind.value)
        state = self._executor.poll(folder)
        if strays := self._drift.get(at.worker):
            return _clock(state.seconds), Text(visible(f"changes what it does not own: {', '.join(strays)}"), "red")
        last = tail(self._executor.logs(folder, -TAIL), 1)
        return _clock(state.seconds), Text(redact(last[0]) if last else "")


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
