"""Resume: which workers of an unfinished run get another chance, and where each goes on.

Must not know the journal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from planloom.model.progress import Progress, WorkerProgress, WorkerState


class Reopened(NamedTuple):
    """A worker that goes on, in which state, and whether its validated commit still counts."""

    worker: str
    state: WorkerState
    keeps_tip: bool = False


def reopened(progress: Progress, asked: Collection[str] = ()) -> Iterator[Reopened]:
    """The workers that failed or waited for a person, who may have mended them meanwhile.

    One whose agent may still be at work, or have done it, goes on only when `asked` names it.
    """
    for worker, at in progress.workers.items():
        if at.state is WorkerState.BLOCKED and (worker in asked or not _is_unknown(at)):
            yield Reopened(worker, WorkerState.DONE if at.tip else _again(at), keeps_tip=bool(at.tip))
        elif at.state is WorkerState.FAILED:
            yield Reopened(worker, _again(at))


def kept_back(progress: Progress) -> Iterator[str]:
    """The merged workers whose worktree or branch could not be removed, for a reason that may be gone."""
    yield from (worker for worker, at in progress.workers.items() if at.kept)


def _again(at: WorkerProgress) -> WorkerState:
    """Work that was there to be validated is validated again before anybody is paid again."""
    if _is_unknown(at) and not at.start:
        return WorkerState.PENDING
    had_work = at.tip or at.was is WorkerState.VALIDATING or _is_unknown(at)
    return WorkerState.VALIDATING if had_work else WorkerState.PENDING


def _is_unknown(at: WorkerProgress) -> bool:
    """Whether its agent was started and nobody can tell how it ended: going on could pay twice."""
    return at.tip is None and at.last is not None and at.last.reason == "unknown"
