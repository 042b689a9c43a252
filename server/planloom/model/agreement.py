"""Which forms of a plan mean to be whole: how much of what one form gives to workers another one gives them too.

A matrix may list every file or only the disputed ones; a form that has hardly anything of what another has is an
excerpt, and its silence says nothing. Knows claims by pattern; must not know findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planloom.model.plan import Claim, Role, Source

Whole = frozenset[tuple[Source, Source]]
"""(one, other): of what `one` gives workers, `other` gives them a half or more."""

_Count = tuple[tuple[Source, frozenset[Source]], ...]


class Agreement:
    """Counts over all patterns, kept true pattern by pattern."""

    def __init__(self) -> None:
        self._counted: dict[str, _Count] = {}
        self._said: Counter[tuple[Source, frozenset[Source]]] = Counter()
        self.whole: Whole = frozenset()

    def count(self, key: str, claims: Iterable[Claim], others: Iterable[Claim]) -> bool:
        """Count a pattern anew, by the claims on it and near it; whether its count changed."""
        new = _count(claims, others)
        old = self._counted.get(key, ())
        if new == old:
            return False
        self._said.subtract(old)
        self._said.update(new)
        if new:
            self._counted[key] = new
        else:
            del self._counted[key]
        return True

    def settle(self) -> bool:
        """Bring `whole` up to date; whether it changed."""
        both: Counter[tuple[Source, Source]] = Counter()
        single: Counter[Source] = Counter()
        for (one, forms), number in self._said.items():
            single[one] += number
            both.update({(one, other): number for other in forms})
        whole = frozenset(pair for pair, number in both.items() if number and 2 * number >= single[pair[0]])
        changed = whole != self.whole
        self.whole = whole
        return changed


def _count(claims: Iterable[Claim], others: Iterable[Claim]) -> _Count:
    """For each worker that writes the pattern and each form that says so: the forms in which it writes there."""
    written = _written(claims)
    near = _written(others) if written else {}
    return tuple(
        (form, frozenset(forms | near.get(worker, set())))
        for worker, forms in sorted(written.items())
        for form in sorted(forms)
    )


def _written(claims: Iterable[Claim]) -> dict[str, set[Source]]:
    found: dict[str, set[Source]] = {}
    for claim in claims:
        if claim.role is not Role.READ:
            found.setdefault(claim.worker, set()).add(claim.source)
    return found
