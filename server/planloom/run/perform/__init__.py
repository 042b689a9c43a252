"""How each kind of step is carried out. A new kind is one function more, in the table below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from planloom.actions import step as steps
from planloom.run.desk import Desk
from planloom.run.perform import cleaning, gate, merging, starting, trees

_BY_KIND: Mapping[type, Callable[[Desk, Any], None]] = {
    steps.MakeWorktree: trees.make_worktree,
    steps.Furnish: trees.furnish_worktree,
    steps.Start: starting.start,
    steps.Gate: gate.look,
    steps.OpenIntegration: merging.open_integration,
    steps.MergeWorker: merging.merge_worker,
    steps.MoveTarget: merging.move_target,
    steps.RemoveWorker: cleaning.remove_worker,
    steps.CloseIntegration: cleaning.close_integration,
}


def perform(desk: Desk, step: steps.Step) -> None:
    """Carry out a step. Raises Refused or GitError where reality forbids it; then nothing is half done."""
    _BY_KIND[type(step)](desk, step)
