"""`planloom format`: aligns the tables of plans."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import Any

import click

from planloom.cli.checking import STDIN, files_of, open_source
from planloom.cli.errors import FINDINGS, OK, CommandError
from planloom.features.format import align
from planloom.rules.analysis import Analysis
from planloom.run.files import write
from planloom.text.lines import split


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Name the files that would change, and change nothing.")
@click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")
def command(*, paths: tuple[str, ...], **asked: Any) -> int:
    """Align the tables of plans; prose stays as it is.

    PATH is a file, a folder, or - for stdin (the result goes to stdout). Without one: this folder. With --check or
    --diff the exit code is 1 when something would change.

    \b
    Examples:  planloom format PLAN.md
               planloom format --check .
    """
    changed = 0
    for path in files_of(paths or (".",)):
        source, analysis = open_source(path)
        if source.bad is not None:
            continue
        before = str(analysis.text)
        after = aligned(analysis)
        if path == STDIN and not any(asked.values()):
            sys.stdout.write(after)
        if before == after:
            continue
        changed += 1
        _show(path, before, after, **asked)
        if path != STDIN and not any(asked.values()):
            _write(path, after, bom=source.bom)
    return FINDINGS if changed and any(asked.values()) else OK


def aligned(analysis: Analysis) -> str:
    """The text of a document with its tables aligned."""
    lines, ends = split(str(analysis.text))
    for line in align(analysis.plan):
        lines[analysis.absolute(line.at)[0]] = line.text
    return "".join(chain.from_iterable(zip(lines, ends, strict=True)))


def _show(path: str, before: str, after: str, *, check: bool, diff: bool) -> None:
    if diff:
        from planloom.cli.diff import unified

        sys.stdout.writelines(unified(path, before, after))
    elif path != STDIN:
        sys.stdout.write(f"{'would align' if check else 'aligned'} {path}\n")


def _write(path: str, text: str, *, bom: bool) -> None:
    try:
        write(Path(path), text, bom=bom)
    except OSError as error:
        raise CommandError(f"{path}: cannot be written: {error.strerror}") from None
