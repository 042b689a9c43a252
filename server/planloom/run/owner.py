"""Whose checkpoint a file is: the plan of the run that writes it. Knows records of runs; must not know checkpoints."""

from __future__ import annotations

from pathlib import Path

from planloom.model.plan import Plan
from planloom.model.read.plan import build
from planloom.run.files import read
from planloom.run.launch import LaunchError, blueprint_of, progress_of
from planloom.run.records.journal import JournalError
from planloom.run.records.state import Run, StateError, StateFolder
from planloom.run.survey.repository import Repository, real
from planloom.syntax import scan
from planloom.text import Text


def plan_of(plan: Plan, path: Path, repository: Repository) -> tuple[Plan, Path] | None:
    """The plan that a document is about, and its file: itself, for a checkpoint the one of the run that writes it."""
    return (plan, path) if plan.is_plan else owner_of(path, repository) if plan.is_checkpoint else None


def owner_of(checkpoint: Path, repository: Repository) -> tuple[Plan, Path] | None:
    """The plan as it is run, and the file it was read from; None for a file that no run of this repository writes."""
    for run in _latest(StateFolder(Path(repository.common))):
        try:
            approval = progress_of(run).approval
            blueprint = blueprint_of(run, approval)
            if real(f"{blueprint.root}/{blueprint.checkpoint}") == real(str(checkpoint)):
                text = read(run.plan(approval)).text
                return build(scan(Text.of(text).lines())), Path(blueprint.root, blueprint.plan)
        except (LaunchError, JournalError, OSError):
            continue
    return None


def _latest(state: StateFolder) -> list[Run]:
    try:
        return list(state.latest_runs())
    except (StateError, OSError):
        return []
