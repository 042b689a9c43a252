"""`planloom demo`: a plan with a conflict, what is said of it, the fixes, then all six phases; no agent, no network."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from planloom.cli.checking import Choice, check_file, open_plan
from planloom.cli.diff import unified
from planloom.cli.errors import FINDINGS, OK, CommandError
from planloom.cli.fixing import apply
from planloom.cli.located import Located, Mending, locate
from planloom.cli.report.text import write
from planloom.cli.screen import Paint
from planloom.model.progress import RunState
from planloom.rules.analysis import Analysis
from planloom.run.files import write as write_file

_ROUNDS = 5


TAKES = ""
HELP = """\
In a fresh repository: check a sample plan, mend its conflict, and run it with workers that are scripts.

One of the five changes a file that it does not own and is sent back, one fails its validation once, one waits for
another. Needs git, but no agent and no network. Everything is made in a new temporary folder.

Example:  planloom demo
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing is asked."""


def run(asked: Namespace) -> int:  # noqa: ARG001
    """Tell the story; returns 0 when the plan was mended and everything was merged."""
    from planloom.run import sample
    from planloom.run.git import GitError

    paint = Paint(sys.stdout)
    folder = Path(tempfile.mkdtemp(prefix="planloom-demo-")).resolve() / "reading"
    folder.mkdir()
    try:
        path = sample.under_git(folder)
        _say(paint, f"A plan for five workers is now in {path}. Two of them own one file:")
        if not _mended(paint, path):
            return FINDINGS
        sample.commit(folder, "Mend the plan")
    except GitError as error:
        raise CommandError(f"{folder}: {error}; the demo needs git 2.38 or newer") from None
    return _run_it(paint, folder)


def _mended(paint: Paint, path: Path) -> bool:
    """Check and mend the plan until nothing is wrong with it, then show it; whether it came to that."""
    for _ in range(_ROUNDS):
        _run(paint, "planloom check PLAN.md")
        checked = check_file(str(path), Choice()).checked._replace(path=path.name)
        sys.stdout.writelines(write([checked]))
        trouble = _worst(checked.findings)
        if trouble is None:
            break
        sys.stdout.writelines(_mend(paint, path, trouble))
    else:
        return False
    from planloom.cli.commands.show import painted
    from planloom.features.graph import graph

    _run(paint, "planloom show PLAN.md")
    sys.stdout.writelines(painted(graph(open_plan(str(path)).plan)))
    return True


def _run_it(paint: Paint, folder: Path) -> int:
    from planloom.cli.running import showcase

    _say(paint, "Five workers do it, each in a worktree of its own: scripts, in place of agents.")
    _run(paint, f"planloom run PLAN.md --agent shell --approve {showcase.approval(folder)}")
    progress = showcase.run(folder)
    _run(paint, "git log --graph --format=%s && git ls-tree -r --name-only HEAD")
    sys.stdout.writelines(f"{line}\n" for line in showcase.history(folder))
    _run(paint, "cat archive/CHECKPOINT_reading.md")
    showcase.say_checkpoint(folder)
    _say(
        paint, f"All of it lies in {folder.parent}. Now yours: `planloom check` in your repository, or `planloom new`."
    )
    return OK if progress and progress.state is RunState.COMPLETED else FINDINGS


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
