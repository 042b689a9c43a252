"""Edges between workers as the plan writes them, and how a fix adds or removes one.

Knows Depends On and Blocks; must not know which rule asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.plan import Dependency, Field, Plan, Worker
from planloom.rules.edits import Source, line_of, remove_item
from planloom.rules.finding import Edit, Fix
from planloom.rules.parts import kept
from planloom.text.lazy import lazy
from planloom.text.values import made

_SEVERAL = lazy(r"\ball\b|\bevery|\bprevious\b|\d\s*(?:-|–|—|to)\s*\w*\s*\d|\b[a-z]\s*[-–]\s*[a-z]\b|wave|phase", re.I)
"""Words that stand for several workers."""


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
            yield made(Edge, (worker.id, item.worker, item, worker, "depends_on"))
    for item in worker.blocks:
        if item.worker:
            yield made(Edge, (item.worker, worker.id, item, worker, "blocks"))


@kept("workers")
def by_pair(plan: Plan) -> dict[tuple[str, str], Edge]:
    """The first edge of each (worker, on)."""
    found: dict[tuple[str, str], Edge] = {}
    for worker in plan.workers.values():
        for edge in edges(worker):
            found.setdefault((edge.worker, edge.on), edge)
    return found


def without(source: Source, edge: Edge) -> tuple[Edit, ...]:
    """The edits that take an edge out of every field that gives it; none where it cannot be taken out by itself.

    Where an item stands for several workers (a range, a wave, all others), it is replaced by the names of the rest.
    """
    item, writer = edge.item, edge.writer
    items = writer.depends_on if edge.label == "depends_on" else writer.blocks
    fields = [field for field in writer.fields if field.label == edge.label]
    here = [other for other in items if other.at == item.at]
    if len(here) > 1:
        rest = [other.worker for other in here if other.worker and other.worker != item.worker]
        first: Edit | None = Edit(item.at, ", ".join(rest))
    else:
        own = next((f.value.at for f in fields if line_of(f.value.at) == line_of(item.at)), None)
        first = remove_item(source, item.at, own, last_line=len({line_of(other.at) for other in items}) == 1)
    edits = [first, *_repeated(source, item, fields)]
    return tuple(edit for edit in edits if edit) if all(edits) else ()


def _repeated(source: Source, item: Dependency, fields: list[Field]) -> Iterator[Edit | None]:
    """The same item taken out of a worker's further fields, which the plan keeps once; None where that cannot be."""
    words = "|".join(re.escape(word) for word in {item.text, item.worker or item.text})
    for field in fields:
        if line_of(field.value.at) == line_of(item.at):
            continue
        line = source.line(field.value.at)
        found = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])").search(line, field.value.at.start)
        if found:
            at = field.value.at._replace(start=found.start(), end=found.end())
            yield remove_item(source, at, field.value.at)
        elif _SEVERAL.search(field.value.text):
            yield None


def removal(source: Source, edge: Edge, *, safe: bool = False) -> tuple[Fix, ...]:
    """The fix that takes an edge out, where there is one."""
    edits = without(source, edge)
    return (Fix(f"Remove: {edge.shown}", edits, safe=safe),) if edits else ()


def alone(item: Dependency, items: tuple[Dependency, ...]) -> bool:
    """Whether an item names one worker by itself, not as part of a range, a group or a wave."""
    return not item.implied and sum(other.at == item.at for other in items) == 1


def chain(ids: list[str]) -> str:
    """`W1 -> W2 -> W1`, the middle left out where it is long."""
    if len(ids) > 6:
        ids = [*ids[:3], "…", *ids[-2:]]
    return " -> ".join(ids)
