"""Which commits are a worker's own, told apart from those it began with and those of the workers before it.

Knows the plan's order and the graph of commits; must not know files or worktrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from planloom.model.plan import Plan
from planloom.run.survey.changes import Span
from planloom.run.survey.history import History


class Descent(NamedTuple):
    """Where every worker's commits come from.

    `tips`: branches by worker; `onto`: the target's commit; `starts`: commits that a journal says workers began at.
    """

    plan: Plan
    history: History
    tips: Mapping[str, str]
    onto: str | None
    starts: Mapping[str, str]

    def merged(self, worker: str) -> bool:
        """Whether the target holds a worker's tip."""
        return self.onto is not None and self.history.holds(self.onto, self.tips[worker])

    def landed(self, worker: str) -> bool:
        """Whether a merge commit brought a worker's tip into the target; a branch without commits never landed."""
        return self.onto is not None and self.merged(worker) and self.tips[worker] not in self.history.line(self.onto)

    def span(self, worker: str) -> Span | None:
        """The worker's own piece of history; None where nothing tells where it began."""
        tip, before = self.tips[worker], self._before(worker)
        known = self.starts.get(worker)
        target = [self.onto] if self.onto else []
        start = known if known and self.history.knows(known) else self._fork(tip, [*before, *target])
        others = before if self.merged(worker) else [*before, *target]
        return None if start is None else Span(tip, start, self.history.only(tip, [start, *others]))

    def _before(self, worker: str) -> list[str]:
        order = self.plan.order
        return [tip for other, tip in self.tips.items() if order is not None and order.before(other, worker)]

    def _fork(self, tip: str, others: list[str]) -> str | None:
        forks = [fork for fork in (self.history.fork(tip, other) for other in others) if fork]
        return min(forks, key=self.history.rank, default=None)

    def lacks(self, worker: str, commits: Mapping[str, int]) -> tuple[str, ...]:
        """The dependencies whose commits a worker's branch lacks; `commits`: how many each worker has."""
        needed = (item.worker for item in self.plan.workers[worker].depends_on if item.worker)
        return tuple(
            other
            for other in dict.fromkeys(needed)
            if other in self.tips
            and (commits.get(other) or self.landed(other))
            and not self.history.holds(self.tips[worker], self.tips[other])
        )
