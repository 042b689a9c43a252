"""`planloom prompt`: exactly what a worker is told, for whoever starts workers by other means."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from planloom.cli.choosing import plan_of
from planloom.cli.errors import FINDINGS, OK, CommandError
from planloom.cli.screen import exact
from planloom.run.preparing import NotReadyError, told

TAKES = "[PLAN] WORKER"
HELP = """\
Print the prompt that a worker gets.

It holds the worker's part of the plan, the files that it owns and those of others, its worktree and branch, how to
commit, and what its work is judged by: `planloom run` gives a worker nothing else at its first attempt. Use it to
start workers with tools of your own; `planloom adopt` takes over what they did.

Examples:  planloom prompt PLAN.md W1
           planloom prompt PLAN.md W1 | claude -p
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the plan and the worker."""
    parser.add_argument("plan", metavar="PLAN", nargs="?")
    parser.add_argument("worker", metavar="WORKER")


def run(asked: Namespace) -> int:
    """Print the prompt; returns 1 where the plan does not say clearly enough what the worker is to do."""
    path = Path(plan_of(asked.plan, asked.worker))
    try:
        prompts = told(path)
    except NotReadyError as error:
        sys.stderr.writelines(f"planloom: {line}\n" for line in error.lines)
        return FINDINGS
    found = next((prompts[name] for name in prompts if name.casefold() == asked.worker.casefold()), None)
    if found is None:
        raise CommandError(f"{path} has no worker {asked.worker}; it has {', '.join(prompts)}")
    sys.stdout.write(exact(found, sys.stdout))
    return OK
