"""`planloom status`: how a plan's run is, from journal, git and processes; changes nothing."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planloom.cli.checking import open_plan
from planloom.cli.choosing import the_plan
from planloom.cli.errors import OK, CommandError
from planloom.cli.screen import Paint, document
from planloom.model.progress import RunState
from planloom.text.visible import visible

TAKES = "[PLAN]"
HELP = """\
Show how a plan's run stands: each worker's state, the evidence for it, and the next safe step.

Reads journal, git and processes, and changes nothing. PLAN is a file; without one: the only plan below this folder.

Examples:  planloom status PLAN.md
           planloom status PLAN.md --json
           planloom status PLAN.md --watch
"""
_EVERY = 1.0
_STYLES = {
    "running": ("cyan",),
    "validating": ("blue",),
    "done": ("green",),
    "merged": ("green", "bold"),
    "failed": ("red", "bold"),
    "blocked": ("yellow",),
}
_CLEAR = "\x1b[H\x1b[J"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the plan and the form."""
    parser.add_argument("plan", nargs="?", metavar="PLAN")
    parser.add_argument("--json", action="store_true", help="the document that editors and agents read")
    parser.add_argument("--watch", action="store_true", help="show it again at every change, until Ctrl-C")


def run(asked: Namespace) -> int:
    """Tell it, once or again and again."""
    path = the_plan(asked.plan)
    told = None
    while True:
        seen, edited = look(path)
        lines = [document(seen)[:-1]] if asked.json else [*text(seen)]
        if edited and not asked.json:
            lines.append("The plan was edited since the run began; the run goes on with its own copy.")
        if lines != told:
            if told is not None and sys.stdout.isatty():
                sys.stdout.write(_CLEAR)
            sys.stdout.writelines(f"{line}\n" for line in lines)
            sys.stdout.flush()
        if not asked.watch:
            return OK
        told = lines
        time.sleep(_EVERY)


def text(seen: dict[str, Any]) -> Iterator[str]:
    """The document of `--json` for people, line by line."""
    paint, run = Paint(sys.stdout), seen["run"]
    if run is None:
        yield f"{visible(seen['plan'])} was never run."
    else:
        by = f"driven by process {run['orchestrator']}" if run["orchestrator"] is not None else "driven by nobody"
        yield f"{paint(visible(run['id']), 'bold')}  {run['state']}  {run['phase']}  {by}"
    yield ""
    workers = seen["workers"]
    width = max((len(visible(worker["id"])) for worker in workers), default=0)
    for worker in workers:
        yield from _worker(worker, width, paint)
    yield from (f"! {visible(line)}" for line in seen["blockers"])
    yield f"next: {visible(seen['next'])}"


def _worker(worker: dict[str, Any], width: int, paint: Paint) -> Iterator[str]:
    state = paint(f"{worker['state']:<10}", *_STYLES.get(worker["state"], ("dim",)))
    attempt = f"attempt {worker['attempt']}" if worker["attempt"] else ""
    facts = (attempt, _clock(worker["seconds"]), visible(worker["last_output"] or ""))
    yield f"{visible(worker['id']):<{width}}  {state}  {'  '.join(filter(None, facts))}".rstrip()
    margin = " " * (width + 2)
    if worker["evidence"]:
        yield margin + visible(worker["evidence"])
    if worker["drift"]:
        yield margin + paint(f"changed what it does not own: {visible(', '.join(worker['drift']))}", "red")
    for one in worker["forecast"]:
        files = visible(", ".join(one["files"]))
        yield margin + paint(f"would conflict with {visible(one['with'])} in {files}", "yellow")
    yield margin + paint(f"next: {visible(worker['next'])}", "dim")


def look(path: str) -> tuple[dict[str, Any], bool]:
    """The document for the plan in a file, and whether the plan was edited since. Raises CommandError."""
    from planloom.actions.status import status
    from planloom.run.errors import RunError
    from planloom.run.situation import look_at

    try:
        seen = look_at(open_plan(path).plan, Path(path))
    except RunError as error:
        raise CommandError(f"{path}: {error}") from None
    over = seen.progress is None or seen.progress.state is RunState.COMPLETED
    return status(seen), seen.edited and not over


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
