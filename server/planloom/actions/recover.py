"""What a checkpoint and git prove of a run that was driven elsewhere, as the first records of a run that goes on here.

For another clone or machine, where there is no journal. What they leave unknown waits for a person: nothing is guessed,
for a guess could pay an agent twice or lose what it did. Pure; must not know how git is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from shlex import quote
from typing import Any, NamedTuple

from planloom.actions.checkpoint import COMMIT_COLUMNS
from planloom.model.blueprint import Blueprint, Job
from planloom.model.facts import Facts, WorkerFacts
from planloom.model.plan import Plan
from planloom.model.progress import Kind, WorkerState
from planloom.model.read.ids import key
from planloom.syntax import cells

_COMMIT = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
_NOT_BEGUN = ("pending", None)


class Told(NamedTuple):
    """What a checkpoint tells of a worker: its state, where its branch began, what was validated, what merged it."""

    state: str | None = None
    start: str | None = None
    tip: str | None = None
    merged: str | None = None


class Entry(NamedTuple):
    """A record that is to be journalled."""

    do: str
    data: Mapping[str, Any]
    stage: str = "done"


def told(checkpoint: Plan) -> dict[str, Told]:
    """What a checkpoint tells of each worker, by the key of its id."""
    found: dict[str, Told] = {}
    for row in checkpoint.checkpoint.statuses if checkpoint.checkpoint else ():
        found.setdefault(key(row.worker_text.text), Told(row.state))
    for _, by, *commits in _commit_rows(checkpoint):
        start, tip, merged = (one if _COMMIT.fullmatch(one) else None for one in commits)
        name = key(by.replace("\\|", "|"))
        found[name] = found.get(name, Told())._replace(start=start, tip=tip, merged=merged)
    return found


def commits_of(checkpoint: Plan) -> set[str]:
    """Every commit that a checkpoint says was validated: whether the target holds them proves what is merged."""
    return {one.tip for one in told(checkpoint).values() if one.tip}


def recover(blueprint: Blueprint, checkpoint: Plan, facts: Facts, held: Collection[str]) -> Iterator[Entry]:
    """The records that a run here begins with. `held`: those of `commits_of` that the target holds."""
    known = told(checkpoint)
    merged = 0
    for job in blueprint.jobs:
        at = known.get(key(job.worker), Told())
        here = facts.workers.get(job.worker) or WorkerFacts(job.worker)
        commit = _merged(at, here, held)
        if commit:
            merged += 1
            yield from _as_merged(job, at, here, commit)
        else:
            yield from _as_left(blueprint, job, at, here)
    if merged:
        # What is merged was merged elsewhere: there is no integration worktree here that holds it.
        yield Entry("closed", {})
    head = facts.branches.get(blueprint.target)
    if blueprint.jobs and merged == len(blueprint.jobs) and head:
        yield Entry("target", {"commit": head})


def to_adopt(blueprint: Blueprint, checkpoint: Plan, facts: Facts, held: Collection[str]) -> Iterator[str]:
    """The workers whose work was validated elsewhere and is here on a branch: it only has to be validated here, too."""
    known = told(checkpoint)
    for job in blueprint.jobs:
        at = known.get(key(job.worker), Told())
        here = facts.workers.get(job.worker) or WorkerFacts(job.worker)
        if at.state in ("done", "merged") and here.tip and not _merged(at, here, held):
            yield job.worker


def begun(checkpoint: Plan, workers: Iterable[str]) -> frozenset[str]:
    """Those of these workers that had begun when the checkpoint was written."""
    known = told(checkpoint)
    return frozenset(id_ for id_ in workers if known.get(key(id_), Told()).state not in _NOT_BEGUN)


def _merged(at: Told, here: WorkerFacts, held: Collection[str]) -> str | None:
    """The commit of a worker that the target holds, where that is proved: its validated one, or all of its branch."""
    if at.tip and at.tip in held:
        return at.tip
    return here.tip if at.state == "merged" and here.merged else None


def _as_merged(job: Job, at: Told, here: WorkerFacts, commit: str) -> Iterator[Entry]:
    yield Entry("worktree", {"worker": job.worker, "start": at.start or commit})
    yield Entry("checked", {"worker": job.worker, "commit": commit})
    yield _state(job, WorkerState.MERGED, "merged elsewhere; the target holds it", tip=commit)
    if here.tip is None and here.worktree is None:
        yield Entry("remove", {"worker": job.worker, "kept": ""})


def _as_left(blueprint: Blueprint, job: Job, at: Told, here: WorkerFacts) -> Iterator[Entry]:
    """A worker that the target does not hold: it has not begun, or waits for a person, for its agent was started."""
    plan, worker = quote(blueprint.plan), quote(job.worker)
    if at.state in _NOT_BEGUN and here.tip is None:
        return
    adopt = f"`planloom adopt {plan} {worker}` takes over what is on branch {job.branch}"
    ways = adopt if here.tip else f"its work is not here: fetch its branch {job.branch}, then {adopt}"
    anew = f"`planloom run {plan} --resume --worker {worker}` begins it anew"
    id_ = f"{job.worker}/1-{Kind.WORK}"
    intent = {"worker": job.worker, "kind": Kind.WORK.value, "number": 1, "id": id_, "counts": False}
    yield Entry("attempt", intent, "intent")
    yield Entry("attempt", {"worker": job.worker, "id": id_, "code": None, "reason": "unknown"})
    yield _state(job, WorkerState.BLOCKED, f"{_how(at)}; {ways}; {anew}")


def _how(at: Told) -> str:
    if at.state in _NOT_BEGUN:
        return "the checkpoint knows nothing of its work"
    if at.state in ("running", "validating"):
        return f"it was {at.state} elsewhere when the checkpoint was written, and how it ended cannot be known here"
    return f"the checkpoint says {at.state}, and nothing here proves it"


def _state(job: Job, state: WorkerState, reason: str, **more: Any) -> Entry:
    return Entry("state", {"worker": job.worker, "state": state.value, "reason": reason, **more})


def _commit_rows(checkpoint: Plan) -> Iterator[list[str]]:
    for chunk in checkpoint.tree.chunks:
        if chunk.table and chunk.table.header == COMMIT_COLUMNS:
            begin = 2 if chunk.state is None else 0
            rows = (cells(line) for line in chunk.lines[begin:])
            yield from (row for row in rows if len(row) == len(COMMIT_COLUMNS))
