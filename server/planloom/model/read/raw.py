"""What ownership one chunk gives, before the paths of the whole plan explain each other.

A value while it is kept, filled by one reader while it is made. Must not know any form of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from planloom.model.plan import Claim, Denial, OddCell
from planloom.model.read.inside import OUTSIDE, Inside


@dataclass(slots=True, eq=False)
class Raw:
    """Claims, denials and odd cells of a chunk in document order, and what stays open behind it.

    `tasks` are the claims that count only where the plan has no others; `alone` is what the chunk gives then.
    """

    claims: list[Claim] = field(default_factory=list)
    denials: list[Denial] = field(default_factory=list)
    odd: list[OddCell] = field(default_factory=list)
    inside: Inside = OUTSIDE
    tasks: list[Claim] = field(default_factory=list)
    _alone: Raw | None = None

    @classmethod
    def begin(cls, inside: Inside) -> Raw:
        """Nothing yet, inside of a table or tree."""
        return cls(inside=inside)

    def end(self, inside: Inside) -> Raw:
        """This, with what is open behind it."""
        self.inside = inside
        return self

    @property
    def alone(self) -> Raw:
        """What this gives in a plan whose only claims are those of tasks; always the same object."""
        if self._alone is None:
            self._alone = Raw(self.tasks, self.denials, self.odd, self.inside) if self.tasks else self
        return self._alone
