"""Takes up a run that was driven elsewhere, from its checkpoint and git alone.

The checkpoint is as its run left it until everything in it is journalled here. Must not know what follows from what
git answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from planloom.actions.dry_run import beginning
from planloom.actions.recover import Entry, begun, commits_of, recover, to_adopt
from planloom.model.blueprint import Blueprint
from planloom.model.facts import Facts
from planloom.model.fold import apply
from planloom.model.plan import Plan
from planloom.model.progress import Progress, RunState, WorkerState
from planloom.run.adopting import adopt
from planloom.run.checkpoint import load
from planloom.run.desk import Desk
from planloom.run.git import Git
from planloom.run.observe import checkpoint_of, glance
from planloom.run.preparing import Asked, read_plan
from planloom.run.records.journal import Journal
from planloom.run.situation import place_of
from planloom.run.trees.refused import Refused

RECOVERED = "recovered"


class There(NamedTuple):
    """The checkpoint of a run that was driven elsewhere and has not come to its end, and what git knows beside it."""

    checkpoint: Plan
    facts: Facts

    def known_to(self, asked: Asked) -> Asked:
        """The same, with the branches of workers that began elsewhere taken for the run's own."""
        return asked._replace(adopted=begun(self.checkpoint, self.facts.workers))


def elsewhere(path: Path) -> There | None:
    """Where the run of the plan in a file stands by its checkpoint; None without such.

    Raises NotReadyError, CheckpointError.
    """
    facts = glance(read_plan(path).analysis.plan, path)
    there = _unfinished(facts.root, facts.checkpoint) if facts else None
    return There(there, facts) if facts and there else None


def is_begun_elsewhere(plan: Plan, path: Path) -> bool:
    """Whether there is such a checkpoint, for a plan that was never run here. Reads no git. Raises CheckpointError."""
    around = place_of(path)
    return around is not None and _unfinished(around.root, checkpoint_of(plan, around)) is not None


def _unfinished(root: str, checkpoint: str | None) -> Plan | None:
    there = load(root, checkpoint) if checkpoint else None
    if there is None or not there.is_checkpoint or there.checkpoint is None or there.checkpoint.sample:
        return None
    whole = there.checkpoint.status
    return None if whole and whole.text.strip().upper() == RunState.COMPLETED else there


def is_due(journal: Journal) -> bool:
    """Whether a run began in order to go on from a checkpoint, and has not taken over all of it."""
    first, *others = journal.records
    return bool(first.get("recovers")) and not any(one["do"] == RECOVERED for one in others)


def taken_over(blueprint: Blueprint, run: str, there: There) -> Progress:
    """How far a run is that has taken over what the checkpoint and git prove, if all of it can be."""
    held = _held(Git(blueprint.root), blueprint, there)
    entries = [*recover(blueprint, *there, held), *_adopted(to_adopt(blueprint, *there, held), there.facts)]
    progress = beginning(blueprint, run)
    for number, (do, data, stage) in enumerate(entries, 1):
        progress = apply(progress, {"n": number, "at": "", "do": do, "is": stage, **data})
    return progress


def take_over(desk: Desk, there: There) -> None:
    """Journal what the checkpoint and git prove; have validated here what was validated there. Raises GitError."""
    held = _held(desk.git, desk.blueprint, there)
    for do, data, stage in recover(desk.blueprint, *there, held):
        desk.journal.write(do, stage, **data)
    desk.done(RECOVERED)
    for worker in to_adopt(desk.blueprint, *there, held):
        try:
            adopt(desk, worker)
        except Refused as error:
            desk.say(f"{worker} waits for a person: {error}")


def _held(git: Git, blueprint: Blueprint, there: There) -> set[str]:
    target = f"refs/heads/{blueprint.target}"
    commits = commits_of(there.checkpoint)
    return {one for one in commits if not git.ask("merge-base", "--is-ancestor", one, target).code}


def _adopted(workers: Iterator[str], facts: Facts) -> Iterator[Entry]:
    """What adopting these workers will journal."""
    for worker in workers:
        yield Entry("worktree", {"worker": worker, "start": facts.workers[worker].start})
        yield Entry("furnish", {"worker": worker, "port": None})
        yield Entry("state", {"worker": worker, "state": WorkerState.VALIDATING.value, "reason": "adopted"})
