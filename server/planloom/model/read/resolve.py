"""The claims of all chunks, each with the path it stands for and the role that another form of the plan gives it.

Keeps what it made, chunk by chunk: an edit remakes the claims of the chunks it touched, and of those whose short paths
or borrowed roles it changes. Must not know how claims are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from planloom.model.pattern import parse
from planloom.model.plan import Claim, Denial, OddCell, Role, Source
from planloom.model.read.paths import Paths
from planloom.model.read.raw import Raw
from planloom.model.read.roots import rooted, top

T = TypeVar("T")
Lent = dict[str, tuple[int, Role]]
"""Of one worker in one chunk: path -> how far back the form stands, and the role it gives."""

_FORMS = (
    Source.MATRIX,
    Source.OWNER_TABLE,
    Source.WORKER_TABLE,
    Source.FILES_OWNED,
    Source.YAML,
    Source.TREE,
    Source.TASKS,
)

_READ = Role.READ
_OFFERS = {(source, role): (rank, role) for rank, source in enumerate(_FORMS) for role in Role}


class Loans(NamedTuple):
    """What one chunk lends, by worker, and the workers whose roles it would borrow."""

    lent: dict[str, Lent]
    wanted: set[str]


NO_LOANS = Loans({}, set())


class Resolved:
    """The ownership of a plan: claims and odd cells by chunk key, denials by worker, all in document order."""

    __slots__ = ("claims", "denied", "odd")

    def __init__(
        self,
        claims: Mapping[int, tuple[Claim, ...]] | None = None,
        denied: Mapping[str, tuple[Denial, ...]] | None = None,
        odd: Mapping[int, tuple[OddCell, ...]] | None = None,
    ) -> None:
        self.claims = claims or {}
        self.denied = denied or {}
        self.odd = odd or {}


class Resolver:
    """Makes `Resolved` out of raw claims; remembers the last ones, and is right whatever it is given next."""

    def __init__(self) -> None:
        self._given: Mapping[int, Raw] = {}
        self._raw: dict[int, Raw] = {}
        self._explained: dict[int, tuple[Claim, ...]] = {}
        self._claims: dict[int, tuple[Claim, ...]] = {}
        self._paths = Paths()
        self._loans: dict[int, Loans] = {}
        self._lenders: dict[str, dict[int, Lent]] = {}
        self._best: dict[str, Lent] = {}
        self._borrowers: dict[str, set[int]] = {}
        self._last = Resolved()

    def resolve(self, raw: Mapping[int, Raw]) -> Resolved:
        """The ownership that these raw claims by chunk key, in document order, make."""
        before, given, self._given = self._raw, self._given, raw
        if list(raw) == list(given):
            changed = [key for key, old, new in zip(given, given.values(), raw.values(), strict=True) if old is not new]
            if not changed:
                return self._last
            if all(_alike(given[key], raw[key]) for key in changed):
                return self._follow(before, {**before, **{key: raw[key] for key in changed}}, changed)
        made = _prepared(raw)
        return self._follow(before, made, [key for key, value in made.items() if before.get(key) is not value])

    def _follow(self, before: dict[int, Raw], raw: dict[int, Raw], changed: list[int]) -> Resolved:
        """Bring everything up to date after the claims of some chunks changed, and those of others went."""
        gone = [] if before.keys() == raw.keys() else [key for key in before if key not in raw]
        stale = self._index(changed, gone, raw) & raw.keys()
        moved: set[str] = set()
        for key in gone:
            moved |= self._replace(key, ())
        for key in stale:
            moved |= self._replace(key, self._explain(raw[key]))
        stale.update(key for worker in moved for key in self._borrowers.get(worker, ()))
        stale &= raw.keys()
        for key in stale:
            self._finish(key)
        self._raw = raw
        ordered = not gone and len(before) == len(raw) and list(before) == list(raw)
        self._collect({key: (before.get(key), raw.get(key)) for key in (*changed, *gone)}, stale if ordered else None)
        return self._last

    def _index(self, changed: list[int], gone: list[int], raw: Mapping[int, Raw]) -> set[int]:
        """Bring the index of paths up to date; gives the chunks whose paths must be explained anew."""
        if not self._raw:
            paths = self._paths = Paths()
            paths.trees.update(key for key in changed if _is_tree(raw[key]))
            paths.fill((key, raw[key].claims) for key in changed)
            return set(changed)
        paths, around = self._paths, set[str]()
        for key in (*changed, *gone):
            old, new = self._raw.get(key), raw.get(key)
            before, after = _literal(old), _literal(new)
            if before == after and old and new and _is_tree(old) == _is_tree(new):
                continue
            same = old is not None and new is not None and _is_tree(old) == _is_tree(new)
            (paths.trees.add if new and _is_tree(new) else paths.trees.discard)(key)
            for path, table in before.items():
                if not same or after.get(path) != table:
                    around.update(paths.discard(path, key))
            for path, table in after.items():
                if not same or before.get(path) != table:
                    around.update(paths.add(path, key, table))
        return {key for path in around for key in paths.holders(path)} | set(changed)

    def _explain(self, raw: Raw) -> tuple[Claim, ...]:
        """The claims of a chunk, each with the path that its own stands for."""
        found = raw.claims.copy()
        for i, path in self._paths.explained(raw.claims, tree=_is_tree(raw)):
            found[i] = found[i]._replace(path=path, pattern=parse(path), stated=found[i].path)
        return tuple(found)

    def _replace(self, key: int, claims: tuple[Claim, ...]) -> set[str]:
        """Put these claims in the place of a chunk's old ones; gives the workers whose lent roles may differ."""
        if claims and self._explained.get(key) == claims:
            return set()
        before, after = self._loans.pop(key, NO_LOANS), _loans(claims)
        for worker in before.lent:
            self._lenders[worker].pop(key, None)
        for worker in before.wanted:
            self._borrowers[worker].discard(key)
        for worker, lent in after.lent.items():
            self._lenders.setdefault(worker, {})[key] = lent
        for worker in after.wanted:
            self._borrowers.setdefault(worker, set()).add(key)
        if claims:
            self._explained[key], self._loans[key] = claims, after
        else:
            self._explained.pop(key, None)
            self._claims.pop(key, None)
        both = before.lent.keys() | after.lent.keys()
        moved = {worker for worker in both if before.lent.get(worker) != after.lent.get(worker)}
        for worker in moved:
            self._best.pop(worker, None)
        return moved

    def _finish(self, key: int) -> None:
        """Give the claims without a role word the role that another form gives the same worker for the path."""
        done = self._explained.get(key, ())
        wanted = self._loans.get(key, NO_LOANS).wanted
        if wanted:
            offers = {worker: self._offers(worker) for worker in wanted}
            done = tuple([_borrowed(claim, offers[claim.worker]) if claim.fallback else claim for claim in done])
        if done and self._claims.get(key) != done:
            self._claims[key] = done

    def _offers(self, worker: str) -> Lent:
        """The best that any chunk lends a worker for each path; kept until one of them lends otherwise."""
        found = self._best.get(worker)
        if found is None:
            found = self._best[worker] = {}
            for lent in self._lenders.get(worker, {}).values():
                for path, offer in lent.items():
                    if path not in found or offer < found[path]:
                        found[path] = offer
        return found

    def _collect(self, changed: dict[int, tuple[Raw | None, Raw | None]], finished: set[int] | None) -> None:
        """Make the result anew, its parts as they were where nothing in them changed.

        `finished` are the chunks whose claims may differ; None where the chunks themselves do.
        """
        raw, last = self._raw, self._last
        if finished is not None and all((key in last.claims) == (key in self._claims) for key in finished):
            claims = {**last.claims, **{key: self._claims[key] for key in finished if key in self._claims}}
        else:
            claims = {key: self._claims[key] for key in raw if key in self._claims}
        denied, odd = last.denied, last.odd
        if any(some and some.denials for pair in changed.values() for some in pair):
            found: dict[str, list[Denial]] = {}
            for value in raw.values():
                for denial in value.denials:
                    found.setdefault(denial.worker, []).append(denial)
            denied = {worker: _same(tuple(some), last.denied.get(worker)) for worker, some in found.items()}
        if any(some and some.odd for pair in changed.values() for some in pair):
            odd = {key: _same(tuple(value.odd), last.odd.get(key)) for key, value in raw.items() if value.odd}
        self._last = Resolved(claims, denied, odd)


