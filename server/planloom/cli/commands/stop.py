"""`planloom stop`: ends workers and all that they started; their work stays."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from planloom.cli.choosing import the_plan
from planloom.cli.errors import OK
from planloom.cli.running.runs import run_of, worker_of

TAKES = "[PLAN [WORKER]]"
HELP = """\
Stop a plan's workers and everything they started. Their work stays in their worktrees.

PLAN is a file; without one: the only plan below this folder. Without a worker: all that run, and no other begins.
`planloom run PLAN --resume` lets them go on.

Examples:  planloom stop PLAN.md
           planloom stop PLAN.md W1
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the plan and the worker."""
    parser.add_argument("plan", metavar="PLAN", nargs="?")
    parser.add_argument("worker", metavar="WORKER", nargs="?")


def run(asked: Namespace) -> int:
    """End them; returns when nothing of them is left."""
    from planloom.run.halt import Halt
    from planloom.run.records.locks import holder
    from planloom.run.tasks.local import Local

    path = the_plan(asked.plan)
    _, found = run_of(path)
    workers = [worker_of(path, found, asked.worker)] if asked.worker else list(found.progress.workers.values())
    running = [at for at in workers if at.current]
    if not asked.worker and holder(found.run.owner.lock):
        Halt(found.run.halt).ask()
    executor = Local()
    executor.cancel(*(found.folder(at.worker, at.current) for at in running if at.current))
    sys.stdout.writelines(f"{at.worker} stopped\n" for at in running)
    if not running:
        sys.stdout.write(f"{asked.worker or 'nothing'} is not running\n" if asked.worker else "nothing is running\n")
    return OK
