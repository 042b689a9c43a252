"""Every worker of a plan: branch, worktree, its own commits and changes, what it lacks.

Ties together what `places`, `history`, `descent` and `changes` read, with one call of git a worktree and four for all
branches. Changes nothing. Must not know rules.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import MappingProxyType

from planloom.model.facts import Change, Facts, WorkerFacts
from planloom.model.plan import Plan
from planloom.model.progress import Progress, WorkerState
from planloom.run.git import Git, GitError
from planloom.run.survey.changes import Span, committed, uncommitted
from planloom.run.survey.descent import Descent
from planloom.run.survey.disarm import disarmed
from planloom.run.survey.history import read
from planloom.run.survey.places import Place, places_of

_AT_ONCE = min(4, os.cpu_count() or 1)


def survey(
    plan: Plan, facts: Facts, top: str, settled: Mapping[str, WorkerFacts] = MappingProxyType({})
) -> dict[str, WorkerFacts]:
    """What is known of each worker; `top`: a worktree of the repository to ask in. Raises GitError.

    `settled`: what was known of workers whose worktrees did not change since; they are not read again.
    """
    git = disarmed(Git(top), facts.common)
    places = places_of(plan, facts)
    tips = {worker: place.tip for worker, place in places.items() if place.tip}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        still = {w: _open(settled[w]) for w, p in places.items() if w in settled and p.worktree == settled[w].worktree}
        dirt = {w: pool.submit(uncommitted, git.at(p.folder)) for w, p in places.items() if p.folder and w not in still}
        onto = facts.branches.get(facts.target or "") if tips else None
        starts = _starts(facts.progress)
        history = read(git, [*tips.values(), *([onto] if onto else [])], starts.values())
        descent = Descent(plan, history, tips, onto, starts)
        spans = {worker: span for worker in tips if (span := descent.span(worker))}
        changes = dict(zip(spans, committed(git, list(spans.values())), strict=True))
        known = {worker: _known(worker, place, spans.get(worker), facts) for worker, place in places.items()}
        whole = {worker: _described(one, descent, known) if one.tip else one for worker, one in known.items()}
        return {
            worker: one._replace(changes=(*changes.get(worker, ()), *still.get(worker, ()), *_found(dirt.get(worker))))
            for worker, one in whole.items()
        }


def _described(one: WorkerFacts, descent: Descent, known: Mapping[str, WorkerFacts]) -> WorkerFacts:
    commits = {worker: other.commits for worker, other in known.items()}
    return one._replace(
        merged=descent.merged(one.worker),
        lacks=descent.lacks(one.worker, commits),
        state=one.state or (WorkerState.MERGED if descent.landed(one.worker) else None),
    )


def _known(worker: str, place: Place, span: Span | None, facts: Facts) -> WorkerFacts:
    recorded = facts.progress.workers.get(worker) if facts.progress else None
    return WorkerFacts(
        worker,
        tip=place.tip,
        worktree=place.worktree,
        occupied=place.occupied,
        start=span.start if span else None,
        commits=len(span.commits) if span else 0,
        ours=place.ours,
        state=recorded.state if recorded else None,
    )


def _starts(progress: Progress | None) -> Mapping[str, str]:
    return {worker: one.start for worker, one in progress.workers.items() if one.start} if progress else {}


def _open(known: WorkerFacts) -> tuple[Change, ...]:
    """What its worktree held beyond its commit."""
    return tuple(change for change in known.changes if change.where != "commit")


def _found(dirt: Future[tuple[Change, ...]] | None) -> tuple[Change, ...]:
    """What a worktree holds; nothing is known of one that git cannot read."""

    try:
        return dirt.result() if dirt else ()
    except GitError:
        return ()
