"""Which forms of a plan mean to be whole: how much of what one form gives to workers another one gives them too.

A matrix may list every file or only the disputed ones; a form that has hardly anything of what another has is an
excerpt, and its silence says nothing. Knows what is said of each pattern; must not know claims or findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set

from planloom.model.plan import Source

Whole = frozenset[tuple[Source, Source]]
"""(one, other): of what `one` gives workers, `other` gives them a half or more."""

Count = tuple[tuple[Source, frozenset[Source]], ...]
"""For each worker that writes a pattern and each form that says so: the forms in which it writes there."""


class Agreement:
    """Counts over all patterns, kept true pattern by pattern."""

    def __init__(self) -> None:
        self._counted: dict[str, Count] = {}
        self._said: Counter[Count] = Counter()
        self.whole: Whole = frozenset()

    def count(self, counts: Mapping[str, Count]) -> bool:
        """Count patterns anew, by key; whether `whole` changed."""
        known = self._counted
        changed = {key: new for key, new in counts.items() if new != known.get(key, ())}
        gone = Counter(known[key] for key in changed if key in known)
        self._said.subtract(gone)
        self._said.update(changed.values())
        for said in gone:
            if not self._said[said]:
                del self._said[said]
        for key, new in changed.items():
            if new:
                known[key] = new
            else:
                del known[key]
        return bool(changed) and self._settle()

    def _settle(self) -> bool:
        """Bring `whole` up to date; whether it changed."""
        both: Counter[tuple[Source, Source]] = Counter()
        single: Counter[Source] = Counter()
        for said, number in self._said.items():
            for one, forms in said:
                single[one] += number
                for other in forms:
                    both[one, other] += number
        whole = frozenset(pair for pair, number in both.items() if 2 * number >= single[pair[0]])
        changed = whole != self.whole
        self.whole = whole
        return changed


def counted(written: Mapping[str, Set[Source]], near: Mapping[str, Set[Source]]) -> Count:
    """The count of a pattern that each worker writes in these forms, and in those what is near it."""
    return tuple(
        (form, frozenset(forms) | near.get(worker, frozenset()))
        for worker, forms in sorted(written.items())
        for form in sorted(forms)
    )
