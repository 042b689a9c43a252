"""The parts of a plan out of the readings of all chunks, each made anew only when its readings changed.

Knows what belongs together; must not look at any text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from planloom.model.order import order_of
from planloom.model.plan import Checkpoint, Mention, Merge, Plan, Protocol, Source, Value, Worker
from planloom.model.read import merge, waves, workers
from planloom.model.read.claims import NOTHING as NO_CLAIMS
from planloom.model.read.context import RawField
from planloom.model.read.dependencies import Scale, is_none
from planloom.model.read.ids import key
from planloom.model.read.raw import Raw
from planloom.model.read.reading import Reading
from planloom.model.read.relations import ARROW_LABEL
from planloom.model.read.rename import letters
from planloom.model.read.state import State
from planloom.model.read.text import plain
from planloom.model.read.workers import NOTHING, Definition, Parts
from planloom.syntax.chunks import Tree

T = TypeVar("T")
MAKE_WORKERS = ("defined", "named", "fields", "waves", "commands")
NAMING = frozenset({"depends_on", "blocks", "timing"})
TEMPLATE = frozenset({"matrix", "workers", "protocol"})


def plan(tree: Tree, state: State, previous: Plan | None) -> Plan:
    """The plan that the readings of `state` make; `previous` gives the parts that stayed as they were."""
    if not state.environment.names:
        return Plan(tree, is_plan=state.environment.stated, reading=state)
    old = previous if previous is not None and state.changed is not None else None
    if old is not None and not state.changed:
        return old._replace(tree=tree, reading=state)
    made = _heads(tree, state, old or previous or Plan(tree), fresh=old is None)
    if old is None or _touched(state, "raws"):
        state.owned = state.resolver.resolve(_claiming(state))
    found = _workers(state, previous, made.protocol)
    if old is not None and found is old.workers:
        order, merged = old.order, old.merge if not _touched(state, "merges") else _merge(state, found, old)
    else:
        base = previous or made
        order, merged = _same(order_of(found), base.order), _merge(state, found, base)
    made = made._replace(
        workers=found,
        claims=state.owned.claims,
        odd_cells=state.owned.odd,
        denied=state.owned.denied,
        order=order,
        merge=merged,
        reading=state,
    )
    return made._replace(is_plan=state.environment.stated or is_plan(made), is_checkpoint=is_checkpoint(made))


def _claiming(state: State) -> dict[int, Raw]:
    """The chunks that give ownership; those whose tasks do only where nothing else does."""
    keyed = [(chunk.key, raw) for chunk, raw in zip(state.chunks, state.raws, strict=True) if raw is not NO_CLAIMS]
    stated = {key: raw for key, raw in keyed if raw.claims or raw.denials or raw.odd}
    return stated if any(raw.claims for raw in stated.values()) else dict(keyed)


def _touched(state: State, *names: str) -> bool:
    """Whether one of these parts of readings changed since the state before."""
    return state.changed is None or not state.changed.isdisjoint(names)


def _heads(tree: Tree, state: State, old: Plan, *, fresh: bool) -> Plan:
    """A plan with the parts that depend on readings alone."""
    made = old._replace(tree=tree)
    readings = state.readings
    if fresh or _touched(state, "title"):
        made = made._replace(title=_same(next((r.title for r in readings if r.title), None), old.title))
    if fresh or _touched(state, "fields"):
        made = made._replace(goal=_same(_goal(readings), old.goal))
    if fresh or _touched(state, "parts", "sections"):
        parts = {part for r in readings for part in r.parts}
        sections = tuple(s for r in readings for s in r.sections)
        made = made._replace(canonical=len(parts & TEMPLATE) >= 2, sections=_same(sections, old.sections))
    if fresh or _touched(state, "mentions"):
        made = made._replace(mentions=_mentions(state, old))
    if fresh or _touched(state, "commands", "phases", "spawns", "refreshes"):
        made = made._replace(protocol=_same(_protocol(readings), old.protocol))
    if fresh or _touched(state, "statuses", "sample", "fields"):
        made = made._replace(checkpoint=_same(_checkpoint(readings), old.checkpoint))
    if fresh or _touched(state, "checkpoint_path"):
        path = next((r.checkpoint_path for r in readings if r.checkpoint_path), None)
        made = made._replace(checkpoint_path=_same(path, old.checkpoint_path))
    if fresh or _touched(state, "existing"):
        made = made._replace(existing=_same(tuple(value for r in readings for value in r.existing), old.existing))
    if fresh or _touched(state, "additions"):
        made = made._replace(additions=_same(tuple(value for r in readings for value in r.additions), old.additions))
    return made


def is_plan(made: Plan) -> bool:
    """Whether a document is a plan.

    Two workers, and ownership, branches, worktrees, dependencies, waves or a merge order; or one worker with a matrix
    or the template's own Worktree and Branch fields: a plan being begun.
    """
    found = made.workers.values()
    if len(found) < 2:
        matrix = any(claim.source is Source.MATRIX for claims in made.claims.values() for claim in claims)
        return any(matrix or (w.field("worktree") and w.field("branch") and w.field("task")) for w in found)
    waves = {w.wave_index for w in found if w.wave_index is not None}
    return bool(made.claims or made.merge.ranks or len(waves) >= 2) or any(
        w.branch or w.worktree or any(d.worker for d in w.depends_on) for w in found
    )


def is_checkpoint(made: Plan) -> bool:
    """Whether a document is a checkpoint: it gives the status of workers, and not only as a form to fill in."""
    found = made.checkpoint
    return found is not None and not found.sample and any(status.worker for status in found.statuses)


def _mentions(state: State, old: Plan) -> Mapping[int, tuple[Mention, ...]]:
    pairs = zip(state.chunks, state.readings, strict=True)
    found = {c.key: _same(r.mentions, old.mentions.get(c.key)) for c, r in pairs if r.mentions}
    return old.mentions if found == old.mentions else found


def _same(new: T, old: T | None) -> T:
    """The old object where it says the same."""
    return old if old is not None and old == new else new


def _goal(readings: Iterable[Reading]) -> Value | None:
    raws = (raw for r in readings for raw in r.fields if raw.label == "goal" and raw.worker is None and raw.items)
    return next((workers.field_of(raw).value for raw in raws), None)


def _protocol(readings: Iterable[Reading]) -> Protocol:
    return Protocol(
        tuple(c for r in readings for c in r.commands),
        tuple(p for r in readings for p in r.phases),
        tuple(s for r in readings for s in r.spawns),
        any(r.refreshes for r in readings),
    )


def _checkpoint(readings: Iterable[Reading]) -> Checkpoint | None:
    real = tuple(s for r in readings if not r.sample for s in r.statuses)
    shown = tuple(s for r in readings if r.sample for s in r.statuses)
    if not real and not shown:
        return None
    heads = {
        raw.label: raw
        for r in readings
        for raw in reversed(r.fields)
        if raw.worker is None and raw.label in ("status", "current_phase", "plan_file", "next_actions") and raw.items
    }
    status, phase, path = (
        workers.field_of(heads[label]).value if label in heads else None
        for label in ("status", "current_phase", "plan_file")
    )
    left = heads["next_actions"].items if "next_actions" in heads else ()
    actions = tuple(Value(plain(item.text), item.at) for item in left)
    return Checkpoint(real or shown, status if real else None, phase, path, actions, sample=not real)


def _merge(state: State, found: Mapping[str, Worker], old: Plan) -> Merge:
    blocks = [block for r in state.readings for block in r.merges]
    if not blocks:
        return _same(Merge(), old.merge)
    branches = _branches(found)
    if (
        isinstance(old.reading, State)
        and old.reading.environment is state.environment
        and not _touched(state, "merges")
        and list(old.workers) == list(found)
        and _branches(old.workers) == branches
    ):
        return old.merge
    return _same(merge.choose(blocks, merge.resolver(branches, state.environment), len(found)), old.merge)


def _branches(found: Mapping[str, Worker]) -> dict[str, str]:
    return merge.branches_of((id_, worker.branch) for id_, worker in found.items())


def _workers(state: State, previous: Plan | None, protocol: Protocol) -> Mapping[str, Worker]:
    """The workers in document order, each the same object as before where nothing about it changed."""
    before = previous.workers if previous else {}
    old = previous.reading if previous else None
    if not isinstance(old, State):
        old = State()
    if state.changed is not None and not _touched(state, *MAKE_WORKERS) and old.owned.denied is state.owned.denied:
        return before
    parts, scale = _parts(state, protocol)
    same = old.environment is state.environment or state.renamed
    keep = same and old.scale == scale and tuple(before) == scale.workers
    found: dict[str, Worker] = {}
    for id_, part in parts.items():
        if keep and old.parts.get(id_) == part and not (state.renamed and _names_one(part, state.renamed)):
            found[id_] = before[id_]
        else:
            found[id_] = _same(workers.build(id_, part, state.environment, scale), before.get(id_))
    state.parts, state.scale = parts, scale
    if tuple(before) == tuple(found) and all(before[id_] is worker for id_, worker in found.items()):
        return before
    return found


def _append(fields: list[RawField], raw: RawField) -> None:
    """Add a field; the value of one may go on in the next chunk, where its label is the same one."""
    last = fields[-1] if fields else None
    if last and last.label_at == raw.label_at and last.label == raw.label and last.items and raw.items:
        fields[-1] = last._replace(items=(*last.items, *raw.items))
    else:
        fields.append(raw)


def _names_one(part: Parts, words: frozenset[str]) -> bool:
    """Whether a worker's fields hold the letters of one of these names."""
    held = letters("".join(item.text for raw in part.fields for item in raw.items if raw.label in NAMING))
    return any(word in held for word in words)


