"""What git and disk say around the files that a command looks at; a repository is read once, however many lie in it.

Knows analyses and observing; must not know reports. Loads nothing of git for a file that lies in no repository.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.model.settings import Settings
from planloom.rules.analysis import Analysis
from planloom.rules.rule import all_rules
from planloom.rules.visible import visible
from planloom.run.survey.repository import Repository, find, look


def look_around(analysis: Analysis, path: Path) -> None:
    """Tell an analysis the facts of its plan, if it is one that lies in a repository and a rule asks for them."""
    plan = analysis.plan
    if not (plan.is_plan or plan.is_checkpoint) or not _asks(analysis.settings):
        return
    repository = _repository(path.parent)
    if repository is not None:
        facts = _facts(plan, path, analysis.settings.run.target, repository)
        analysis.know(facts)
        for problem in facts.problems if facts else ():
            _say_once(repository.root, visible(problem))


@cache
def _say_once(root: str, problem: str) -> None:
    sys.stderr.write(f"planloom: {root}: {problem}; rules that need it stay silent\n")


def _facts(plan: Plan, path: Path, target: str | None, repository: Repository) -> Facts | None:
    """The facts of a plan; for a checkpoint those of the plan that it is of."""
    from planloom.run.observe import observe
    from planloom.run.owner import plan_of

    meant = plan_of(plan, path, repository)
    return observe(*meant, target=target, around=_look(repository)) if meant else None


def _asks(settings: Settings) -> bool:
    return any(rule.needs_facts and settings.runs(name) for name, rule in all_rules().items())


def forget() -> None:
    """Read every repository anew from now on."""
    _repository.cache_clear()
    _look.cache_clear()
    _say_once.cache_clear()


@cache
def _repository(folder: Path) -> Repository | None:
    return find(folder)


@cache
def _look(repository: Repository) -> Facts:
    return look(repository)