def _prepared(raw: Mapping[int, Raw]) -> dict[int, Raw]:
    """The chunks as they count: with the claims of tasks where there are no others, trees without the repository."""
    if not any(value.claims for value in raw.values()):
        return {key: value.changed(_tasks) for key, value in raw.items()}
    return {**raw, **rooted(raw)}


def _alike(old: Raw, new: Raw) -> bool:
    """Whether a chunk's change leaves alone what `_prepared` decides for the whole document."""
    if not old.claims or not new.claims or _is_tree(old) != _is_tree(new):
        return False
    return not _is_tree(old) or not (old.told(top).directory or new.told(top).directory)


def _tasks(raw: Raw) -> list[Claim]:
    return raw.tasks


def _same(new: T, old: T | None) -> T:
    return old if old is not None and old == new else new


def _is_tree(raw: Raw) -> bool:
    return bool(raw.claims) and raw.claims[0].source is Source.TREE


def _literal(raw: Raw | None) -> dict[str, int]:
    """The literal paths of a chunk, with their tables."""
    return {claim.path: claim.table for claim in raw.claims if claim.pattern.literal} if raw else {}


def _borrowed(claim: Claim, offers: Lent) -> Claim:
    offer = offers.get(claim.path)
    return claim if offer is None or offer[1] is claim.role else claim._replace(role=offer[1])


def _loans(claims: Iterable[Claim]) -> Loans:
    """What these claims lend (the role they give a worker for a path), and who would borrow."""
    lent: dict[str, Lent] = {}
    wanted: set[str] = set()
    for claim in claims:
        worker, role = claim.worker, claim.role
        if claim.fallback:
            wanted.add(worker)
        elif role is not _READ:
            mine = lent.get(worker)
            if mine is None:
                mine = lent[worker] = {}
            path, offer = claim.path, _OFFERS[claim.source, role]
            if path not in mine or offer < mine[path]:
                mine[path] = offer
    return Loans(lent, wanted)
