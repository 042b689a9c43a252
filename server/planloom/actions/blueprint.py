"""A plan made ready to run, or everything that stands in its way.

Pure: from the plan, its text, what is known of repository and disk, and what was chosen. Ties together order, places,
claims, scripts and prompts. Must not know how any of it is executed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from planloom.actions import claims, refusals
from planloom.actions.checks import OURS, After, after_merges
from planloom.actions.claims import Share, cone, shares
from planloom.actions.excerpt import Document
from planloom.actions.places import Ground, Spot, branch_problems, spots, worktree_problems
from planloom.actions.problem import Problem, line_of, one_line
from planloom.actions.prompt import Brief, prompt
from planloom.actions.script import script_of
from planloom.actions.scripts import code_of, place_of, script_problems, validation
from planloom.actions.sequence import Sequence, sequence
from planloom.model.agent import Agent
from planloom.model.blueprint import Blueprint, Furniture, Job, Limits
from planloom.model.checkpoint_path import checkpoint_of
from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.model.settings import RunSettings
from planloom.model.slug import feature_of


class Choice(NamedTuple):
    """What was chosen for a run, beside the plan: the agent, the project's settings, the branch to merge into.

    `target` wins over the settings', which win over the branch that is checked out. `adopted`: workers whose branch or
    worktree was made by somebody else, and is taken over. `ground`: what the disk says of where worktrees would lie.
    """

    agent: Agent
    run: RunSettings = RunSettings()
    target: str | None = None
    adopted: frozenset[str] = frozenset()
    ground: Ground = Ground()


class _Parts(NamedTuple):
    """What the jobs are made of, by worker."""

    spots: Mapping[str, Spot]
    shares: Mapping[str, Share]
    validations: Mapping[str, str]
    checks: Mapping[str, After]


def draw_up(plan: Plan, text: str, facts: Facts, choice: Choice) -> Blueprint | tuple[Problem, ...]:
    """The blueprint of a plan, or all problems that forbid a run of it, in the plan's order."""
    early = tuple(refusals.refusals(plan, text))
    if early:
        return _in_order(early, plan)
    head = _head(plan, text, facts, choice)
    order = sequence(plan)
    parts, faults = _parts(plan, facts, head)
    problems = [*([] if isinstance(order, Sequence) else order), *faults, *refusals.gaps(plan)]
    problems += _in_the_way(plan, parts, facts, choice)
    if isinstance(order, Sequence):
        made = _made(plan, parts, order, head)
        problems += [*refusals.idle(made, plan, choice.adopted), *refusals.hidden(made, plan)]
        if not problems:
            return made
    return _in_order(problems, plan)


def target_of(facts: Facts, choice: Choice) -> str:
    """The branch to merge into, "" where none is named and none is checked out."""
    return choice.target or choice.run.target or facts.branch or ""


def slug_for(plan: Plan, facts: Facts) -> str:
    """The plan's `<feature>`."""
    return feature_of(facts.plan, plan.title.text if plan.title else "")


def _parts(plan: Plan, facts: Facts, head: Blueprint) -> tuple[_Parts, list[Problem]]:
    found = spots(plan, facts.root, head.slug)
    code = code_of(plan)
    scripts = {worker.id: validation(worker, code) for worker in plan.workers.values()}
    texts = {id_: script for id_, script in scripts.items() if isinstance(script, str)}
    faults = [script for script in scripts.values() if isinstance(script, Problem)]
    parts = _Parts(
        found, shares(plan, (head.plan, head.checkpoint)), texts, after_merges(plan, code, found, facts.root)
    )
    return parts, faults


def _in_the_way(plan: Plan, parts: _Parts, facts: Facts, choice: Choice) -> Iterator[Problem]:
    ours = frozenset(worker for worker, known in facts.workers.items() if known.ours) | choice.adopted
    yield from branch_problems(parts.spots, facts, target_of(facts, choice), ours)
    yield from worktree_problems(parts.spots, facts, choice.ground, ours)
    yield from claims.problems(plan, parts.shares)
    yield from _script_problems(plan, parts, facts)
    for glob in (*choice.run.copy, *choice.run.link):
        if glob.startswith(("/", "~", "-")) or {"..", ".git"} & set(glob.replace("\\", "/").split("/")):
            yield Problem(f"`{glob}` in worktree.copy or worktree.link leads out of the repository; take it out")


def _script_problems(plan: Plan, parts: _Parts, facts: Facts) -> Iterator[Problem]:
    for id_, worker in plan.workers.items():
        spot = parts.spots[id_]
        for said in script_problems(
            f"validation of {id_}", parts.validations.get(id_, ""), spot, parts.spots, facts.root
        ):
            yield Problem(said, place_of(worker), id_)
        check = parts.checks.get(id_, After()).check
        merging = spot._replace(path=f"{facts.root}-planloom-")
        for said in script_problems(f"check after merging {id_}", check, merging, parts.spots, facts.root):
            yield Problem(said, None, id_)
        left = OURS.search(check)
        if left:
            what = (
                f"the check after merging {id_} holds `{left[0]}`, which Planloom does itself; put it on its own line"
            )
            yield Problem(what, None, id_)


def _head(plan: Plan, text: str, facts: Facts, choice: Choice) -> Blueprint:
    """All but the jobs."""
    run = choice.run
    slug = slug_for(plan, facts)
    limits = (run.timeout * 60.0, run.silence * 60.0, run.retries, run.tokens, run.cost)
    return Blueprint(
        plan=facts.plan,
        slug=slug,
        title=plan.title.text if plan.title else "",
        text_hash=hashlib.sha256(text.encode()).hexdigest(),
        root=facts.root,
        target=target_of(facts, choice),
        checkpoint=checkpoint_of(plan, facts.plan),
        agent=choice.agent,
        furniture=Furniture(run.copy, run.link, run.setup, run.disposable, run.sparse),
        limits=Limits(*limits, run.total_tokens, run.total_cost),
    )


def _made(plan: Plan, parts: _Parts, order: Sequence, head: Blueprint) -> Blueprint:
    document = Document(plan)
    brief = Brief(head.title, plan.goal.text if plan.goal else "", head.plan, head.checkpoint, "", parts.shares)
    jobs = []
    for id_ in order.ids:
        worker, spot, after = plan.workers[id_], parts.spots[id_], parts.checks.get(id_, After())
        part = document.part(worker)
        job = Job(
            id_,
            worker.name,
            spot.branch,
            spot.path,
            order.after[id_],
            parts.shares[id_].writes,
            parts.shares[id_].denied,
            validation=parts.validations.get(id_, ""),
            check=after.check,
            resolution=after.resolution,
            criteria=tuple((one.text, one.done) for one in worker.done_when),
            script=script_of(part) if head.agent.runs_script else "",
            cone=cone(parts.shares[id_]) if head.furniture.sparse else (),
        )
        jobs.append(job._replace(prompt=prompt(job, brief._replace(part=part))))
    return head._replace(jobs=tuple(jobs))


def _in_order(problems: Iterable[Problem], plan: Plan) -> tuple[Problem, ...]:
    """Problems without repetitions, by their line; those of no line come last."""
    said = (problem._replace(message=one_line(problem.message)) for problem in problems)
    return tuple(sorted(dict.fromkeys(said), key=lambda one: line_of(one, plan) or 1 << 30))
