"""Blueprints of texts, against a repository that is only made up."""

from __future__ import annotations

from typing import Any

from planloom.actions.blueprint import Choice, draw_up
from planloom.actions.problem import line_of
from planloom.model.agent import Agent
from planloom.model.blueprint import Blueprint
from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.rules.analysis import Analysis

TIP = "1" * 40
FACTS = Facts(
    "/home/ada/repo", "/home/ada/repo/.git", "PLAN.md", (2, 40), head=TIP, branch="main", branches={"main": TIP}
)
AGENT = Agent("mock", ("mock", "{prompt_file}"))


def plan_of(text: str) -> Plan:
    """The plan that a text is."""
    return Analysis.open(text).plan


def drawn(text: str, facts: Facts = FACTS, **choice: Any) -> Blueprint:
    """The blueprint of a text that can be run."""
    made = draw_up(plan_of(text), text, facts, Choice(AGENT, **choice))
    assert isinstance(made, Blueprint), made
    return made


def told(text: str, facts: Facts = FACTS, **choice: Any) -> list[str]:
    """What forbids to run a text, each as `LINE: message`; nothing where it can be run."""
    plan = plan_of(text)
    made = draw_up(plan, text, facts, Choice(AGENT, **choice))
    found = () if isinstance(made, Blueprint) else made
    return [f"{line_of(problem, plan)}: {problem.message}" for problem in found]
