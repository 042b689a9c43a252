"""What ownership one chunk gives, before the paths of the whole plan explain each other.

A value while it is kept, filled by one reader while it is made. Must not know any form of the plan.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from planloom.model.plan import Claim, Denial, OddCell
from planloom.model.read.inside import OUTSIDE, Inside

T = TypeVar("T")


class Raw:
    """Claims, denials and odd cells of a chunk in document order, and what stays open behind it.

    `read_tasks` gives the claims that count only where the plan has no others.
    """

    __slots__ = ("_made", "claims", "denials", "inside", "odd", "read_tasks")

    def __init__(
        self,
        claims: list[Claim] | None = None,
        denials: list[Denial] | None = None,
        odd: list[OddCell] | None = None,
        inside: Inside = OUTSIDE,
        read_tasks: Callable[[], list[Claim]] | None = None,
    ) -> None:
        self.claims = [] if claims is None else claims
        self.denials = [] if denials is None else denials
        self.odd = [] if odd is None else odd
        self.inside = inside
        self.read_tasks = read_tasks
        self._made: dict[object, Any] = {}

    @property
    def tasks(self) -> list[Claim]:
        """The claims that count only where the plan has no others."""
        if "tasks" not in self._made:
            self._made["tasks"] = self.read_tasks() if self.read_tasks else []
        found: list[Claim] = self._made["tasks"]
        return found

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
