"""What git and disk say around the files that a command looks at; a repository is read once, however many lie in it.

Knows analyses and observing; must not know reports. Loads nothing of git for a file that lies in no repository.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from planloom.model.facts import Facts
from planloom.model.settings import Settings
from planloom.rules.analysis import Analysis
from planloom.rules.rule import all_rules
from planloom.run.repository import Repository, find, look


def look_around(analysis: Analysis, path: Path) -> None:
    """Tell an analysis the facts of its plan, if it is one that lies in a repository and a rule asks for them."""
    plan = analysis.plan
    if not (plan.is_plan or plan.is_checkpoint) or not _asks(analysis.settings):
        return
    repository = _repository(path.parent)
    if repository is not None:
        from planloom.run.observe import observe

        analysis.know(observe(plan, path, target=analysis.settings.run.target, around=_look(repository)))


def _asks(settings: Settings) -> bool:
    return any(rule.needs_facts and settings.runs(name) for name, rule in all_rules().items())


def forget() -> None:
    """Read every repository anew from now on."""
    _repository.cache_clear()
    _look.cache_clear()


@cache
def _repository(folder: Path) -> Repository | None:
    return find(folder)


@cache
def _look(repository: Repository) -> Facts:
    return look(repository)
