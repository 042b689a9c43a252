"""A plan out of a tree, and out of the plan before an edit.

The only place that sees all chunks at once. It finds the chunks that an edit replaced, reads them and those whose
context changed with them, and makes anew only the parts of the plan whose readings changed. Must not understand any
text itself.
"""

from __future__ import annotations

from planloom.model.plan import Plan
from planloom.model.read import environment as environments
from planloom.model.read import fold
from planloom.model.read.claims import NOTHING, read_claims
from planloom.model.read.context import Context
from planloom.model.read.inside import OUTSIDE, Inside
from planloom.model.read.offers import Offer, offers
from planloom.model.read.outline import outline
from planloom.model.read.raw import Raw
from planloom.model.read.reading import PARTS, Reading, read
from planloom.model.read.rename import renamed, touched
from planloom.model.read.state import State
from planloom.syntax.chunks import Tree
from planloom.syntax.layout import changed


def build(tree: Tree, previous: Plan | None = None) -> Plan:
    """The plan that a tree says; parts that are as in `previous` are the same objects."""
    before = previous.reading if previous is not None and isinstance(previous.reading, State) else State()
    return fold.plan(tree, _update(before, tree), previous)


def _update(before: State, tree: Tree) -> State:
    """The state for this tree."""
    chunks = tree.chunks
    start, old_stop, new_stop = changed(before.chunks, tree)
    old = slice(start, old_stop)
    new = chunks[start:new_stop]
    outlines = [outline(chunk) for chunk in new]
    offered = [offers(chunk, found) for chunk, found in zip(new, outlines, strict=True)]
    state = State(chunks, before.outlines.copy(), before.offers.copy(), before.environment)
    state.resolver, state.owned = before.resolver, before.owned
    state.parts, state.scale = before.parts, before.scale
    state.outlines[old] = outlines
    state.offers[old] = offered
    state.letters = before.letters.copy()
    state.letters[old] = [None] * len(new)
    if not before.chunks or _flat(before.offers[old]) != _flat(offered):
        made = environments.make(offer for some in state.offers for offer in some)
        if not environments.same(made, before.environment):
            state.environment = made
    _follow(before, state, old, len(new))
    return state


def _follow(before: State, state: State, old: slice, count: int) -> None:
    """Read what must be read again because of `count` new chunks at `old`, or because of another environment."""
    stale: list[int] | None = []
    if state.environment is not before.environment:
        words = renamed(before.environment, state.environment)
        stale = touched(state, words) if words is not None and before.readings else None
        state.renamed = words or frozenset()
    if stale is None or not before.readings:
        if state.environment.names:
            _read_all(state)
        return
    state.contexts, state.readings, state.raws = before.contexts.copy(), before.readings.copy(), before.raws.copy()
    gone, fresh = _reread(state, old, count)
    changed = _changed(before, state, gone, fresh)
    if stale:
        readings, raws = state.readings.copy(), state.raws.copy()
        for i in stale:
            _reread(state, slice(i, i + 1), 1)
        again = [pair for pair in zip(readings, state.readings, strict=True) if pair[0] is not pair[1]]
        changed |= {name for name in PARTS if any(getattr(old, name) != getattr(new, name) for old, new in again)}
        changed |= {"merges", "commands"} | ({"raws"} if raws != state.raws else set())
    state.changed = changed


def _flat(some: list[tuple[Offer, ...]]) -> list[Offer]:
    return [offer for offers_ in some for offer in offers_]


def _read_all(state: State) -> None:
    count = len(state.chunks)
    state.contexts, state.readings, state.raws = [Context()] * count, [Reading(Context())] * count, [NOTHING] * count
    context, inside = Context(), OUTSIDE
    for i in range(count):
        context, inside = _read(state, i, context, inside)


def _read(state: State, i: int, context: Context, inside: Inside) -> tuple[Context, Inside]:
    """Read the chunk at a position; gives what is around and what is open behind it."""
    chunk = state.chunks[i]
    reading = read(chunk, context, state.environment, state.outlines[i])
    raw = read_claims(chunk, reading.within or context, state.environment, reading.fields, inside)
    state.contexts[i], state.readings[i], state.raws[i] = context, reading, raw
    return reading.exit, raw.inside


def _reread(state: State, old: slice, count: int) -> tuple[slice, slice]:
    """Read the `count` new chunks at `old.start`, then on until what is behind is what it was.

    Gives the positions that were read, in the state before and in this one.
    """
    start, shift = old.start, count - (old.stop - old.start)
    if start == old.stop and not count:
        return slice(0), slice(0)
    context = state.readings[start - 1].exit if start else Context()
    inside = state.raws[start - 1].inside if start else OUTSIDE
    behind = state.raws[old.stop - 1].inside if old.stop else OUTSIDE
    state.contexts[old] = [context] * count
    state.raws[old] = state.raws[old] if not shift else [NOTHING] * count
    state.readings[old] = [Reading(context)] * count
    i = start
    while i < len(state.chunks):
        if i >= start + count:
            if state.contexts[i] == context and behind == inside:
                break
            behind = state.raws[i].inside
        before = state.raws[i]
        context, inside = _read(state, i, context, inside)
        if _same_raw(before, state.raws[i]):
            state.raws[i] = before
        i += 1
    return slice(start, i - shift), slice(start, i)


def _same_raw(one: Raw, other: Raw) -> bool:
    return (
        one.claims == other.claims
        and one.denials == other.denials
        and one.odd == other.odd
        and one.tasks == other.tasks
        and one.inside == other.inside
    )


def _changed(before: State, state: State, gone: slice, fresh: slice) -> frozenset[str]:
    """The parts of readings that differ between the positions read anew and what stood there before."""
    old, new = before.readings[gone], state.readings[fresh]
    found = {name for name in PARTS if _filled(old, name) != _filled(new, name)}
    same_keys = [c.key for c in before.chunks[gone]] == [c.key for c in state.chunks[fresh]]
    pairs = zip(before.raws[gone], state.raws[fresh], strict=False)
    if not same_keys or any(one is not other for one, other in pairs):
        found.add("raws")
    return frozenset(found)


def _filled(readings: list[Reading], name: str) -> list[object]:
    return [part for reading in readings if (part := getattr(reading, name))]