def _parts(state: State, protocol: Protocol) -> tuple[dict[str, Parts], Scale]:
    defined: dict[str, list[Definition]] = {}
    named: dict[str, list[Definition]] = {}
    fields: dict[str, list[RawField]] = {}
    hits: list[waves.WaveHit] = []
    for reading in state.readings:
        for definition in reading.defined:
            defined.setdefault(definition.worker, []).append(definition)
        for definition in reading.named:
            named.setdefault(definition.worker, []).append(definition)
        for raw in reading.fields:
            if raw.worker is not None:
                _append(fields.setdefault(raw.worker, []), raw)
                if raw.label == "wave" and raw.items:
                    hits.append(waves.WaveHit(raw.worker, workers.field_of(raw).value, "field"))
        hits += reading.waves
    if any(_is_stated(raw) for raws in fields.values() for raw in raws):
        fields = {id_: [raw for raw in raws if raw.written != ARROW_LABEL] for id_, raws in fields.items()}
    ids = [id_ for id_ in state.environment.workers if id_ in defined or id_ in named]
    numbers = {id_: i for i, id_ in enumerate(ids)}
    settled = waves.settle(hits, numbers)
    members: dict[str, tuple[str, ...]] = {}
    for id_ in ids:
        if id_ in settled:
            words = settled[id_][0].text
            for alias in {key(words), key(words.split()[-1])}:
                members[alias] = (*members.get(alias, ()), id_)
    places = _given(protocol, state, fields) if protocol.commands else {}
    parts = {}
    for id_ in ids:
        wave = settled.get(id_)
        definitions = defined.get(id_) or named[id_][:1]
        parts[id_] = Parts(
            tuple(definitions),
            tuple(fields.get(id_, ())),
            state.owned.denied.get(id_, ()),
            wave,
            places.get(id_, NOTHING),
        )
    return parts, Scale(tuple(ids), members)


