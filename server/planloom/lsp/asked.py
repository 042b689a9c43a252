"""What facts are asked for: a document's plan, as far as what git and disk say depends on it.

Knows plans; must not know how facts are found out.
"""

from __future__ import annotations

from typing import NamedTuple

from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.text import Text


class Asked(NamedTuple):
    """A plan or checkpoint. `target`: the branch its settings merge into. `known`: the facts it has been told.

    `text`: what is open, None where it is not.
    """

    uri: str
    plan: Plan
    target: str | None = None
    known: Facts | None = None
    text: Text | None = None

    def fits(self, other: Asked) -> bool:
        """Whether facts for the other document hold for this one, too."""
        return self.uri == other.uri and _parts(self) == _parts(other)


def _parts(asked: Asked) -> tuple[object, ...]:
    plan = asked.plan
    workers = [
        (worker.id, _text(worker.branch), _text(worker.worktree), [on.worker for on in worker.depends_on])
        for worker in plan.workers.values()
    ]
    steps = [(step.worker, step.text) for step in plan.merge.steps]
    return plan.is_plan, workers, steps, _text(plan.title), _text(plan.checkpoint_path), asked.target


def _text(value: object) -> object:
    return getattr(value, "text", None)
