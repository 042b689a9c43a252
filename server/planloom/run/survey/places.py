"""Where each worker of a plan works: its branch, the worktree at its path, and whether this plan's run made it.

Knows the plan's names and what git lists. Names are looked up among git's, never given to it. Changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from planloom.actions.places import Spot, spots
from planloom.model.facts import Facts, Worktree
from planloom.model.plan import Plan
from planloom.model.slug import feature_of
from planloom.model.worktree import worktree_fault
from planloom.run.records.state import PlanState, StateFolder
from planloom.run.survey.repository import real


class Place(NamedTuple):
    """A worker's branch with its commit, the worktree at its path, and what is known of them.

    `folder`: the worktree's, where it is there and this worker's.
    """

    branch: str
    tip: str | None = None
    worktree: Worktree | None = None
    occupied: bool = False
    ours: bool = False
    folder: str | None = None


def places_of(plan: Plan, facts: Facts) -> dict[str, Place]:
    """The place of each worker; where the plan names none, the one that a run would give it."""
    listed = {real(tree.path): tree for tree in facts.worktrees}
    found = spots(plan, facts.root, _feature(plan, facts))
    return {worker: _place(spot, plan, facts, listed) for worker, spot in found.items()}


def _place(spot: Spot, plan: Plan, facts: Facts, listed: Mapping[str | None, Worktree]) -> Place:
    worker, branch = spot.worker, spot.branch
    path = _path(facts, worker.worktree.text) if worker.worktree else spot.path
    tree = listed.get(real(path)) if path else None
    if worker.worktree is None and tree is None:
        tree = next((tree for tree in facts.worktrees if tree.branch == branch and tree.path != facts.root), None)
    if worker.branch is None and tree is not None and tree.path != facts.root:
        branch = tree.branch or branch
    recorded = facts.progress.workers.get(worker.id) if facts.progress else None
    ours = bool(recorded and recorded.start) if tree is None else _marked(tree.marker, worker.id, plan, facts)
    is_at_work = tree and not tree.missing and tree.path != facts.root and (ours or tree.branch == branch)
    return Place(
        branch,
        facts.branches.get(branch),
        tree,
        path is not None and os.path.lexists(path),
        ours,
        tree.path if tree and is_at_work else None,
    )


def _path(facts: Facts, text: str) -> str | None:
    """A worktree's path on this disk; None for one that nobody may create anything at, which is not looked at."""
    return None if worktree_fault(text) else os.path.normpath(Path(facts.root, text))


def _marked(marker: str | None, worker: str, plan: Plan, facts: Facts) -> bool:
    run, _, marked = (marker or "").partition(" ")
    begun = facts.progress.run.rpartition("-")[0] if facts.progress else ""
    return marked == worker and run.rpartition("-")[0] in {begun, records_of(plan, facts).id} - {""}


def records_of(plan: Plan, facts: Facts) -> PlanState:
    """Where the runs of a plan are recorded."""
    return StateFolder(Path(facts.common)).plan(_feature(plan, facts), facts.plan)


def _feature(plan: Plan, facts: Facts) -> str:
    return feature_of(facts.plan, plan.title.text if plan.title else "")
