"""The run that a command is about, and what can go wrong with its records, told in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

from planloom.cli.checking import open_plan
from planloom.cli.errors import CommandError
from planloom.model.plan import Plan
from planloom.model.progress import WorkerProgress
from planloom.run.errors import RunError
from planloom.run.situation import Found, last_run


@contextmanager
def told(path: str) -> Iterator[None]:
    """Tell what goes wrong inside the block as what a command ends with: CommandError, which names the plan."""
    try:
        yield
    except RunError as error:
        raise CommandError(f"{path}: {error}") from None


def run_of(path: str) -> tuple[Plan, Found]:
    """A plan and its last run. Raises CommandError where it has none."""
    with told(path):
        plan = open_plan(path).plan
        found = last_run(plan, Path(path))
    if found is None:
        raise CommandError(f"{path} was never run; `planloom run {quote(path)}` runs it")
    return plan, found


def worker_of(path: str, found: Found, name: str) -> WorkerProgress:
    """A worker of a run, whatever the case of its name. Raises CommandError."""
    workers = found.progress.workers
    id_ = next((id_ for id_ in workers if id_.casefold() == name.casefold()), None)
    if id_ is None:
        raise CommandError(f"{path}: the run has no worker {name}; it has {', '.join(workers)}")
    return workers[id_]
