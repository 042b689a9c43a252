"""Which paths a worker may write: those that its claims cover and nothing forbids it.

One answer for the gate before a merge, for drift and for what `planloom diff` marks. Knows patterns; must not know
where they came from nor what was changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import normalize

from planloom.model.pattern import Pattern, matches, parse
from planloom.model.plan import Plan, Role

EVERYTHING = frozenset({"**", "*", "*/"})
"""Keys of patterns that, where they are denied, say "all that is not yours" and take nothing back."""


class Scope(NamedTuple):
    """What one worker writes, and what it must not touch."""

    writes: tuple[Pattern, ...] = ()
    denied: tuple[Pattern, ...] = ()

    def allows(self, path: str) -> bool:
        """Whether the worker may change this path, which counts from the repository's root."""
        return any(_covers(pattern, normalize("NFC", path)) for pattern in self.writes) and not self.forbids(path)

    def forbids(self, path: str) -> bool:
        """Whether the worker's own deny list names this path."""
        named = (pattern for pattern in self.denied if pattern.key not in EVERYTHING)
        return any(_covers(pattern, normalize("NFC", path)) for pattern in named)


def _covers(pattern: Pattern, path: str) -> bool:
    if pattern.literal:  # most are, and need no expression
        return path.startswith(f"{pattern.stem}/") or (path == pattern.key and not pattern.directory)
    return matches(pattern, path)


def scope(writes: Iterable[str], denied: Iterable[str] = ()) -> Scope:
    """The scope that the texts of patterns give."""
    return Scope(tuple(map(parse, writes)), tuple(map(parse, denied)))


def scopes(plan: Plan) -> dict[str, Scope]:
    """The scope of every worker of a plan: what it claims PRIMARY or MODIFY, in whatever form."""
    writes: dict[str, dict[Pattern, None]] = {worker: {} for worker in plan.workers}
    for claims in plan.claims.values():
        for claim in claims:
            if claim.role is not Role.READ and claim.worker in writes:
                writes[claim.worker][claim.pattern] = None
    denied = {worker: tuple(d.pattern for d in plan.denied.get(worker, ()) if d.pattern) for worker in writes}
    return {worker: Scope(tuple(patterns), denied[worker]) for worker, patterns in writes.items()}
