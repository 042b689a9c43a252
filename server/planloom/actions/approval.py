"""What a person sees before anything runs, line by line: all that will be executed, where, on which branches.

Knows the blueprint; must not know terminals. What is approved is its hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from shlex import join, quote

from planloom.model.blueprint import Blueprint, Furniture, Job, Limits, approval_hash
from planloom.text.lines import split
from planloom.text.visible import visible


def shown(blueprint: Blueprint, hooks: Iterable[str] = ()) -> Iterator[str]:
    """The lines; `hooks`: names of the repository's own hooks, which git runs when commits and merges are made."""
    yield from map(visible, _lines(blueprint, tuple(hooks)))


def _lines(blueprint: Blueprint, hooks: tuple[str, ...]) -> Iterator[str]:
    agent = blueprint.agent
    yield f"Plan        {blueprint.plan}, merged into {blueprint.target}"
    yield f"Checkpoint  {blueprint.checkpoint}"
    yield f"Agent       {agent.name}: {join(agent.first) if agent.first else 'nobody is started'}"
    if agent.again:
        yield f"            again: {join(agent.again)}"
    yield f"Limits      {_limits(blueprint.limits)}"
    yield from _furniture(blueprint.furniture)
    if hooks:
        yield f"Hooks       of this repository run as ever: {', '.join(hooks)}"
    for job in blueprint.jobs:
        yield ""
        yield from _job(job)
    yield ""
    first = blueprint.jobs[0].worker if blueprint.jobs else "W1"
    yield f"What a worker is told, `planloom prompt {quote(blueprint.plan)} {quote(first)}` prints."
    yield "Scripts run the code that workers wrote: who approves this trusts their work as far as their own shell goes."
    yield f"Approval    {approval_hash(blueprint)}"


def _limits(limits: Limits) -> str:
    parts = [
        f"{limits.timeout / 60:g} min an attempt",
        f"{limits.silence / 60:g} min without output",
        f"{limits.retries} retries",
    ]
    parts += [f"{limits.tokens} tokens a worker"] if limits.tokens is not None else []
    parts += [f"${limits.cost:g} a worker"] if limits.cost is not None else []
    parts += [f"{limits.run_tokens} tokens in all"] if limits.run_tokens is not None else []
    parts += [f"${limits.run_cost:g} in all"] if limits.run_cost is not None else []
    return ", ".join(parts)


def _furniture(furniture: Furniture) -> Iterator[str]:
    if furniture.copy:
        yield f"Copied      into each worktree: {', '.join(furniture.copy)}"
    if furniture.link:
        yield f"Linked      into each worktree: {', '.join(furniture.link)}"
    if furniture.setup:
        yield "Setup       in each worktree:"
        yield from _script(furniture.setup)
    yield f"Disposable  {', '.join(furniture.disposable) or 'nothing'}"
    if furniture.sparse:
        yield "Sparse      each worktree holds only what its worker writes and reads"


def _job(job: Job) -> Iterator[str]:
    yield f"{job.worker}  {job.name}".rstrip()
    yield f"  branch    {job.branch}"
    yield f"  folder    {job.worktree}"
    if job.after:
        yield f"  after     {', '.join(job.after)}"
    yield f"  writes    {', '.join(job.writes)}"
    for what, script in (("runs", job.script), ("validate", job.validation), ("check", job.check)):
        if script:
            where = "where all is merged, after its merge" if what == "check" else "in its folder"
            yield f"  {what:<9} {where}:"
            yield from _script(script)
    if not job.validation:
        yield "  validate  no script; only whether it is committed, and changes what it may"


def _script(script: str) -> Iterator[str]:
    lines = split(script)[0]
    yield from (f"    | {line}" for line in (lines[:-1] if lines[-1] == "" else lines))
