"""Where a checkpoint says something else of workers than what is so: somebody wrote in it, or it was left behind.

Pure; must not know rules, files or git.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planloom.model.plan import Checkpoint, Status
from planloom.model.progress import WorkerState


class Drift(NamedTuple):
    """A row of a checkpoint, and the state that its worker really has."""

    row: Status
    state: WorkerState


def drifted(checkpoint: Checkpoint, states: Mapping[str, WorkerState]) -> Iterator[Drift]:
    """The rows that say another state than the worker has; words that nobody knows say nothing."""
    for row in checkpoint.statuses if not checkpoint.sample else ():
        state = states.get(row.worker) if row.worker else None
        if state is not None and row.state is not None and not _agree(row, state):
            yield Drift(row, state)


def _agree(row: Status, state: WorkerState) -> bool:
    """Whether a row says this state; the template's own form of merged is `done`, with "Merged" in the notes."""
    return row.state == state or (state is WorkerState.MERGED and row.state == "done" and "merged" in row.notes.lower())
