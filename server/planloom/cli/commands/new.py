"""`planloom new`: writes a new plan from the template."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from planloom.cli.errors import OK, CommandError
from planloom.features.template import template

TAKES = "NAME"
HELP = """\
Write a new plan to NAME.md: every part is there, placeholders stand where you know more than we do.

Examples:  planloom new payments
           planloom new --workers 5 docs/plans/search.md
"""
_MOST_WORKERS = 64


def add_arguments(parser: ArgumentParser) -> None:
    """Declare name and number of workers."""
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--workers", type=_count, default=3, metavar="N", help="how many workers (3 unless given)")


def run(asked: Namespace) -> int:
    """Write the file, and print its path."""
    name = asked.name
    path = Path(name if name.endswith(".md") else f"{name}.md")
    title = path.stem.replace("_", " ").replace("-", " ").strip() or "Plan"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template(title[0].upper() + title[1:], asked.workers))
    except FileExistsError:
        raise CommandError(f"{path}: exists already; choose another name") from None
    except OSError as error:
        raise CommandError(f"{path}: cannot be written: {error.strerror}") from None
    sys.stdout.write(f"{path}\n")
    return OK


def _count(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= _MOST_WORKERS:
        raise ArgumentTypeError(f"a number from 1 to {_MOST_WORKERS}, not {given}")
    return int(given)
