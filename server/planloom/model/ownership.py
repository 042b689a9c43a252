"""Who claims what, and which claims meet on some path: an index that follows edits.

Claims are kept by the key of their pattern. Two keys are near when their patterns overlap; what is near is found by
name (folders above, names below) and only globs are compared one by one, and among them only those whose leading names
agree. Knows claims; must not know whether a meeting is a fault, nor the order of workers.
"""

# Without `from __future__ import annotations`: NamedTuple would compile each field's type from its text.
from collections.abc import Iterable, Iterator, KeysView, Mapping, Set
from operator import itemgetter
from typing import NamedTuple

from planloom.model.agreement import Agreement, Whole
from planloom.model.pattern import Pattern, is_placeholder
from planloom.model.pattern.near import Near
from planloom.model.plan import Claim, Role, Source
from planloom.text.values import made

Forms = frozenset[tuple[str, Source, Role]]
Writes = Mapping[str, frozenset[Source]]
Keys = dict[str, None]
"""A set in the order of the document: what was read in a row lies in a row in memory, and is found much faster."""

_in_order = itemgetter(*map(Claim._fields.index, ("worker", "source", "role", "written", "at")))


class Overlap(NamedTuple):
    """All that meets one pattern: the claims on it, those on other patterns that overlap it, and its case twins.

    Claims stand pattern by pattern, by worker, source, role. `roles`: those of its own claims. `sole`: the worker that
    alone claims it, None for several. `contested`: two workers at least among claims and others, and the path is no
    placeholder. `forms`: which worker claims anything in which
    form and role, in the whole plan; `writes`: in which forms each of them writes anything; `whole`: which forms are no
    mere excerpts of which.
    """

    pattern: Pattern
    claims: tuple[Claim, ...]
    others: tuple[Claim, ...]
    twins: tuple[Claim, ...]
    roles: frozenset[Role]
    sole: str | None
    contested: bool
    forms: Forms
    writes: Writes
    whole: Whole

    def pairs(self) -> Iterator[tuple[Claim, Claim]]:
        """Pairs of claims of different workers; over all overlaps of a plan each pair comes once."""
        if not self.contested:
            return
        key = self.pattern.key
        further = [other for other in self.others if key < other.pattern.key]
        for at, claim in enumerate(self.claims):
            for other in (*self.claims[at + 1 :], *further):
                if claim.worker != other.worker:
                    yield claim, other

    def meeting(self, claim: Claim) -> Iterator[Claim]:
        """The claims of other workers that meet `claim`, which is one of `claims`."""
        if self.contested:
            yield from (other for other in (*self.claims, *self.others) if other.worker != claim.worker)


