"""What a plan's repository is like: every worker's branch, worktree, commits and changes, and how they would merge.

Ties together what `repository`, `places`, `history`, `changes` and `forecast` read. Changes nothing, and raises on no
repository and no plan: what cannot be had stays unknown. Must not know rules or how findings look.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from planloom.model.facts import Change, Facts, WorkerFacts
from planloom.model.plan import Plan
from planloom.model.progress import Progress, WorkerState
from planloom.model.slug import feature_of
from planloom.run.places import Place, places_of
from planloom.run.repository import Repository, find, look

if TYPE_CHECKING:
    from planloom.run.changes import Span

_AT_ONCE = min(4, os.cpu_count() or 1)


def observe(
    plan: Plan,
    path: str | os.PathLike[str],
    *,
    target: str | None = None,
    progress: Progress | None = None,
    around: Facts | None = None,
) -> Facts | None:
    """As `glance`, with the forecast of merges."""
    facts = glance(plan, path, target=target, progress=progress, around=around)
    if facts is None or not facts.workers:
        return facts
    from planloom.run.forecast import forecast
    from planloom.run.git import GitError

    try:
        return facts._replace(forecast=tuple(forecast(plan, facts)))
    except (GitError, OSError) as error:
        return facts._replace(problems=(*facts.problems, str(error)))


def glance(
    plan: Plan,
    path: str | os.PathLike[str],
    *,
    target: str | None = None,
    progress: Progress | None = None,
    around: Facts | None = None,
) -> Facts | None:
    """The facts of the plan in a file, without forecast; None outside of a repository.

    `target`: the branch to merge into, instead of the run's or the one checked out. `around`: what `look` said.
    """
    folder, name = os.path.split(os.fspath(path))
    repository = find(folder or os.curdir)
    if repository is None:
        return None
    facts = (around or look(repository))._replace(plan=_inside(repository, folder, name), progress=progress)
    known = progress.target if progress else ""
    facts = facts._replace(target=target or known or facts.branch, checkpoint=_checkpoint(plan, facts))
    from planloom.run.git import GitError

    try:
        return facts._replace(workers=_workers(plan, facts, repository)) if facts.worktrees else facts
    except (GitError, OSError) as error:
        return facts._replace(problems=(*facts.problems, str(error)))


def _inside(repository: Repository, folder: str, name: str) -> str:
    return Path(os.path.relpath(Path(folder).resolve() / name, repository.top)).as_posix()


def _checkpoint(plan: Plan, facts: Facts) -> str | None:
    name = feature_of(facts.plan, plan.title.text if plan.title else "")
    said = plan.checkpoint_path.text if plan.checkpoint_path else ""
    for path in filter(None, (said, f"archive/CHECKPOINT_{name}.md")):
        real = Path(os.path.realpath(Path(facts.root, path.replace("\0", ""))))
        if real.is_relative_to(facts.root) and real.is_file():
            return Path(os.path.normpath(path)).as_posix()
    return None


def _workers(plan: Plan, facts: Facts, repository: Repository) -> dict[str, WorkerFacts]:
    from planloom.run.changes import committed, uncommitted
    from planloom.run.descent import Descent
    from planloom.run.disarm import disarmed
    from planloom.run.git import Git
    from planloom.run.history import read

    git = disarmed(Git(repository.top), facts.common)
    places = places_of(plan, facts)
    tips = {worker: place.tip for worker, place in places.items() if place.tip}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        dirt = {w: pool.submit(uncommitted, git.at(p.folder)) for w, p in places.items() if p.folder}
        onto = facts.branches.get(facts.target or "")
        starts = _starts(facts.progress)
        history = read(git, [*tips.values(), *([onto] if onto else [])], starts.values())
        descent = Descent(plan, history, tips, onto, starts)
        spans = {worker: span for worker in tips if (span := descent.span(worker))}
        changes = dict(zip(spans, committed(git, list(spans.values())), strict=True))
        known = {worker: _known(worker, places[worker], spans.get(worker), facts) for worker in places}
        commits = {worker: one.commits for worker, one in known.items()}
        return {
            worker: one._replace(
                changes=(*changes.get(worker, ()), *_found(dirt.get(worker))),
                merged=worker in tips and descent.merged(worker),
                lacks=descent.lacks(worker, commits) if worker in tips else (),
                state=one.state or (WorkerState.MERGED if worker in tips and descent.landed(worker) else None),
            )
            for worker, one in known.items()
        }


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


def _found(dirt: Future[tuple[Change, ...]] | None) -> tuple[Change, ...]:
    """What a worktree holds; nothing is known of one that git cannot read."""
    from planloom.run.git import GitError

    try:
        return dirt.result() if dirt else ()
    except GitError:
        return ()
