"""What a plan's repository is like: every worker's branch, worktree, commits and changes, and how they would merge.

Ties together `repository`, `survey` and `forecast`. Changes nothing, and raises on no repository and no plan: what
cannot be had stays unknown. Must not know rules or how findings look.
"""

from __future__ import annotations

import os
from pathlib import Path

from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.model.progress import Progress, RunState
from planloom.model.slug import feature_of
from planloom.run.records.journal import Journal, JournalError
from planloom.run.records.state import StateError
from planloom.run.survey.places import records_of
from planloom.run.survey.repository import Repository, find, look, real


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
    from planloom.run.git import GitError
    from planloom.run.survey.forecast import forecast

    try:
        return facts._replace(forecast=tuple(forecast(plan, facts)))
    except (GitError, OSError) as error:
        return _troubled(facts, error)


def glance(
    plan: Plan,
    path: str | os.PathLike[str],
    *,
    target: str | None = None,
    progress: Progress | None = None,
    around: Facts | None = None,
) -> Facts | None:
    """The facts of the plan in a file, without forecast; None outside of a repository.

    `target`: the branch to merge into where no unfinished run says it; without any, the one checked out. `progress`:
    what a journal says; the last run's is read where none is given. `around`: what `look` said, with the workers whose
    worktrees are known not to have changed since.
    """
    folder, name = os.path.split(os.fspath(path))
    repository = find(folder or os.curdir)
    if repository is None:
        return None
    facts = (around or look(repository))._replace(plan=_inside(repository, folder, name), progress=progress)
    facts = facts if progress else _with_record(plan, facts)
    run = facts.progress
    known = run.target if run and run.state is not RunState.COMPLETED else None
    settled, facts = facts.workers, facts._replace(workers={})
    facts = facts._replace(target=known or target or facts.branch, checkpoint=checkpoint_of(plan, facts))
    from planloom.run.git import GitError
    from planloom.run.survey.workers import survey

    try:
        return facts._replace(workers=survey(plan, facts, repository.top, settled)) if facts.worktrees else facts
    except (GitError, OSError) as error:
        return _troubled(facts, error)


def _with_record(plan: Plan, facts: Facts) -> Facts:
    try:
        latest = records_of(plan, facts).latest()
        return facts._replace(progress=Journal.open(latest.journal).progress) if latest else facts
    except (JournalError, StateError) as error:
        return _troubled(facts, error)


def _troubled(facts: Facts, error: Exception) -> Facts:
    return facts._replace(problems=(*facts.problems, str(error)))


def _inside(repository: Repository, folder: str, name: str) -> str:
    return Path(os.path.relpath(Path(folder).resolve() / name, repository.top)).as_posix()


def checkpoint_of(plan: Plan, facts: Facts) -> str | None:
    """The file, inside the repository, that a plan's checkpoint is; None where there is none."""
    name = feature_of(facts.plan, plan.title.text if plan.title else "")
    said = plan.checkpoint_path.text if plan.checkpoint_path else ""
    for path in filter(None, (said, f"archive/CHECKPOINT_{name}.md")):
        found = real(str(Path(facts.root, path)))
        if found and Path(found).is_relative_to(facts.root) and Path(found).is_file():
            return Path(os.path.normpath(path)).as_posix()
    return None
