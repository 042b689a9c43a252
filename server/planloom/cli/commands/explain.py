"""`planloom explain`: the page of a rule, or the table of all rules."""

from __future__ import annotations

import re
import sys
import textwrap
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from difflib import get_close_matches

from planloom.cli.errors import OK, CommandError
from planloom.cli.located import WORDS
from planloom.cli.report.text import COLOURS
from planloom.cli.screen import Paint, columns
from planloom.rules.rule import Rule, all_rules

_MARKS = re.compile(r"\s*\^")
_FACTS = "~~~~ facts"

TAKES = "[RULE]"
HELP = """\
Show what a rule finds, why that hurts, and how it looks mended. Without a name: all rules.

Example:  planloom explain shared-primary
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the rule's name."""
    parser.add_argument("rule", nargs="?", metavar="RULE")


def run(asked: Namespace) -> int:
    """Print the page, or the table."""
    lines = page(asked.rule) if asked.rule is not None else _table(list(all_rules().values()), Paint(sys.stdout))
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return OK


def page(name: str) -> Iterator[str]:
    """The page of a rule, line by line. Raises CommandError for a name that no rule has."""
    rules = all_rules()
    if name not in rules:
        near = get_close_matches(name, rules, n=1)
        meant = f"did you mean {near[0]}?" if near else "`planloom explain` lists the rules"
        raise CommandError(f"there is no rule {name}; {meant}")
    return _page(rules[name], Paint(sys.stdout))


def _page(rule: Rule, paint: Paint) -> Iterator[str]:
    severity = WORDS[rule.severity]
    yield f"{paint(rule.name, 'bold')} · {paint(severity, COLOURS[severity])} · {rule.group}"
    yield ""
    indent = ""
    for line in rule.page.splitlines():
        if line.startswith("~~~~"):
            if line == _FACTS:
                yield "  Git, disk and processes say:"
            indent = "" if indent else "    "
        elif indent:
            marks = _MARKS.match(line)
            yield indent + (paint(line, COLOURS[severity]) if marks else line)
        else:
            yield paint(line.removeprefix("## "), "bold") if line.startswith("## ") else line


def _table(rules: list[Rule], paint: Paint) -> Iterator[str]:
    name_room = max(len(rule.name) for rule in rules)
    room = max(30, columns() - name_room - 16)
    group = ""
    for rule in rules:
        if rule.group != group:
            group = rule.group
            yield ("" if rule is rules[0] else "\n") + paint(group, "bold")
        severity = WORDS[rule.severity]
        first, *rest = textwrap.wrap(rule.summary, room) or [""]
        yield f"  {rule.name:<{name_room}}  {paint(f'{severity:<11}', COLOURS[severity])} {first}"
        yield from (f"{'':{name_room + 16}}{line}" for line in rest)
