"""The claims of all chunks, each with the path it stands for and the role that another form of the plan gives it.

Keeps what it made, chunk by chunk: an edit remakes the claims of the chunks it touched, and of those whose short paths
or borrowed roles it changes. Must not know how claims are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from planloom.model.pattern import parse
from planloom.model.plan import Claim, Denial, OddCell, Role, Source
from planloom.model.read.paths import Paths
from planloom.model.read.raw import Raw

T = TypeVar("T")
Task = tuple[str, str]
"""A worker and a path."""

_RANK = {
    Source.MATRIX: 0,
    Source.OWNER_TABLE: 1,
    Source.WORKER_TABLE: 2,
    Source.FILES_OWNED: 3,
    Source.YAML: 4,
    Source.TREE: 5,
}


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """The ownership of a plan: claims and odd cells by chunk key, denials by worker, all in document order."""

    claims: Mapping[int, tuple[Claim, ...]] = field(default_factory=dict)
    denied: Mapping[str, tuple[Denial, ...]] = field(default_factory=dict)
    odd: Mapping[int, tuple[OddCell, ...]] = field(default_factory=dict)


class Resolver:
    """Makes `Resolved` out of raw claims; remembers the last ones, and is right whatever it is given next."""

    def __init__(self) -> None:
        self._raw: dict[int, Raw] = {}
        self._explained: dict[int, tuple[Claim, ...]] = {}
        self._claims: dict[int, tuple[Claim, ...]] = {}
        self._paths = Paths()
        self._lent: dict[Task, dict[int, tuple[int, Role]]] = {}
        self._borrowers: dict[Task, set[int]] = {}
        self._last = Resolved()

    def resolve(self, raw: Mapping[int, Raw]) -> Resolved:
        """The ownership that these raw claims by chunk key, in document order, make."""
        before = self._raw
        changed = [key for key, value in raw.items() if before.get(key) is not value]
        gone = [key for key in before if key not in raw]
        if not changed and not gone and list(raw) == list(before):
            return self._last
        stale = self._index(changed, gone, raw) & raw.keys()
        moved: set[Task] = set()
        for key in gone:
            moved |= self._replace(key, ())
        for key in stale:
            moved |= self._replace(key, tuple(self._explain(raw[key])))
        stale.update(key for task in moved for key in self._borrowers.get(task, ()))
        for key in stale & raw.keys():
            self._finish(key)
        self._raw = dict(raw)
        self._collect({key: (before.get(key), raw.get(key)) for key in (*changed, *gone)})
        return self._last

    def _index(self, changed: list[int], gone: list[int], raw: Mapping[int, Raw]) -> set[int]:
        """Bring the index of paths up to date; gives the chunks whose paths must be explained anew."""
        paths = self._paths
        if not self._raw:
            paths.trees.update(key for key in changed if _is_tree(raw[key]))
            paths.fill((c.path, key, c.table) for key in changed for c in raw[key].claims if c.pattern.literal)
            return set(changed)
        around: set[str] = set()
        for key in (*changed, *gone):
            old, new = self._raw.get(key), raw.get(key)
            before, after = _literal(old), _literal(new)
            if before == after and old and new and _is_tree(old) == _is_tree(new):
                continue
            (paths.trees.add if new and _is_tree(new) else paths.trees.discard)(key)
            for path in before:
                around.update(paths.discard(path, key))
            for path, table in after.items():
                around.update(paths.add(path, key, table))
        return {key for path in around for key in paths.holders(path)} | set(changed)

    def _explain(self, raw: Raw) -> Iterator[Claim]:
        """The claims of a chunk, each with the path that its own stands for."""
        explain, tree = self._paths.explain, _is_tree(raw)
        for claim in raw.claims:
            path = explain(claim.path, claim.table, tree=tree) if claim.pattern.literal else claim.path
            yield claim if path is claim.path else claim._replace(path=path, pattern=parse(path), stated=claim.path)

    def _replace(self, key: int, claims: tuple[Claim, ...]) -> set[Task]:
        """Put these claims in the place of a chunk's old ones; gives the tasks whose lent role may differ."""
        old = self._explained.get(key, ())
        if old == claims and old:
            return set()
        before, wanted = _tasks(old)
        after, wants = _tasks(claims)
        for task in before:
            self._lent[task].pop(key, None)
        for task, role in after.items():
            self._lent.setdefault(task, {})[key] = role
        for task in wanted:
            self._borrowers[task].discard(key)
        for task in wants:
            self._borrowers.setdefault(task, set()).add(key)
        if claims:
            self._explained[key] = claims
        else:
            self._explained.pop(key, None)
            self._claims.pop(key, None)
        return {task for task in before.keys() | after.keys() if before.get(task) != after.get(task)}

    def _finish(self, key: int) -> None:
        """Give the claims without a role word the role that another form gives the same worker for the path."""
        claims = self._explained.get(key, ())
        lent = self._lent
        done = claims
        if any(claim.fallback for claim in claims):
            done = tuple(
                claim._replace(role=min(lent[task].values())[1])
                if claim.fallback and lent.get(task := (claim.worker, claim.path))
                else claim
                for claim in claims
            )
        if done and self._claims.get(key) != done:
            self._claims[key] = done

    def _collect(self, changed: dict[int, tuple[Raw | None, Raw | None]]) -> None:
        """Make the result anew, its parts as they were where nothing in them changed."""
        raw, last = self._raw, self._last
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


def _same(new: T, old: T | None) -> T:
    return old if old is not None and old == new else new


def _is_tree(raw: Raw) -> bool:
    return bool(raw.claims) and raw.claims[0].source is Source.TREE


def _literal(raw: Raw | None) -> dict[str, int]:
    """The literal paths of a chunk, with their tables."""
    return {claim.path: claim.table for claim in raw.claims if claim.pattern.literal} if raw else {}


def _tasks(claims: Iterable[Claim]) -> tuple[dict[Task, tuple[int, Role]], set[Task]]:
    """What these claims lend (the role they give a worker for a path), and what they would borrow."""
    lent: dict[Task, tuple[int, Role]] = {}
    wanted: set[Task] = set()
    for claim in claims:
        if claim.fallback:
            wanted.add((claim.worker, claim.path))
        elif claim.role is not Role.READ:
            role = (_RANK[claim.source], claim.role)
            task = (claim.worker, claim.path)
            if task not in lent or role < lent[task]:
                lent[task] = role
    return lent, wanted
