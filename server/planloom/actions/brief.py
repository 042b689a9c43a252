"""Runs in one line each, for places that hold no more: how far one is, what one would do. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from planloom.actions.step import Step
from planloom.model.progress import Phase, WorkerState
from planloom.text.visible import visible

_FEW = 4
_LONGEST = 160


def line(text: str, most: int = _LONGEST) -> str:
    """A text as one line that a message shows whole, nothing in it that acts on a screen."""
    one = visible(" ".join(text.split()))
    return one if len(one) <= most else f"{one[: most - 1]}…"


def states(of: Iterable[tuple[str, str]]) -> str:
    """Workers and their states: each by its name while they are few, else how many are in each state."""
    known = list(of)
    if len(known) <= _FEW:
        return ", ".join(f"{worker} {state}" for worker, state in known)
    count = Counter(state for _, state in known)
    return ", ".join(f"{count[state]} {state}" for state in WorkerState if count[state])


def steps(of: Sequence[Step]) -> str:
    """Steps phase by phase, with the workers that they are for."""
    parts = []
    for phase in Phase:
        due = [step for step in of if step.phase is phase]
        if due:
            parts.append(f"{phase} {workers(due)}".rstrip())
    return "; ".join(parts) or "nothing"


def workers(of: Sequence[Step]) -> str:
    """The workers that steps are for: each by its name while they are few, else how many."""
    found = dict.fromkeys(step.worker for step in of if step.worker)
    return ", ".join(found) if len(found) <= _FEW else f"{len(found)} workers"
