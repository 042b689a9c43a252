"""Edges between workers as the plan writes them, and how a fix adds or removes one.

Knows Depends On and Blocks; must not know which rule asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.plan import Dependency, Plan, Worker
from planloom.rules.edits import Source, remove_item
from planloom.rules.finding import Edit, Fix


class Edge(NamedTuple):
    """`worker` depends on `on`; `item` is where the plan says so: in the worker's Depends On, or in `on`'s Blocks."""

    worker: str
    on: str
    item: Dependency
    writer: Worker
    label: str

    @property
    def shown(self) -> str:
        """The edge in words."""
        return f"{self.worker} depends on {self.on}"


def edges(worker: Worker) -> Iterator[Edge]:
    """The edges that a worker's own fields give, towards known workers and itself."""
    for item in worker.depends_on:
        if item.worker:
            yield Edge(worker.id, item.worker, item, worker, "depends_on")
    for item in worker.blocks:
        if item.worker:
            yield Edge(item.worker, worker.id, item, worker, "blocks")


def by_pair(plan: Plan) -> dict[tuple[str, str], Edge]:
    """The first edge of each (worker, on)."""
    found: dict[tuple[str, str], Edge] = {}
    for worker in plan.workers.values():
        for edge in edges(worker):
            found.setdefault((edge.worker, edge.on), edge)
    return found


def without(source: Source, edge: Edge) -> Edit:
    """The edit that takes an edge out of the field that gives it.

    Where the item stands for several workers (a range, a wave, all others), it is replaced by the names of the rest.
    """
    items = edge.writer.depends_on if edge.label == "depends_on" else edge.writer.blocks
    here = [item for item in items if item.at == edge.item.at]
    if len(here) > 1:
        rest = [item.worker for item in here if item.worker and item.worker != edge.item.worker]
        return Edit(edge.item.at, ", ".join(rest))
    return remove_item(source, edge.item.at, [item.at for item in items if item.at != edge.item.at])


def removal(source: Source, edge: Edge, *, safe: bool = False) -> Fix:
    """The fix that takes an edge out."""
    return Fix(f"remove: {edge.shown}", (without(source, edge),), safe=safe)


def alone(item: Dependency, items: tuple[Dependency, ...]) -> bool:
    """Whether an item names one worker by itself, not as part of a range, a group or a wave."""
    return not item.implied and sum(other.at == item.at for other in items) == 1


def chain(ids: list[str]) -> str:
    """`W1 -> W2 -> W1`, the middle left out where it is long."""
    if len(ids) > 6:
        ids = [*ids[:3], "…", *ids[-2:]]
    return " -> ".join(ids)
