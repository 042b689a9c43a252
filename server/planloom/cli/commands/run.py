"""`planloom run`: the phases of a plan, from nothing to merged; what runs is shown and approved before."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from shlex import join
from typing import TYPE_CHECKING

from planloom.actions.approval import shown
from planloom.cli.choosing import the_plan
from planloom.cli.errors import FINDINGS, INTERRUPTED, OK, CommandError
from planloom.model.progress import Phase, Progress, RunState, WorkerState
from planloom.text.visible import visible

if TYPE_CHECKING:
    from planloom.run.ahead import Ahead
    from planloom.run.runner import Scope

TAKES = "[PLAN]"
HELP = """\
Run a plan: worktrees, workers, validation, merge, clean-up.

PLAN is a file; without one: the only plan below this folder. Before anything runs, it is shown, and you are asked to
approve it. Ctrl-C once: nothing new begins, and what runs may finish; twice: the workers are stopped, too.

Examples:  planloom run PLAN.md --dry-run
           planloom run PLAN.md --agent claude --jobs 4
           planloom run PLAN.md --resume
"""
EXECUTORS = ("local",)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the plan, what of it is wanted, who works, and how it is approved."""
    parser.add_argument("plan", nargs="?", metavar="PLAN")
    parser.add_argument(
        "--phase", choices=[phase.value for phase in Phase], help="only this phase, of a new or unfinished run"
    )
    parser.add_argument("--worker", action="append", metavar="W1", help="only this worker; may be repeated")
    parser.add_argument("--agent", metavar="NAME", help="claude, codex, opencode, gemini, aider, shell or one of yours")
    parser.add_argument("--agent-command", metavar="CMD", help="any command; gets the prompt on stdin or {prompt_file}")
    parser.add_argument("--jobs", type=_number, metavar="N", help="how many workers at once")
    parser.add_argument("--retries", type=_retries, metavar="N", help="how often a worker that fails is tried again")
    parser.add_argument("--timeout", type=_minutes, metavar="MINUTES", help="how long one attempt may take")
    parser.add_argument("--target", metavar="BRANCH", help="the branch to merge into (default: the one checked out)")
    parser.add_argument("--dry-run", action="store_true", help="show the steps and the approval hash, and do nothing")
    parser.add_argument("--json", action="store_true", help="with --dry-run: as JSON")
    parser.add_argument("--yes", action="store_true", help="approve what is shown (on a terminal only)")
    parser.add_argument("--approve", metavar="HASH", help="approve what --dry-run showed with this hash")
    parser.add_argument("--resume", action="store_true", help="continue the unfinished run")
    parser.add_argument("--on", default="local", choices=EXECUTORS, help="where workers run")


def run(asked: Namespace) -> int:
    """Do it; returns 0 when the phases asked for are finished."""
    if sys.platform == "win32":
        raise CommandError("plans run on Linux and macOS; on Windows, use them in WSL")
    from planloom.cli.running import session
    from planloom.cli.running.consent import Consent
    from planloom.run.preparing import Asked

    if asked.json and not asked.dry_run:
        raise CommandError("--json goes with --dry-run; `planloom status --json` tells how a run is")
    path = the_plan(asked.plan)
    wanted = session.Wanted(
        path,
        Asked(asked.agent, asked.agent_command, asked.target, asked.retries, asked.timeout),
        workers=tuple(asked.worker or ()),
        phase=Phase(asked.phase) if asked.phase else None,
        jobs=asked.jobs,
    )
    if asked.dry_run:
        ahead = session.preview(wanted, resume=asked.resume)
        scope = session.scope_of(wanted, ahead.blueprint)
        sys.stderr.writelines(f"{visible(note)}\n" for note in _notes(asked, ahead))
        asked.resume = not ahead.is_new
        sys.stdout.writelines(f"{line}\n" for line in _dry(asked, ahead, scope))
        return OK
    progress = session.drive(wanted, Consent(asked.yes, asked.approve), resume=asked.resume)
    if progress is None:
        return INTERRUPTED
    return OK if _is_done(asked, progress) else FINDINGS


def _is_done(asked: Namespace, progress: Progress) -> bool:
    """Whether what was asked for has come to its end: the phase, the workers, or else everything."""
    if progress.state is RunState.BLOCKED or not (asked.phase or asked.worker):
        return progress.state is RunState.COMPLETED
    named = {worker.casefold() for worker in asked.worker or ()}
    states = (at.state for id_, at in progress.workers.items() if id_.casefold() in named)
    return bool(asked.phase) or all(state in (WorkerState.DONE, WorkerState.MERGED) for state in states)


def _dry(asked: Namespace, ahead: Ahead, scope: Scope) -> Iterator[str]:
    """What would run: the steps, phase by phase, as commands that a person could type, and the hash to approve."""
    from planloom.actions.dry_run import as_json as plain
    from planloom.actions.dry_run import as_text
    from planloom.run.survey.hooks import hooks

    if asked.json:
        yield json.dumps({"hash": ahead.hash, "steps": [plain(step) for step in ahead.steps(scope)]}, indent=2)
        return
    yield from shown(ahead.blueprint, hooks(ahead.blueprint.root))
    yield from as_text(ahead.steps(scope))
    yield from ("", f"Hash {ahead.hash}: `{join([*_typed(asked), '--approve', ahead.hash])}` runs this")


def _notes(asked: Namespace, ahead: Ahead) -> Iterator[str]:
    """What to know of an unfinished run, and where there is none to resume."""
    if asked.resume and ahead.is_new:
        yield "There is no unfinished run to resume; this begins one."
    if ahead.way.goes_on:
        yield f"Run {ahead.run} is not finished; this is what is left of it."
    yield from ahead.notes


def _typed(asked: Namespace) -> Iterator[str]:
    """The command line that was given, without what only shows."""
    yield from ("planloom", "run", the_plan(asked.plan))
    given = (("--agent", asked.agent), ("--agent-command", asked.agent_command), ("--target", asked.target))
    options = [*given, ("--phase", asked.phase), *(("--worker", worker) for worker in asked.worker or ())]
    limits = (("--retries", asked.retries), ("--timeout", asked.timeout))
    for name, value in (*options, ("--jobs", asked.jobs), *limits):
        if value is not None:
            yield from (name, f"{value:g}" if isinstance(value, float) else str(value))
    if asked.resume:
        yield "--resume"


def _number(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 64:
        raise ArgumentTypeError(f"{given} is no number of workers from 1 to 64")
    return int(given)


def _retries(given: str) -> int:
    if not given.isdecimal() or len(given) > 4:
        raise ArgumentTypeError(f"{given} is no number from 0 on")
    return int(given)


def _minutes(given: str) -> float:
    try:
        found = float(given)
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise ArgumentTypeError(f"{given} is no number of minutes above 0")
    return found
