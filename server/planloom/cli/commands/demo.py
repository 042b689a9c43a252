"""`planloom demo`: a plan with a conflict, what is said of it, the fixes, the plan mended; no agent, no network."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from planloom.cli.checking import Choice, check_file, open_plan
from planloom.cli.diff import unified
from planloom.cli.errors import FINDINGS, OK
from planloom.cli.fixing import apply
from planloom.cli.located import Located, Mending, locate
from planloom.cli.report.text import write
from planloom.cli.screen import Paint
from planloom.rules.analysis import Analysis
from planloom.run.files import write as write_file

SAMPLE = Path(__file__).parents[1] / "sample.md"
_ROUNDS = 5


TAKES = ""
HELP = """\
Write a sample plan with a conflict into a fresh temporary folder, check it, mend it, and show it.

Example:  planloom demo
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing is asked."""


def run(asked: Namespace) -> int:  # noqa: ARG001
    """Tell the story; returns 0 when the plan ended well."""
    paint = Paint(sys.stdout)
    path = Path(tempfile.mkdtemp(prefix="planloom-demo-")) / "PLAN.md"
    path.write_bytes(SAMPLE.read_bytes())
    _say(paint, f"A plan for three workers is now in {path}. Two of them own one file:")
    for _ in range(_ROUNDS):
        _run(paint, "planloom check PLAN.md")
        checked = check_file(str(path), Choice()).checked._replace(path=path.name)
        sys.stdout.writelines(write([checked]))
        trouble = _worst(checked.findings)
        if trouble is None:
            break
        sys.stdout.writelines(_mend(paint, path, trouble))
    else:
        return FINDINGS
    from planloom.cli.commands.show import painted
    from planloom.features.graph import graph

    _run(paint, "planloom show PLAN.md")
    sys.stdout.writelines(painted(graph(open_plan(str(path)).plan)))
    _say(paint, f"Now yours: `planloom check` in your repository, or open {path} in an editor with `planloom serve`.")
    return OK


def _worst(findings: Iterable[Located]) -> Located | None:
    """The first error, or else the first warning."""
    by_severity = ((severity, finding) for severity in ("error", "warning") for finding in findings)
    return next((finding for severity, finding in by_severity if finding.severity == severity), None)


def _mend(paint: Paint, path: Path, trouble: Located) -> Iterator[str]:
    """Apply the first fix that an editor would offer, and show what it changed."""
    analysis = open_plan(str(path))
    before = str(analysis.text)
    fix = _first_fix(analysis, trouble)
    if fix is None:
        return
    apply(analysis, list(fix.changes))
    after = str(analysis.text)
    write_file(path, after, bom=False)
    yield "\n" + paint(f"The quick fix “{fix.title}” changes:", "bold") + "\n\n"
    for line in list(unified(path.name, before, after))[2:]:
        colour = {"+": "green", "-": "red"}.get(line[0])
        yield paint(line.rstrip("\n"), colour) + "\n" if colour else line


def _first_fix(analysis: Analysis, trouble: Located) -> Mending | None:
    same = (locate(analysis, finding) for finding in analysis.findings())
    found = next((one for one in same if (one.rule, one.span) == (trouble.rule, trouble.span)), None)
    return found.fixes[0] if found and found.fixes else None


def _say(paint: Paint, text: str) -> None:
    sys.stdout.write(f"\n{paint(text, 'bold')}\n")


def _run(paint: Paint, command_line: str) -> None:
    sys.stdout.write(f"\n{paint('$', 'dim')} {paint(command_line, 'bold')}\n\n")
