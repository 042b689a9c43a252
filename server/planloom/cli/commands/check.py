"""`planloom check`: every rule over files and folders, in the form that is asked for."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path

from planloom.cli.checking import STDIN, Choice, Outcome, check_all, files_of
from planloom.cli.errors import FINDINGS, OK, CommandError
from planloom.cli.located import Checked
from planloom.cli.screen import exact
from planloom.rules.rule import all_rules
from planloom.run.files import write

Report = Callable[[Iterable[Checked]], Iterator[str]]


def _rules(given: str) -> frozenset[str]:
    names = frozenset(name.strip() for name in given.split(",") if name.strip())
    for name in sorted(names - all_rules().keys()):
        from difflib import get_close_matches

        near = get_close_matches(name, all_rules(), n=1)
        meant = f"did you mean {near[0]}?" if near else "`planloom explain` lists the rules"
        raise ArgumentTypeError(f"there is no rule {name}; {meant}")
    return names


TAKES = "[PATH ...]"
HELP = """\
Find what is wrong in plans.

PATH is a file, a folder (all Markdown below it is searched, files that are no plans are skipped), or - for stdin.
Without one: this folder. Exit code 1 when there are errors or warnings.

Examples:  planloom check PLAN.md
           planloom check --format sarif . > planloom.sarif

As the hook that an agent's own settings run after each edit (`PostToolUse` for `Edit|Write` in those of Claude Code),
where exit code 2 and stderr are what the agent is told:
           planloom check --format json -- "$(jq -r .tool_input.file_path)" >&2 || exit 2
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare paths, rules, form, what to do with fixes, and whether to look around."""
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH")
    parser.add_argument("--format", choices=["text", "json", "sarif", "github"], default="text")
    parser.add_argument("--select", type=_rules, default=frozenset(), metavar="RULES", help="only these rules: a,b")
    parser.add_argument("--ignore", type=_rules, default=frozenset(), metavar="RULES", help="all rules but these: a,b")
    parser.add_argument("--fix", action="store_true", help="apply the fixes that are safe")
    parser.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    parser.add_argument("--offline", action="store_true", help="check the text only, without git and disk")


def run(asked: Namespace) -> int:
    """Check, report, mend; returns 1 when there are errors or warnings, else 0."""
    choice = Choice(asked.select or None, asked.ignore, mend=asked.fix or asked.diff, offline=asked.offline)
    outcomes = check_all(files_of(asked.paths), choice)
    if asked.diff:
        return _show_diff(outcomes)
    report: Report = import_module(f"planloom.cli.report.{asked.format}").write
    seen: list[Checked] = []
    out = sys.stderr if asked.fix and STDIN in asked.paths else sys.stdout
    for piece in report(_remember(_mended(outcomes) if asked.fix else outcomes, seen)):
        out.write(piece)
    return FINDINGS if any(f.severity in ("error", "warning") for file in seen for f in file.findings) else OK


def _remember(outcomes: Iterable[Outcome], seen: list[Checked]) -> Iterator[Checked]:
    for outcome in outcomes:
        seen.append(outcome.checked)
        yield outcome.checked


def _mended(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Writes what was mended, file by file; text from stdin goes to stdout, mended or not."""
    for outcome in outcomes:
        path = outcome.checked.path
        if outcome.before is not None and outcome.after is not None and path != STDIN:
            try:
                write(Path(path), outcome.after, bom=outcome.before.bom)
            except OSError as error:
                raise CommandError(f"{path}: cannot be written: {error.strerror}") from None
        elif path == STDIN:
            sys.stdout.write(outcome.after or (outcome.before.text if outcome.before else ""))
        yield outcome


def _show_diff(outcomes: Iterable[Outcome]) -> int:
    from planloom.cli.diff import unified

    code = OK
    for outcome in outcomes:
        if outcome.before is not None and outcome.after is not None:
            code = FINDINGS
            for line in unified(outcome.checked.path, outcome.before.text, outcome.after):
                sys.stdout.write(exact(line, sys.stdout))
    return code
