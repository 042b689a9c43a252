"""`planloom new`: writes a new plan from the template."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from planloom.cli.errors import CommandError
from planloom.features.template import template


@click.command()
@click.argument("name")
@click.option("--workers", type=click.IntRange(1, 64), default=3, show_default=True, help="How many workers.")
def command(*, name: str, workers: int) -> None:
    """Write a new plan to NAME.md: every part is there, placeholders stand where you know more than we do.

    \b
    Examples:  planloom new payments
               planloom new --workers 5 docs/plans/search.md
    """
    path = Path(name if name.endswith(".md") else f"{name}.md")
    title = path.stem.replace("_", " ").replace("-", " ").strip() or "Plan"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template(title[0].upper() + title[1:], workers))
    except FileExistsError:
        raise CommandError(f"{path}: exists already; choose another name") from None
    except OSError as error:
        raise CommandError(f"{path}: cannot be written: {error.strerror}") from None
    sys.stdout.write(f"{path}\n")
