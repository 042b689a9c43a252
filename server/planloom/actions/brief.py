"""Runs in one line each, for places that hold no more: how far one is, what one would do. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from planloom.actions.step import Step
from planloom.model.progress import Phase, WorkerState
from planloom.text.visible import visible

_FEW = 4
# Plans call workers by whole names, too, of which fewer are read at a glance.
_GLANCE = 60
_LONGEST = 160
_FAILED = re.compile(r"(?:its validation )?ended with exit status [0-9]+: ")


def line(text: str, most: int = _LONGEST) -> str:
    """A text as one line that a message shows whole, nothing in it that acts on a screen."""
    one = visible(" ".join(text.split()))
    return one if len(one) <= most else f"{one[: most - 1]}…"


def reason(text: str, most: int) -> str:
    """Why a worker is stuck: what its process said last, where that was said, and not that it failed."""
    return line(_FAILED.sub("", text), most)


def states(of: Iterable[tuple[str, str]]) -> str:
    """Workers and their states: each by its name while that is short, else how many are in each state."""
    known = list(of)
    if text := _listed([f"{worker} {state}" for worker, state in known]):
        return text
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
    """The workers that steps are for."""
    return names(step.worker for step in of if step.worker)


def names(of: Iterable[str]) -> str:
    """Workers, none twice: each by its name while that is short, else how many."""
    found = [*dict.fromkeys(of)]
    return _listed(found) or (f"{len(found)} workers" if found else "")


def _listed(parts: Sequence[str]) -> str:
    """The parts in a row, or nothing where that is long."""
    text = ", ".join(parts)
    return text if len(parts) == 1 or (len(parts) <= _FEW and len(text) <= _GLANCE) else ""