def _is_stated(raw: RawField) -> bool:
    """Whether a field states a dependency: then arrows, which point either way in real plans, add nothing."""
    return raw.label == "depends_on" and raw.written != ARROW_LABEL and not is_none(raw.items[0].text)


def _given(
    protocol: Protocol, state: State, fields: Mapping[str, list[RawField]]
) -> dict[str, tuple[Value | None, Value | None]]:
    """The branch and worktree that `git worktree add` gives workers, whom its path or branch names or who have it."""
    owner = _owners(fields)
    resolve = merge.resolver(owner, state.environment)
    found: dict[str, tuple[Value | None, Value | None]] = {}
    for command in protocol.commands:
        if command.kind == "worktree-add" and command.worktree:
            folder = command.worktree.text.rstrip("/").rsplit("/", 1)[-1]
            named = owner.get(command.worktree.text) or command.section_worker
            named = named or resolve(folder) or state.environment.names.get(key(folder.rsplit("-", 1)[-1]))
            named = named or (resolve(command.branch.text.rsplit("/", 1)[-1]) if command.branch else None)
            if named:
                found.setdefault(named, (command.branch, command.worktree))
    for command in protocol.commands:
        if command.kind == "merge" and command.branch and "<" not in command.branch.text:
            named = resolve(command.branch.text)
            if named:
                found.setdefault(named, (command.branch, None))
    return found


def _owners(fields: Mapping[str, list[RawField]]) -> dict[str, str]:
    """Which worker has which worktree or branch, by its own fields."""
    return {
        name.text: id_
        for id_, raws in fields.items()
        for raw in raws
        if raw.label in ("worktree", "branch") and raw.items and (name := workers.single(raw.items[0]))
    }
