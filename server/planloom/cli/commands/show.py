"""`planloom show`: what a plan says, as a picture or as data."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from importlib import import_module

from planloom.cli.checking import open_plan
from planloom.cli.choosing import the_plan
from planloom.cli.errors import OK
from planloom.cli.screen import Paint, columns, document
from planloom.features.graph import Graph, graph
from planloom.features.outline import outline
from planloom.text.visible import visible

_STYLES = {
    "title": ("bold",),
    "wave": ("bold",),
    "worker": ("cyan",),
    "critical": ("cyan", "bold"),
    "faint": ("dim",),
    "severe": ("red",),
    "mild": ("yellow",),
}


TAKES = "[PLAN]"
HELP = """\
Show waves, critical path, who owns what and where it collides.

PLAN is a file, or - for stdin. Without one: the only plan below this folder.

Examples:  planloom show PLAN.md
           planloom show --format svg PLAN.md > plan.svg
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the plan and the form."""
    parser.add_argument("plan", nargs="?", metavar="PLAN")
    parser.add_argument("--format", choices=["text", "json", "mermaid", "dot", "svg"], default="text")


def run(asked: Namespace) -> int:
    """Print the plan in the form asked for."""
    form = asked.format
    said = open_plan(the_plan(asked.plan)).plan
    if form == "json":
        sys.stdout.write(document(outline(said)))
    elif form == "text":
        sys.stdout.writelines(painted(graph(said)))
    else:
        lines = import_module(f"planloom.features.draw.{form}").draw(graph(said))
        sys.stdout.writelines(f"{line}\n" for line in lines)
    return OK


def painted(drawn: Graph) -> Iterator[str]:
    """The picture for the terminal, line by line."""
    from planloom.features.draw.text import draw

    paint = Paint(sys.stdout)
    for line in draw(drawn, columns()):
        painted = "".join(paint(visible(piece.text), *_STYLES.get(piece.style, ())) for piece in line)
        yield painted.rstrip() + "\n"