class Ownership:
    """The claims of one document, by pattern.

    `forms` is another object whenever the forms of an overlap, or which of them are whole, changed for all overlaps.
    """

    def __init__(self) -> None:
        self._claims: dict[str, list[Claim]] = {}
        self._near = Near()
        self._counts: dict[str, dict[tuple[Source, Role], int]] = {}
        self.forms: Forms = frozenset()
        self._writes: Writes = {}
        self._agreement = Agreement()
        self._overlaps: dict[str, Overlap] = {}
        self._contested: set[str] = set()
        self._unknown: Keys = {}

    @property
    def overlaps(self) -> Mapping[str, Overlap]:
        """Every overlap by the key of its pattern, new ones in the order in which they were first claimed."""
        self._look()
        return self._overlaps

    @property
    def contested(self) -> set[str]:
        """The keys of the patterns that several workers meet on."""
        self._look()
        return self._contested

    def keys(self) -> KeysView[str]:
        """The keys of all patterns that are claimed."""
        return self._claims.keys()

    def update(self, removed: Iterable[Claim], added: Iterable[Claim]) -> Set[str]:
        """Take claims out (equal to some added before) and in; the keys whose overlap, `forms` aside, may differ."""
        touched: Keys = {}
        changed: set[tuple[str, Source, Role]] = set()
        left = self._take_out(removed, touched, changed)
        came = self._take_in(added, touched, changed)
        left = {key: pattern for key, pattern in left.items() if not self._claims[key]}
        self._follow(left, came, touched)
        forms = (self.forms - changed) | {form for form in changed if self._counts[form[0]][form[1:]]}
        if self._count(touched) or forms != self.forms:
            self.forms, self._writes = forms, _writes(forms)
            self._unknown.update(dict.fromkeys(self._claims))
        self._unknown.update(touched)
        return touched.keys()

    def _take_out(
        self, removed: Iterable[Claim], touched: Keys, changed: set[tuple[str, Source, Role]]
    ) -> dict[str, Pattern]:
        left = {}
        for claim in removed:
            key = claim.pattern.key
            if key:
                self._claims[key].remove(claim)
                if not self._claims[key]:
                    left[key] = claim.pattern
                touched[key] = None
                form = (claim.source, claim.role)
                self._counts[claim.worker][form] -= 1
                if not self._counts[claim.worker][form]:
                    changed.add((claim.worker, *form))
        return left

    def _take_in(
        self, added: Iterable[Claim], touched: Keys, changed: set[tuple[str, Source, Role]]
    ) -> dict[str, Pattern]:
        came = {}
        claimed, all_counts = self._claims, self._counts
        for claim in added:
            key = claim.pattern.key
            if not key:
                continue
            if key in claimed:
                claimed[key].append(claim)
            else:
                claimed[key] = [claim]
                came[key] = claim.pattern
            touched[key] = None
            counts = all_counts.setdefault(claim.worker, {})
            form = (claim.source, claim.role)
            if counts.get(form):
                counts[form] += 1
            else:
                counts[form] = 1
                changed.add((claim.worker, *form))
        return came

    def _follow(self, left: Mapping[str, Pattern], came: Mapping[str, Pattern], touched: Keys) -> None:
        """Bring the index of patterns up to date; add to `touched` what is near, before or after."""
        near = self._near
        for key, pattern in left.items():
            touched.update(dict.fromkeys((*near.near(key), *near.twins(pattern))))
            near.discard(pattern)
            del self._claims[key]
        near.add(came.values())
        for key in tuple(touched) if len(came) < len(self._claims) else ():
            claims = self._claims.get(key)
            if claims:
                touched.update(dict.fromkeys((*near.near(key), *near.twins(claims[0].pattern))))

    def _count(self, touched: Iterable[str]) -> bool:
        """Count what the forms say of these patterns; whether other forms count as whole now."""
        return self._agreement.count((key, self._claims.get(key, []), self._near_own(key)) for key in touched)

    def _near_own(self, key: str) -> list[Claim]:
        """What the workers on a pattern claim on those that overlap it."""
        near = self._near.near(key)
        if not near:
            return []
        workers = {claim.worker for claim in self._claims.get(key, ())}
        return [claim for other in near for claim in self._claims[other] if claim.worker in workers]

    def _look(self) -> None:
        """Bring the overlaps up to date."""
        overlaps, contested = self._overlaps, self._contested
        for key in self._unknown:
            overlap = self._overlap(key) if key in self._claims else None
            if overlap is None:
                overlaps.pop(key, None)
            else:
                overlaps[key] = overlap
            if overlap is not None and overlap.contested:
                contested.add(key)
            else:
                contested.discard(key)
        self._unknown.clear()

    def _overlap(self, key: str) -> Overlap:
        claims = self._sorted((key,))
        pattern = claims[0].pattern
        near, twins = self._near.near(key), self._near.twins(pattern)
        others = self._sorted(near) if near else ()
        worker = claims[0].worker
        sole = worker if claims[-1].worker == worker else None  # they stand by worker
        contested = (sole is None or any(claim.worker != worker for claim in others)) and not is_placeholder(pattern)
        roles = frozenset([claim.role for claim in claims])
        known = self.forms, self._writes, self._agreement.whole
        twin = self._sorted(twins) if twins else ()
        return made(Overlap, (pattern, claims, others, twin, roles, sole, contested, *known))

    def _sorted(self, keys: Iterable[str]) -> tuple[Claim, ...]:
        """The claims on some patterns, pattern by pattern, in an order that does not tell when they came."""
        found: list[Claim] = []
        for key in keys:
            claims = self._claims[key]
            found += claims if len(claims) == 1 else sorted(claims, key=_in_order)
        return tuple(found)


def _writes(forms: Forms) -> Writes:
    """The forms in which each worker writes anything; none for one that only reads."""
    found: dict[str, set[Source]] = {worker: set() for worker, _, _ in forms}
    for worker, source, role in forms:
        if role is not Role.READ:
            found[worker].add(source)
    return {worker: frozenset(sources) for worker, sources in found.items()}
