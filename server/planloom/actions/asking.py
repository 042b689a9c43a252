"""What a person is asked before steps are done: who works, with which agent, where it is merged, what is removed. Pure.

All that would be executed is told elsewhere; this must not grow beyond what is read at a glance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from planloom.actions import brief
from planloom.actions.step import Step
from planloom.model.agent import Agent
from planloom.model.blueprint import Blueprint
from planloom.model.progress import Phase

_ONE_PHASE: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.SETUP: "Create worktrees for {workers} of {plan}",
        Phase.VALIDATE: "Validate {workers} of {plan}",
        Phase.MERGE: "Merge {workers} of {plan} into {target}",
        Phase.CLEANUP: "Remove the worktrees and branches of {workers} of {plan}",
    }
)


def action(blueprint: Blueprint, steps: Sequence[Step]) -> str:
    """What is asked for, without its question mark."""
    phases = {step.phase for step in steps}
    starts = [step for step in steps if step.phase is Phase.SPAWN]
    words = "{verb} {workers} of {plan} with agent {agent}" if starts else "Finish {workers} of {plan}"
    if len(phases) == 1:
        words = _ONE_PHASE.get(next(iter(phases)), words)
    workers = brief.workers(starts or steps)
    if not workers:
        words = "Finish {plan}"
    verb = "Start" if len(phases) == 1 else "Run"
    agent, plan = _named(blueprint.agent), blueprint.plan
    return words.format(verb=verb, workers=workers, plan=plan, agent=agent, target=blueprint.target)


def effects(blueprint: Blueprint, steps: Sequence[Step]) -> str:
    """What becomes of the work and of the worktrees; empty where the question says all."""
    merged = brief.workers([step for step in steps if step.phase is Phase.MERGE])
    removed = brief.workers([step for step in steps if step.phase is Phase.CLEANUP])
    if len({step.phase for step in steps}) < 2 or not (merged or removed):
        return ""
    merges = f"merges {merged} into {blueprint.target}" if merged else ""
    whose = "their worktrees and branches" if removed == merged else f"the worktrees and branches of {removed}"
    removes = f"removes {whose}" if removed else ""
    words = ", then ".join(part for part in (merges, removes) if part)
    return f"It {words}."


def _named(agent: Agent) -> str:
    """An agent with the program that it is, where its name does not say so."""
    program = agent.first[0].rpartition("/")[2] if agent.first else agent.name
    return agent.name if program == agent.name else f"{agent.name} ({program})"
