"""Who claims what, and which claims meet on some path: an index that follows edits.

Claims are kept by the key of their pattern. Two keys are near when their patterns overlap; what is near is found by
name (folders above, names below) and only globs are compared one by one, and among them only those whose leading names
agree. Most patterns are claimed by one worker, the same in all forms, and near no other: they are told apart by the
shape of their claims, and nothing more is made of them until somebody asks. Knows claims; must not know whether a
meeting is a fault, nor the order of workers.
"""

# Without `from __future__ import annotations`: NamedTuple would compile each field's type from its text.
from collections import Counter
from collections.abc import Iterable, Iterator, KeysView, Mapping, Set
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from planloom.model.agreement import Agreement, Count, Whole, counted
from planloom.model.pattern import Pattern, is_placeholder
from planloom.model.pattern.near import Near
from planloom.model.plan import Claim, Role, Source
from planloom.text.values import made

Form = tuple[str, Source, Role]
Forms = frozenset[Form]
Writes = Mapping[str, frozenset[Source]]
Keys = dict[str, None]
"""A set in the order of the document: what was read in a row lies in a row in memory, and is found much faster."""

TRAITS = ("contested", "twins", "repeated", "undescribed", "ownerless", "partial")
"""What a pattern may have to it.

contested: several workers meet on it, and the path is no placeholder; twins: others differ from it in case only;
repeated: a form claims it more than once; undescribed: it is modified without a word on how; ownerless: it is modified
and nobody is PRIMARY; partial: it is not written by one worker alone, in all forms in which that worker writes.
"""

_MODIFY, _PRIMARY, _READ = Role.MODIFY, Role.PRIMARY, Role.READ
_in_order = itemgetter(*map(Claim._fields.index, ("worker", "source", "role", "written", "at")))
_form = itemgetter(*map(Claim._fields.index, ("worker", "source", "role")))
_said = itemgetter(*map(Claim._fields.index, ("source", "role", "described")))


class _Shape(NamedTuple):
    """What is said of a pattern, by whomever: in how many forms, in which it is written, what that counts, traits."""

    forms: int
    written: frozenset[Source]
    counts: Count
    traits: tuple[str, ...]


@lru_cache(maxsize=1024)
def _shape(said: frozenset[tuple[Source, Role, bool]]) -> _Shape:
    """The shape of claims; there are few, for few patterns are claimed in a way of their own."""
    roles = {role for _, role, _ in said}
    written = frozenset(source for source, role, _ in said if role is not _READ)
    traits = ["undescribed"] if any(role is _MODIFY and not described for _, role, described in said) else []
    traits += ["ownerless"] if _MODIFY in roles and _PRIMARY not in roles else []
    return _Shape(len({source for source, _, _ in said}), written, counted({"": written}, {}), tuple(traits))


