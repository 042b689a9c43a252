"""Which forms of a plan mean to be whole: how much of what one form gives to workers another one gives them too.

A matrix may list every file or only the disputed ones; a form that has hardly anything of what another has is an
excerpt, and its silence says nothing. Knows claims by pattern; must not know findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from planloom.model.plan import Claim, Role, Source

_READ = Role.READ

Whole = frozenset[tuple[Source, Source]]
"""(one, other): of what `one` gives workers, `other` gives them a half or more."""

_Said = tuple[Source, frozenset[Source]]
_Count = tuple[_Said, ...]


class Agreement:
    """Counts over all patterns, kept true pattern by pattern."""

    def __init__(self) -> None:
        self._counted: dict[str, _Count] = {}
        self._said: Counter[_Said] = Counter()
        self.whole: Whole = frozenset()

    def count(self, patterns: Iterable[tuple[str, list[Claim], list[Claim]]]) -> bool:
        """Count patterns anew, by key, the claims on each and those near it; whether `whole` changed."""
        counted, gone, come = self._counted, list[_Said](), list[_Said]()
        for key, claims, near in patterns:
            new = _count(claims, near)
            old = counted.get(key, ())
            if new != old:
                gone += old
                come += new
                counted[key] = new
                if not new:
                    del counted[key]
        self._said.subtract(gone)
        self._said.update(come)
        return bool(gone or come) and self._settle()

    def _settle(self) -> bool:
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


def _count(claims: list[Claim], near: list[Claim]) -> _Count:
    """For each worker that writes the pattern and each form that says so: the forms in which it writes there."""
    if not near and len({claim.worker for claim in claims}) == 1:
        return _alone(tuple([claim.source for claim in claims if claim.role is not _READ]))
    written = _written(claims)
    others = _written(near) if written else {}
    return tuple(
        (form, frozenset(forms | others.get(worker, set())))
        for worker, forms in sorted(written.items())
        for form in sorted(forms)
    )


@lru_cache(maxsize=1024)
def _alone(sources: tuple[Source, ...]) -> _Count:
    """The count of a pattern that one worker writes: most are of this kind, and there are few such counts."""
    every = frozenset(sources)
    return tuple((form, every) for form in sorted(every))


def _written(claims: Iterable[Claim]) -> dict[str, set[Source]]:
    found: dict[str, set[Source]] = {}
    for claim in claims:
        if claim.role is not _READ:
            found.setdefault(claim.worker, set()).add(claim.source)
    return found
