"""What ownership one chunk gives, before the paths of the whole plan explain each other.

A value while it is kept, filled by one reader while it is made. Must not know any form of the plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from planloom.model.plan import Claim, Denial, OddCell
from planloom.model.read.inside import OUTSIDE, Inside

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Raw:
    """Claims, denials and odd cells of a chunk in document order, and what stays open behind it.

    `tasks` are the claims that count only where the plan has no others.
    """

    claims: list[Claim] = field(default_factory=list)
    denials: list[Denial] = field(default_factory=list)
    odd: list[OddCell] = field(default_factory=list)
    inside: Inside = OUTSIDE
    tasks: list[Claim] = field(default_factory=list)
    _made: dict[object, Any] = field(default_factory=dict)

    @classmethod
    def begin(cls, inside: Inside) -> Raw:
        """Nothing yet, inside of a table or tree."""
        return cls(inside=inside)

    def end(self, inside: Inside) -> Raw:
        """This, with what is open behind it."""
        self.inside = inside
        return self

    def told(self, of: Callable[[list[Claim]], T]) -> T:
        """What a function says of the claims, worked out once."""
        if of not in self._made:
            self._made[of] = of(self.claims)
        found: T = self._made[of]
        return found

    def changed(self, to: Callable[[Raw], list[Claim]]) -> Raw:
        """This with other claims; always the same object for the same function."""
        if to not in self._made:
            self._made[to] = Raw(to(self), self.denials, self.odd, self.inside)
        found: Raw = self._made[to]
        return found