class Overlap(NamedTuple):
    """All that meets one pattern: the claims on it, those on other patterns that overlap it, and its case twins.

    Claims stand pattern by pattern, by worker, source, role. `contested`: whether the pattern is. `forms`: which worker
    claims anything in which form and role, in the whole plan; `writes`: in which forms each of them writes anything;
    `whole`: which forms are no mere excerpts of which.
    """

    pattern: Pattern
    claims: tuple[Claim, ...]
    others: tuple[Claim, ...]
    twins: tuple[Claim, ...]
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
        self._counts: Counter[Form] = Counter()
        self.forms: Forms = frozenset()
        self._writes: Writes = {}
        self._agreement = Agreement()
        self._shapes: dict[str, tuple[_Shape, str | None]] = {}
        self._traits: dict[str, tuple[str, ...]] = {}
        self._having: dict[str, Keys] = {trait: {} for trait in TRAITS}
        self._overlaps: dict[str, Overlap] = {}

    @property
    def overlaps(self) -> Mapping[str, Overlap]:
        """Every overlap by the key of its pattern, in the order in which they were first claimed."""
        return {key: self.overlap(key) for key in self._claims}

    def having(self, trait: str) -> KeysView[str]:
        """The keys of the patterns with one of `TRAITS`."""
        return self._having[trait].keys()

    def keys(self) -> KeysView[str]:
        """The keys of all patterns that are claimed."""
        return self._claims.keys()

    def update(self, removed: Iterable[Claim], added: Iterable[Claim]) -> Set[str]:
        """Take claims out (equal to some added before) and in; the keys whose overlap, `forms` aside, may differ."""
        gone = [claim for claim in removed if claim.pattern.key]
        come = [claim for claim in added if claim.pattern.key]
        touched: Keys = {}
        left = self._take_out(gone, touched)
        came = self._take_in(come, touched)
        self._follow(left, came, touched)
        forms = self._formed(gone, come)
        whole = self._count(touched)
        for key in touched if self._overlaps else ():
            self._overlaps.pop(key, None)
        if whole or forms != self.forms:
            self.forms, self._writes = forms, _writes(forms)
            self._overlaps.clear()
            self._place(dict.fromkeys((*self._claims, *touched)))
        else:
            self._place(touched)
        return touched.keys()

    def overlap(self, key: str) -> Overlap:
        """The overlap of a pattern that is claimed."""
        known = self._overlaps.get(key)
        if known is None:
            claims = self._sorted((key,))
            pattern = claims[0].pattern
            others, twins = self._sorted(self._near.near(key)), self._sorted(self._near.twins(pattern))
            all_forms = self.forms, self._writes, self._agreement.whole
            contested = key in self._having["contested"]
            known = self._overlaps[key] = made(Overlap, (pattern, claims, others, twins, contested, *all_forms))
        return known

    def _take_out(self, gone: Iterable[Claim], touched: Keys) -> dict[str, Pattern]:
        left = {}
        for claim in gone:
            key = claim.pattern.key
            self._claims[key].remove(claim)
            touched[key] = None
            left[key] = claim.pattern
        return left

    def _take_in(self, come: Iterable[Claim], touched: Keys) -> dict[str, Pattern]:
        came, claimed = {}, self._claims
        for claim in come:
            key = claim.pattern.key
            if key in claimed:
                claimed[key].append(claim)
            else:
                claimed[key] = [claim]
                came[key] = claim.pattern
            touched[key] = None
        return came

    def _follow(self, left: Mapping[str, Pattern], came: Mapping[str, Pattern], touched: Keys) -> None:
        """Bring the index of patterns up to date; add to `touched` what is near, before or after."""
        near = self._near
        for key, pattern in left.items():
            if not self._claims[key]:
                touched.update(dict.fromkeys((*near.near(key), *near.twins(pattern))))
                near.discard(pattern)
                del self._claims[key]
        near.add(came.values())
        for key in tuple(touched) if len(came) < len(self._claims) else ():
            claims = self._claims.get(key)
            if claims:
                touched.update(dict.fromkeys((*near.near(key), *near.twins(claims[0].pattern))))

    def _formed(self, gone: Iterable[Claim], come: Iterable[Claim]) -> Forms:
        """Count who claims in which form and role; all that are claimed in now."""
        less, more = Counter(map(_form, gone)), Counter(map(_form, come))
        self._counts.subtract(less)
        self._counts.update(more)
        changed = less.keys() | more.keys()
        for form in less:
            if not self._counts[form]:
                del self._counts[form]
        return (self.forms - changed) | {form for form in changed if self._counts[form]}

    def _count(self, touched: Iterable[str]) -> bool:
        """Count what the forms say of these patterns; whether other forms count as whole now."""
        counts: dict[str, Count] = {}
        for key in touched:
            claims = self._claims.get(key)
            if claims:
                shape, sole = self._shapes[key] = _shape(frozenset(map(_said, claims))), _sole(claims)
                near = self._near.near(key)
                counts[key] = shape.counts if sole and not near else _counted(claims, self._own(claims, near))
            else:
                self._shapes.pop(key, None)
                counts[key] = ()
        return self._agreement.count(counts)

    def _own(self, claims: Iterable[Claim], near: Iterable[str]) -> list[Claim]:
        """What the workers of these claims claim on patterns near by."""
        workers = {claim.worker for claim in claims}
        return [claim for other in near for claim in self._claims[other] if claim.worker in workers]

    def _place(self, keys: Iterable[str]) -> None:
        """Put patterns with those that have the same traits."""
        known = self._traits
        for key in keys:
            before = known.get(key, ())
            traits = self._traits_of(key) if key in self._claims else ()
            if traits != before:
                for trait in before:
                    self._having[trait].pop(key, None)
                for trait in traits:
                    self._having[trait][key] = None
                if traits:
                    known[key] = traits
                else:
                    del known[key]

    def _traits_of(self, key: str) -> tuple[str, ...]:
        claims = self._claims[key]
        shape, sole = self._shapes[key]
        near, traits = self._near.near(key), shape.traits
        if not sole or (shape.written and shape.written != self._writes[sole]):
            traits = ("partial", *traits)
        if len(claims) > shape.forms:
            traits = ("repeated", *traits)
        if self._near.twins(claims[0].pattern):
            traits = ("twins", *traits)
        if (near or not sole) and self._is_contested(claims, near):
            traits = ("contested", *traits)
        return traits

    def _is_contested(self, claims: list[Claim], near: Iterable[str]) -> bool:
        worker = claims[0].worker
        met = (claims, *(self._claims[other] for other in near))
        return any(claim.worker != worker for some in met for claim in some) and not is_placeholder(claims[0].pattern)

    def _sorted(self, keys: Iterable[str]) -> tuple[Claim, ...]:
        """The claims on some patterns, pattern by pattern, in an order that does not tell when they came."""
        found: list[Claim] = []
        for key in keys:
            claims = self._claims[key]
            found += claims if len(claims) == 1 else sorted(claims, key=_in_order)
        return tuple(found)


def _sole(claims: list[Claim]) -> str | None:
    """The worker that alone makes these claims, None for several."""
    worker = claims[0].worker
    for claim in claims:
        if claim.worker != worker:
            return None
    return worker


def _counted(claims: Iterable[Claim], near: Iterable[Claim]) -> Count:
    return counted(_written(claims), _written(near))


def _written(claims: Iterable[Claim]) -> dict[str, set[Source]]:
    """The forms in which each worker writes."""
    found: dict[str, set[Source]] = {}
    for claim in claims:
        if claim.role is not _READ:
            found.setdefault(claim.worker, set()).add(claim.source)
    return found


def _writes(forms: Forms) -> Writes:
    """The forms in which each worker writes anything; none for one that only reads."""
    found: dict[str, set[Source]] = {worker: set() for worker, _, _ in forms}
    for worker, source, role in forms:
        if role is not _READ:
            found[worker].add(source)
    return {worker: frozenset(sources) for worker, sources in found.items()}
