"""Takes up a run that was driven elsewhere: asks git what the checkpoint cannot prove by itself.

Must not know what follows from the answers.
"""

from __future__ import annotations

from planloom.actions.recover import Entry, commits_of, recover
from planloom.model.blueprint import Blueprint
from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.model.progress import RunState
from planloom.run.checkpoint import load
from planloom.run.git import Git


def unfinished(root: str, path: str) -> Plan | None:
    """The checkpoint of a run that has not come to its end; None without one. Raises CheckpointError."""
    plan = load(root, path)
    if plan is None or not plan.is_checkpoint or plan.checkpoint is None:
        return None
    whole = plan.checkpoint.status
    return None if whole and whole.text.strip().upper() == RunState.COMPLETED else plan


def entries(blueprint: Blueprint, checkpoint: Plan, facts: Facts) -> list[Entry]:
    """The records, all done, that a run begins with which goes on from a checkpoint. Raises GitError."""
    git = Git(blueprint.root)
    target = f"refs/heads/{blueprint.target}"
    held = {one for one in commits_of(checkpoint) if not git.ask("merge-base", "--is-ancestor", one, target).code}
    return list(recover(blueprint, checkpoint, facts, held))
