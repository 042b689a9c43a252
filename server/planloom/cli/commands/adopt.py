"""`planloom adopt`: takes into the run what was done by hand, or by tools that Planloom did not start."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from planloom.cli.checking import open_source
from planloom.cli.choosing import plan_of
from planloom.cli.errors import FINDINGS, INTERRUPTED, OK
from planloom.model.progress import WorkerState

TAKES = "[PLAN] WORKER"
HELP = """\
Take over, validate and merge the work of a worker that was started by hand or by another agent.

Its branch has to exist, with the work committed. A run of the plan is begun where there is none.

Examples:  planloom prompt PLAN.md W1 | my-agent
           planloom adopt PLAN.md W1
"""
_TAKEN = (WorkerState.DONE, WorkerState.MERGED)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the plan, the worker, and how the run is approved where it is begun."""
    parser.add_argument("plan", metavar="PLAN", nargs="?")
    parser.add_argument("worker", metavar="WORKER")
    parser.add_argument("--agent", metavar="NAME", default="hand", help="agent of the others (default: hand, nobody)")
    parser.add_argument("--target", metavar="BRANCH", help="the branch to merge into (default: the one checked out)")
    parser.add_argument("--yes", action="store_true", help="approve what is shown (on a terminal only)")
    parser.add_argument("--approve", metavar="HASH", help="approve what has this hash")


def run(asked: Namespace) -> int:
    """Take it over; returns 0 when the work is good."""
    from planloom.cli.running.consent import Consent
    from planloom.cli.running.session import Wanted, take_over
    from planloom.run.preparing import Asked

    path = plan_of(asked.plan, asked.worker)
    ids = open_source(path)[1].plan.workers
    worker = next((id_ for id_ in ids if id_.casefold() == asked.worker.casefold()), asked.worker)
    wanted = Wanted(path, Asked(asked.agent, target=asked.target, adopted=frozenset([worker])))
    progress = take_over(wanted, Consent(asked.yes, asked.approve), worker)
    if progress is None:
        return INTERRUPTED
    return OK if progress.workers[worker].state in _TAKEN else FINDINGS
