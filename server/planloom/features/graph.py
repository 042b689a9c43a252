"""The plan as a graph: workers in waves, who waits for whom, who would collide with whom.

Knows the plan; must not know how the graph is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from planloom.model.order import Order
from planloom.model.ownership import Ownership
from planloom.model.plan import Claim, Plan, Role, Worker


class Node(NamedTuple):
    """A worker: what it owns, changes and reads, as paths; `after`: the workers it waits for; on the longest chain?"""

    id: str
    name: str
    branch: str
    wave: int
    owns: tuple[str, ...]
    edits: tuple[str, ...]
    reads: tuple[str, ...]
    after: tuple[str, ...]
    critical: bool


class Conflict(NamedTuple):
    """Two workers that write the same paths, neither after the other; `severe`: both own one of them."""

    one: str
    other: str
    paths: tuple[str, ...]
    severe: bool


class Wave(NamedTuple):
    """Workers that may run together, and what the plan calls them."""

    label: str
    workers: tuple[str, ...]


class Graph(NamedTuple):
    """All of it. `edges` (who comes first, who waits) leave out what others imply."""

    title: str
    waves: tuple[Wave, ...]
    nodes: Mapping[str, Node]
    edges: tuple[tuple[str, str], ...]
    conflicts: tuple[Conflict, ...]
    critical_path: tuple[str, ...]
    merge_order: tuple[str, ...]


def graph(plan: Plan) -> Graph:
    """The graph of a plan; empty for a plan without workers."""
    order = plan.order or Order((), ())
    claims = [claim for some in plan.claims.values() for claim in some]
    paths = _paths(claims)
    wave_of = {worker: index for index, wave in enumerate(order.waves) for worker in wave}
    critical = order.critical_path if len(order.critical_path) > 1 else []
    nodes = {
        worker.id: Node(
            id=worker.id,
            name=worker.name,
            branch=worker.branch.text if worker.branch else "",
            wave=wave_of.get(worker.id, 0),
            owns=paths.get((worker.id, Role.PRIMARY), ()),
            edits=paths.get((worker.id, Role.MODIFY), ()),
            reads=paths.get((worker.id, Role.READ), ()),
            after=_after(worker, plan),
            critical=worker.id in critical,
        )
        for worker in plan.workers.values()
    }
    return Graph(
        plan.title.text if plan.title else "",
        tuple(Wave(_label(plan, wave, index), tuple(wave)) for index, wave in enumerate(order.waves)),
        nodes,
        tuple(_edges(nodes, order)),
        tuple(_conflicts(claims, order)),
        tuple(critical),
        tuple(dict.fromkeys(step.worker or step.text for step in plan.merge.steps)),
    )


def _after(worker: Worker, plan: Plan) -> tuple[str, ...]:
    on = (dependency.worker for dependency in worker.depends_on)
    return tuple(dict.fromkeys(id_ for id_ in on if id_ and id_ in plan.workers))


def _paths(claims: Iterable[Claim]) -> dict[tuple[str, Role], tuple[str, ...]]:
    """The paths of each worker in each role; a path that several forms name comes once, with the strongest role."""
    strongest: dict[tuple[str, str], Role] = {}
    for claim in claims:
        key = (claim.worker, _shown(claim))
        strongest[key] = min(strongest.get(key, claim.role), claim.role, key=list(Role).index)
    found: dict[tuple[str, Role], list[str]] = {}
    for (worker, path), role in strongest.items():
        found.setdefault((worker, role), []).append(path)
    return {key: tuple(paths) for key, paths in found.items()}


def _shown(claim: Claim) -> str:
    return f"{claim.path}:{claim.lines[0]}-{claim.lines[1]}" if claim.lines else claim.path


def _label(plan: Plan, wave: Iterable[str], index: int) -> str:
    """What the plan calls a wave; a bare number is one of ours."""
    named = [value.text for worker in wave if (value := plan.workers[worker].wave)]
    if not named or named[0].strip().isdigit():
        return f"Wave {named[0].strip() if named else index + 1}"
    return named[0]


def _edges(nodes: Mapping[str, Node], order: Order) -> Iterable[tuple[str, str]]:
    for node in nodes.values():
        for first in node.after:
            if first != node.id and not any(order.reaches(on, first) for on in node.after if on != first):
                yield first, node.id


def _conflicts(claims: Iterable[Claim], order: Order) -> Iterable[Conflict]:
    ownership = Ownership()
    ownership.update([], (claim for claim in claims if claim.role is not Role.READ))
    place = {worker: index for index, worker in enumerate(order.ids)}
    paths: dict[tuple[str, str], dict[str, None]] = {}
    severe: set[tuple[str, str]] = set()
    for overlap in ownership.overlaps.values():
        for one, other in overlap.pairs():
            pair = (one.worker, other.worker)
            if place.get(one.worker, -1) > place.get(other.worker, -1):
                pair = pair[::-1]
            if order.ordered(*pair) or _apart(one, other):
                continue
            paths.setdefault(pair, {})[max(one.path, other.path, key=_precision)] = None
            if one.role is other.role is Role.PRIMARY:
                severe.add(pair)
    return (Conflict(*pair, tuple(found), pair in severe) for pair, found in paths.items())


def _precision(path: str) -> tuple[bool, int]:
    """How exactly a path says where: a file before a glob, a long one before a short one."""
    return not set("*?[{") & set(path), len(path)


def _apart(one: Claim, other: Claim) -> bool:
    """Whether two claims cover different lines of the same file."""
    return bool(one.lines and other.lines) and (one.lines[1] < other.lines[0] or other.lines[1] < one.lines[0])  # type: ignore[index]
