"""`planloom diff`: what a worker changed, each file marked as its own or not."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path

from planloom.cli.checking import open_plan
from planloom.cli.choosing import plan_of
from planloom.cli.errors import FINDINGS, OK
from planloom.cli.running.runs import told
from planloom.cli.screen import Paint
from planloom.model.facts import Change
from planloom.model.scope import Scope, scopes
from planloom.run.worked import patch, worked
from planloom.text.visible import visible

TAKES = "[PLAN] WORKER"
HELP = """\
Show what a worker changed since it began, committed or not, and which of it is not its own.

Exit code 1 when it changed files that it does not own.

Examples:  planloom diff PLAN.md W1
           planloom diff PLAN.md W1 --names
"""
_WHERE = {"commit": "committed", "index": "staged", "tree": "not committed", "untracked": "untracked"}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the plan and the worker."""
    parser.add_argument("plan", metavar="PLAN", nargs="?")
    parser.add_argument("worker", metavar="WORKER")
    parser.add_argument("--names", action="store_true", help="the files only, not what changed in them")


def run(asked: Namespace) -> int:
    """Print files, then what changed in them; returns 1 when one of them is not the worker's."""
    path = plan_of(asked.plan, asked.worker)
    with told(path):
        plan = open_plan(path).plan
        seen = worked(plan, Path(path), asked.worker)
    strays = _show(seen.changes, scopes(plan)[seen.worker.worker])
    if not asked.names:
        with told(path):
            _show_content(patch(seen))
    return FINDINGS if strays else OK


def _show(changes: Iterable[Change], scope: Scope) -> int:
    """Print one line for each file; how many are not the worker's."""
    paint, strays = Paint(sys.stdout), 0
    for change in changes:
        owned = scope.allows(change.path)
        strays += not owned
        mark = paint("owned    ", "green") if owned else paint("not owned", "red")
        commit = f" in {change.commit[:10]}" if change.commit else ""
        sys.stdout.write(f"{mark}  {change.status}  {visible(change.path)}  ({_WHERE[change.where]}{commit})\n")
    return strays


def _show_content(text: str) -> None:
    """Print a patch, its control characters written out."""
    paint = Paint(sys.stdout)
    for line in text.split("\n"):
        style = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        sys.stdout.write(paint(visible(line), style) + "\n" if style else visible(line) + "\n")
