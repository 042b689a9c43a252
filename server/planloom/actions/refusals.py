"""Plans that nothing can be drawn up from: no plan, too large, characters that are none, gaps left to fill in.

Knows the plan and its text; must not know git.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from planloom.actions.problem import Problem
from planloom.model.blueprint import Blueprint
from planloom.model.hidden import hidden_spans, lookalikes, named
from planloom.model.placeholder import NAME, WHOLE
from planloom.model.plan import Plan
from planloom.syntax.chunks import Place
from planloom.syntax.limits import is_too_large
from planloom.text.lazy import lazy
from planloom.text.lines import split
from planloom.text.visible import visible

MOST_WORKERS = 64
_MOST_HIDDEN = 32
_STATE = lazy(r"\[[A-Z0-9 _-]+\]")
_EXACT = frozenset({"branch", "worktree", "writes", "validation", "check", "target"})
"""Where one letter for another is another name."""
_NO_TEXT = lazy("[\x00\ud800-\udfff]")
_CONTROL = lazy("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def refusals(plan: Plan, text: str) -> Iterator[Problem]:
    """Why a text cannot be looked at any further as something to run."""
    lines = sum(len(chunk.lines) for chunk in plan.tree.chunks)
    if is_too_large(plan.tree, lines, len(text)):
        yield Problem("the plan is too large to be run; take out what is not about its workers")
        return
    if not plan.is_plan or not plan.workers:
        yield Problem("this is no plan: it needs workers, and files, branches or an order for them")
        return
    if len(plan.workers) > MOST_WORKERS:
        what = f"the plan has {len(plan.workers)} workers, and a run takes at most {MOST_WORKERS}"
        yield Problem(f"{what}; make several plans of it", [*plan.workers.values()][MOST_WORKERS].at)
    for at in _no_text(plan):
        yield Problem("a character that is none (NUL, or half of one) stands here; take it out", at)


def _no_text(plan: Plan) -> Iterator[Place]:
    for chunk in plan.tree.chunks:
        for number, line in enumerate(chunk.lines):
            found = _NO_TEXT.search(line)
            if found:
                yield Place(chunk.key, number, found.start(), found.end())


def gaps(plan: Plan) -> Iterator[Problem]:
    """What a template left to be filled in, in what workers are told; names, paths and scripts are looked at apart."""
    if plan.goal and WHOLE.fullmatch(plan.goal.text):
        yield _gap("goal", plan.goal.text, plan.goal.at)
    for worker in plan.workers.values():
        found = NAME.match(worker.name) or (None if _STATE.fullmatch(worker.name) else WHOLE.fullmatch(worker.name))
        if found:
            yield _gap(f"name of {worker.id}", found[0], worker.at)._replace(worker=worker.id)
        told = [(f"task of {worker.id}", one.text, one.at) for one in worker.tasks]
        told += [(f"Done When of {worker.id}", one.text, one.at) for one in worker.done_when]
        for what, said, at in told:
            if WHOLE.fullmatch(said):
                yield _gap(what, said, at)._replace(worker=worker.id)


def _gap(what: str, said: str, at: Place) -> Problem:
    return Problem(f"`{said}` still stands in the {what}; put in what is meant", at)


def idle(blueprint: Blueprint, plan: Plan, adopted: Collection[str]) -> Iterator[Problem]:
    """Workers whose work nobody else does, and for whom an agent that runs scripts finds none."""
    ways = f"the agent {blueprint.agent.name} runs nothing else; write one, or choose another agent"
    for job in blueprint.jobs if blueprint.agent.runs_script else ():
        if not job.script and job.worker not in adopted:
            said = f"{job.worker} has no bash block below its Task, and {ways}"
            yield Problem(said, plan.workers[job.worker].at, job.worker)


def hidden(blueprint: Blueprint, plan: Plan) -> Iterator[Problem]:
    """Characters that nobody sees, that look like others, or that a terminal obeys, in all that is done or told."""
    seen: set[tuple[str, str]] = set()
    for worker, where, text in _texts(blueprint):
        for line in split(text)[0] if not (text.isascii() and text.isprintable()) else ():
            found = "".join(line[start:end] for start, end in hidden_spans(line)) + "".join(_CONTROL.findall(line))
            found += lookalikes(line) if where.partition(" ")[0] in _EXACT else ""
            if found and (line, found) not in seen:
                if len(seen) == _MOST_HIDDEN:
                    return
                seen.add((line, found))
                said = f"{named(found)} hides in the {where}: `{visible(line.strip())[:80]}`; take it out"
                yield Problem(said, _find(plan, line, found[0]), worker)


def _texts(blueprint: Blueprint) -> Iterator[tuple[str, str, str]]:
    """Every text of a blueprint: whose it is, what it is, and the text."""
    for name, value in (*blueprint._asdict().items(), *blueprint.furniture._asdict().items()):
        yield from (("", name, text) for text in _strings(value))
    yield from (("", "agent's command", word) for word in (*blueprint.agent.first, *blueprint.agent.again))
    for job in blueprint.jobs:
        for name, value in job._asdict().items():
            yield from ((job.worker, f"{name} of {job.worker}", text) for text in _strings(value))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif type(value) is tuple:
        yield from (text for item in value if isinstance(item, str) or type(item) is tuple for text in _strings(item))


def _find(plan: Plan, line: str, character: str) -> Place | None:
    """Where a character stands in the plan: in a line that holds this one, else in the first line that has it."""
    places = [
        (line.strip() in other, Place(chunk.key, number, at, at + 1))
        for chunk in plan.tree.chunks
        for number, other in enumerate(chunk.lines)
        if (at := other.find(character)) >= 0
    ]
    return next((at for same, at in places if same), places[0][1] if places else None)
