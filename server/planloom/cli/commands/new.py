"""`planloom new`: writes a new plan from the template, or the sample plan in a repository of its own."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from planloom.cli.errors import OK, CommandError
from planloom.features.template import MOST_WORKERS, Draft, template

TAKES = "NAME"
HELP = """\
Write a new plan to NAME.md: every part in place, with placeholders for what only you know.

With --sample, make a new repository in the folder NAME, with a plan in which two workers own the same file; its
workers are scripts, so that it runs without an agent.

Examples:  planloom new payments
           planloom new --workers 5 docs/plans/search.md
           planloom new --sample reading
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare name and number of workers."""
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--workers", type=_count, default=3, metavar="N", help="number of workers (default: 3)")
    parser.add_argument("--sample", action="store_true", help="a repository with the sample plan, in a new folder")


def run(asked: Namespace) -> int:
    """Write the file, and print its path."""
    path = _sample(Path(asked.name)) if asked.sample else _plan(asked.name, asked.workers)
    sys.stdout.write(f"{path}\n")
    return OK


def _plan(name: str, workers: int) -> Path:
    path = Path(name if name.endswith(".md") else f"{name}.md")
    title = path.stem.replace("_", " ").replace("-", " ").strip() or "Plan"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template(title[0].upper() + title[1:], [Draft()] * workers))
    except FileExistsError:
        raise CommandError(f"{path}: exists already; choose another name") from None
    except OSError as error:
        raise CommandError(f"{path}: cannot be written: {error.strerror}") from None
    return path


def _sample(folder: Path) -> Path:
    from planloom.run.git import GitError
    from planloom.run.sample import make

    try:
        return folder / make(folder.absolute()).name
    except FileExistsError:
        raise CommandError(f"{folder}: exists already; choose another name") from None
    except OSError as error:
        raise CommandError(f"{folder}: cannot be made: {error.strerror}") from None
    except GitError as error:
        raise CommandError(f"{folder}: {error}; the sample needs git 2.38 or newer") from None


def _count(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= MOST_WORKERS:
        raise ArgumentTypeError(f"a number from 1 to {MOST_WORKERS}, not {given}")
    return int(given)
