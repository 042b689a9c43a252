"""`planloom logs`: what a worker's processes wrote, made harmless for a terminal."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from planloom.cli.choosing import plan_of
from planloom.cli.errors import OK, CommandError
from planloom.cli.running.runs import run_of, worker_of
from planloom.run.situation import Found
from planloom.run.tasks.executor import Executor
from planloom.run.tasks.output import lines

TAKES = "[PLAN] WORKER"
HELP = """\
Show what a worker wrote: its agent, or the set-up, validation or check that runs now or that failed.

Escape codes and hidden characters are removed. Every process of a worker has a number: --attempt 1 is the first.

Examples:  planloom logs PLAN.md W1
           planloom logs PLAN.md W1 --follow
           planloom logs PLAN.md W1 --attempt 2
"""
_TICK = 0.25


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the plan, the worker, and which of its processes."""
    parser.add_argument("plan", metavar="PLAN", nargs="?")
    parser.add_argument("worker", metavar="WORKER")
    parser.add_argument("--follow", action="store_true", help="go on until the process ends")
    telling = "the worker's Nth process (default: the one that tells most)"
    parser.add_argument("--attempt", type=int, metavar="N", help=telling)


def run(asked: Namespace) -> int:
    """Print the lines."""
    from planloom.run.redact import redact_lines
    from planloom.run.tasks.local import Local

    path = plan_of(asked.plan, asked.worker)
    _, found = run_of(path)
    folder = _folder(path, found, worker_of(path, found, asked.worker).worker, asked.attempt)
    executor = Local()
    for line in redact_lines(lines(_followed(executor, folder) if asked.follow else executor.logs(folder))):
        sys.stdout.write(f"{line}\n")
        if asked.follow:
            sys.stdout.flush()
    return OK


def _folder(path: str, found: Found, worker: str, number: int | None) -> Path:
    mine = found.begun(worker)
    if not mine:
        raise CommandError(f"{path}: nothing was started for {worker} yet")
    wanted = found.telling(worker) if number is None else next((one for one in mine if one["number"] == number), None)
    if wanted is None:
        known = ", ".join(f"{one['number']} ({one['kind']})" for one in mine)
        raise CommandError(f"{path}: {worker} has no process {number}; it has {known}")
    others = f", of {len(mine)}; --attempt N shows another" if len(mine) > 1 else ""
    sys.stderr.write(f"{worker}, process {wanted['number']}: {wanted['kind']}{others}\n")
    return found.run.attempt(worker, wanted["number"], wanted["kind"])


def _followed(executor: Executor, folder: Path) -> Iterator[bytes]:
    """All that is written until the process has ended."""
    seen = 0
    while True:
        going = executor.poll(folder).word in ("waiting", "running")
        for piece in executor.logs(folder, seen):
            seen = piece.end
            yield piece
        if not going:
            return
        executor.wait([folder], _TICK)
