"""Takes up a run that was driven elsewhere, from its checkpoint and git alone.

The checkpoint is as its run left it until everything in it is journalled here. Must not know what follows from what
git answers.
"""

from __future__ import annotations

from planloom.actions.recover import commits_of, recover, to_adopt
from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.model.progress import RunState
from planloom.run.adopting import adopt
from planloom.run.checkpoint import load
from planloom.run.desk import Desk
from planloom.run.records.journal import Journal
from planloom.run.trees.refused import Refused

RECOVERED = "recovered"


def unfinished(facts: Facts) -> Plan | None:
    """The checkpoint of the plan's run, if that has not come to its end. Raises CheckpointError."""
    there = load(facts.root, facts.checkpoint) if facts.checkpoint else None
    if there is None or not there.is_checkpoint or there.checkpoint is None:
        return None
    whole = there.checkpoint.status
    return None if whole and whole.text.strip().upper() == RunState.COMPLETED else there


def is_due(journal: Journal) -> bool:
    """Whether a run began in order to go on from a checkpoint, and has not taken over all of it."""
    first, *others = journal.records
    return bool(first.get("recovers")) and not any(one["do"] == RECOVERED for one in others)


def take_over(desk: Desk, checkpoint: Plan, facts: Facts) -> None:
    """Journal what the checkpoint and git prove; have validated here what was validated there. Raises GitError."""
    target = f"refs/heads/{desk.blueprint.target}"
    held = {one for one in commits_of(checkpoint) if not desk.git.ask("merge-base", "--is-ancestor", one, target).code}
    for do, data, stage in recover(desk.blueprint, checkpoint, facts, held):
        desk.journal.write(do, stage, **data)
    desk.done(RECOVERED)
    for worker in to_adopt(desk.blueprint, checkpoint, facts, held):
        try:
            adopt(desk, worker)
        except Refused as error:
            desk.say(f"{worker} waits for a person: {error}")
