"""`planloom format`: aligns the tables of plans."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from itertools import chain
from pathlib import Path

from planloom.cli.checking import STDIN, files_of, open_source
from planloom.cli.errors import FINDINGS, OK, CommandError
from planloom.cli.screen import exact
from planloom.features.format import align
from planloom.rules.analysis import Analysis
from planloom.run.files import write
from planloom.text.lines import split

TAKES = "[PATH ...]"
HELP = """\
Align the tables of plans; prose stays as it is.

PATH is a file, a folder, or - for stdin (the result goes to stdout). Without one: this folder. With --check or --diff
the exit code is 1 when something would change.

Examples:  planloom format PLAN.md
           planloom format --check .
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare paths, and ways to look before anything changes."""
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH")
    parser.add_argument("--check", action="store_true", help="name the files that would change, and change nothing")
    parser.add_argument("--diff", action="store_true", help="show what would change, and change nothing")


def run(asked: Namespace) -> int:
    """Align; returns 1 where only looking found something to align, else 0."""
    only_look = asked.check or asked.diff
    changed = 0
    for path in files_of(asked.paths):
        source, analysis = open_source(path)
        if source.bad is not None:
            continue
        before = str(analysis.text)
        after = aligned(analysis)
        if path == STDIN and not only_look:
            sys.stdout.write(after)
        if before == after:
            continue
        changed += 1
        _show(path, before, after, asked)
        if path != STDIN and not only_look:
            _write(path, after, bom=source.bom)
    return FINDINGS if changed and only_look else OK


def aligned(analysis: Analysis) -> str:
    """The text of a document with its tables aligned."""
    lines, ends = split(str(analysis.text))
    for line in align(analysis.plan):
        lines[analysis.absolute(line.at)[0]] = line.text
    return "".join(chain.from_iterable(zip(lines, ends, strict=True)))


def _show(path: str, before: str, after: str, asked: Namespace) -> None:
    if asked.diff:
        from planloom.cli.diff import unified

        for line in unified(path, before, after):
            sys.stdout.write(exact(line, sys.stdout))
    elif path != STDIN:
        sys.stdout.write(f"{'would align' if asked.check else 'aligned'} {path}\n")


def _write(path: str, text: str, *, bom: bool) -> None:
    try:
        write(Path(path), text, bom=bom)
    except OSError as error:
        raise CommandError(f"{path}: cannot be written: {error.strerror}") from None
