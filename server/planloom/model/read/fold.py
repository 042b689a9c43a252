"""The parts of a plan out of the readings of all chunks, each made anew only when its readings changed.

Knows what belongs together; must not look at any text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from planloom.model.order import order_of
from planloom.model.plan import Plan, Worker
from planloom.model.read import workers
from planloom.model.read.context import RawField
from planloom.model.read.dependencies import Scale
from planloom.model.read.reading import Reading
from planloom.model.read.state import State
from planloom.model.read.workers import Parts
from planloom.syntax.chunks import Tree

T = TypeVar("T")


def plan(tree: Tree, state: State, stale: list[Reading] | None, previous: Plan | None) -> Plan:
    """The plan that the readings of `state` make."""
    if not state.environment.names:
        return Plan(tree, reading=state)
    found = _workers(state, previous)
    title = next((r.title for r in state.readings if r.title), None)
    sections = tuple(s for r in state.readings for s in r.sections)
    branches = any(w.branch or w.worktree or w.depends_on or w.field("files_owned") for w in found.values())
    return Plan(
        tree,
        is_plan=len(found) >= 2 and branches,
        title=_same(title, previous.title if previous else None),
        workers=found,
        order=_same(order_of(found), previous.order if previous else None),
        sections=_same(sections, previous.sections if previous else None),
        reading=state,
    )


def _same(new: T, old: T | None) -> T:
    """The old object where it says the same."""
    return old if old is not None and old == new else new


def _workers(state: State, previous: Plan | None) -> Mapping[str, Worker]:
    """The workers in document order, each the same object as before where nothing about it changed."""
    before = previous.workers if previous else {}
    old = previous.reading if previous else None
    parts = _parts(state.readings)
    scale = Scale(tuple(parts), {})
    keep = isinstance(old, State) and old.environment is state.environment and tuple(before) == scale.workers
    found: dict[str, Worker] = {}
    for id_, part in parts.items():
        if keep and isinstance(old, State) and old.parts.get(id_) == part:
            found[id_] = before[id_]
        else:
            found[id_] = workers.build(id_, part, state.environment, scale)
    state.parts = parts
    if keep and all(before[id_] is worker for id_, worker in found.items()):
        return before
    return found


def _parts(readings: Iterable[Reading]) -> dict[str, Parts]:
    defined: dict[str, list[workers.Definition]] = {}
    fields: dict[str, list[RawField]] = {}
    for reading in readings:
        for definition in reading.defined:
            defined.setdefault(definition.worker, []).append(definition)
        for raw in reading.fields:
            if raw.worker is not None:
                fields.setdefault(raw.worker, []).append(raw)
    return {
        id_: Parts(tuple(definitions), tuple(fields.get(id_, ())), (), None, None)
        for id_, definitions in defined.items()
    }
