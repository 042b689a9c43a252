"""Which workers come before which: dependencies, directly or not, and the waves that a plan names.

Sets of workers are ints with one bit a worker, so that the closure over hundreds of workers takes about a millisecond.
Knows workers, their dependencies and waves; must not know paths, findings or text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from planloom.model.plan import Worker

Edge = tuple[str, str]
"""A dependency: who depends, and on whom."""


def order_of(workers: Mapping[str, Worker]) -> Order:
    """The order that the workers' dependencies and waves give."""
    ids = tuple(workers)
    edges = tuple(
        tuple(dict.fromkeys(d.worker for d in worker.depends_on if d.worker in workers and d.worker is not None))
        for worker in workers.values()
    )
    blocks = tuple(
        tuple(dict.fromkeys(d.worker for d in worker.blocks if d.worker in workers and d.worker is not None))
        for worker in workers.values()
    )
    return Order(ids, edges, blocks, tuple(worker.wave_index for worker in workers.values()))


class _Order(NamedTuple):
    ids: tuple[str, ...]
    edges: tuple[tuple[str, ...], ...]
    blocks: tuple[tuple[str, ...], ...] = ()
    named: tuple[int | None, ...] = ()


class Order(_Order):
    """The order of all workers. `edges` and `blocks` hold, for each of `ids`, what it depends on and what it blocks.

    Equal orders say the same; what is derived is computed once, when first asked for.
    """

    @cached_property
    def _index(self) -> dict[str, int]:
        return {id_: i for i, id_ in enumerate(self.ids)}

    @cached_property
    def _direct(self) -> list[list[int]]:
        return [[self._index[d] for d in depends] for depends in self.edges]

    @cached_property
    def _reach(self) -> list[int]:
        """For each worker, the set of those it depends on, directly or not (itself only in a cycle)."""
        return _closure(self._direct)

    @cached_property
    def _said(self) -> list[int]:
        """As `_reach`, with what Blocks fields say beside."""
        if not any(self.blocks):
            return self._reach
        direct = [list(depends) for depends in self._direct]
        for i, blocked in enumerate(self.blocks):
            for id_ in blocked:
                direct[self._index[id_]].append(i)
        return _closure(direct)

    def reaches(self, a: str, b: str) -> bool:
        """Whether `a` depends on `b`, directly or not."""
        i, j = self._index.get(a), self._index.get(b)
        return i is not None and j is not None and bool(self._reach[i] >> j & 1)

    def before(self, a: str, b: str) -> bool:
        """Whether `a` must be done before `b` begins: `b` depends on it, or stands in a later named wave."""
        i, j = self._index.get(a), self._index.get(b)
        if i is None or j is None:
            return False
        if self._said[j] >> i & 1:
            return True
        first, second = self._wave(i), self._wave(j)
        return first is not None and second is not None and first < second

    def ordered(self, a: str, b: str) -> bool:
        """Whether one of the two comes before the other."""
        return self.before(a, b) or self.before(b, a)

    def moved(self, other: Order) -> frozenset[str] | None:
        """The workers that come after others than in another order; None where that one is of other workers."""
        if self.ids != other.ids:
            return None
        return frozenset(id_ for i, id_ in enumerate(self.ids) if self._after(i) != other._after(i))

    def _after(self, i: int) -> tuple[int, int, int | None]:
        return self._reach[i], self._said[i], self._wave(i)

    def _wave(self, i: int) -> int | None:
        return self.named[i] if i < len(self.named) else None

    def would_cycle(self, a: str, b: str) -> bool:
        """Whether "`a` depends on `b`" would close a cycle."""
        return a == b or self.before(a, b)

    @cached_property
    def _levels(self) -> list[int]:
        """For each worker, how many dependencies must be done one after the other before it; cycles are cut."""
        levels = [0] * len(self.ids)
        for i in _topological(self._direct):
            levels[i] = max((levels[d] + 1 for d in self._direct[i]), default=0)
        return levels

    @cached_property
    def levels(self) -> list[list[str]]:
        """Workers by the depth of their dependencies; those of one level may run together."""
        return _grouped(self.ids, self._levels)

    @cached_property
    def waves(self) -> list[list[str]]:
        """Workers in the order they can start: the plan's own waves where it names some, else the levels."""
        if not any(index is not None for index in self.named):
            return self.levels
        waves = [index if index is not None else -1 for index in self.named]
        for i in _topological(self._direct):
            if waves[i] < 0:
                waves[i] = max((waves[d] + 1 for d in self._direct[i]), default=0)
        return _grouped(self.ids, waves)

    def cycles(self) -> list[list[Edge]]:
        """Cycles of dependencies, each as its edges; together they touch every worker that is in one."""
        covered: set[int] = set()
        found: list[list[Edge]] = []
        for i in range(len(self.ids)):
            if i not in covered and self._reach[i] >> i & 1:
                ring = _ring(self._direct, self._reach, i)
                covered.update(ring)
                following = ring[1:] + ring[:1]
                found.append([(self.ids[a], self.ids[b]) for a, b in zip(ring, following, strict=True)])
        return found

    @cached_property
    def critical_path(self) -> list[str]:
        """A longest chain of dependencies, first worker first."""
        if not self.ids:
            return []
        at = max(range(len(self.ids)), key=lambda i: (self._levels[i], -i))
        path = [at]
        # In a cycle, which is cut, none may be right below.
        while below := [d for d in self._direct[at] if self._levels[d] < self._levels[at]]:
            at = max(below, key=self._levels.__getitem__)
            path.append(at)
        return [self.ids[i] for i in reversed(path)]


def _grouped(ids: Sequence[str], numbers: Sequence[int]) -> list[list[str]]:
    groups: dict[int, list[str]] = {}
    for id_, number in zip(ids, numbers, strict=True):
        groups.setdefault(number, []).append(id_)
    return [groups[number] for number in sorted(groups)]


def _topological(direct: Sequence[Sequence[int]]) -> Iterator[int]:
    """Workers so that dependencies come first; those of a cycle come last, in document order."""
    waiting = [len(set(depends)) for depends in direct]
    users: list[list[int]] = [[] for _ in direct]
    for i, depends in enumerate(direct):
        for d in set(depends):
            users[d].append(i)
    ready = [i for i, count in enumerate(waiting) if not count]
    done = 0
    while done < len(ready):
        i = ready[done]
        done += 1
        yield i
        for user in users[i]:
            waiting[user] -= 1
            if not waiting[user]:
                ready.append(user)
    if done < len(direct):
        seen = set(ready)
        yield from (i for i in range(len(direct)) if i not in seen)


def _closure(direct: Sequence[Sequence[int]]) -> list[int]:
    reach = [0] * len(direct)
    order = list(_topological(direct))
    changed = True
    while changed:  # once for a graph without cycles, whose order is topological; the second round finds nothing new
        changed = False
        for i in order:
            mask = 0
            for d in direct[i]:
                mask |= 1 << d | reach[d]
            if mask != reach[i]:
                reach[i] = mask
                changed = True
    return reach


def _ring(direct: Sequence[Sequence[int]], reach: Sequence[int], start: int) -> list[int]:
    """A shortest cycle through `start`, which must be in one."""
    came: dict[int, int] = {}
    row = [start]
    while row:
        following: list[int] = []
        for i in row:
            for d in direct[i]:
                if d == start:
                    ring = [i]
                    while ring[-1] != start:
                        ring.append(came[ring[-1]])
                    return ring[::-1]
                if d not in came and reach[d] >> start & 1:
                    came[d] = i
                    following.append(d)
        row = following
    return [start]
