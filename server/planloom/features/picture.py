"""The graph of a plan as plain data for whoever draws it: the document that `schemas/graph.json` describes.

Knows the plan and the facts it was told; must not know how places are counted or how anything is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from planloom.features.graph import Conflict, Graph, Node, graph
from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.model.progress import WorkerProgress
from planloom.syntax.chunks import Place

Where = Callable[[Place], Any]


def picture(plan: Plan, where: Where) -> dict[str, Any]:
    """The graph of a plan; `where` says where a place lies, as its reader counts."""
    drawn = graph(plan)
    return {
        "version": 1,
        "title": drawn.title,
        "waves": [{"label": wave.label, "workers": list(wave.workers)} for wave in drawn.waves],
        "workers": [_worker(plan, node, where) for node in drawn.nodes.values()],
        "edges": [*_depends(plan, drawn, where), *_conflicts(plan, drawn, where), *_forecasts(plan, drawn)],
        "critical": list(drawn.critical_path),
    }


def _worker(plan: Plan, node: Node, where: Where) -> dict[str, Any]:
    at = _progress(plan.facts, node.id)
    return {
        "id": node.id,
        "name": node.name,
        "wave": node.wave,
        "range": where(plan.workers[node.id].at),
        "branch": node.branch or None,
        "owns": list(node.owns),
        "edits": list(node.edits),
        "reads": list(node.reads),
        "state": _state(plan.facts, node.id),
        "attempt": at.tries,
        "reason": at.reason,
        "parked": at.parked,
    }


def _progress(facts: Facts | None, worker: str) -> WorkerProgress:
    run = facts.progress if facts else None
    return (run.workers.get(worker) if run else None) or WorkerProgress(worker)


def _state(facts: Facts | None, worker: str) -> str | None:
    known = facts.workers.get(worker) if facts else None
    return known.state.value if known and known.state else None


def _depends(plan: Plan, drawn: Graph, where: Where) -> Iterator[dict[str, Any]]:
    chain = set(pairwise(drawn.critical_path))
    for first, then in drawn.edges:
        said = next(one for one in plan.workers[then].depends_on if one.worker == first)
        edge = _edge(first, then, "depends", f"{then} waits for {first}")
        yield {**edge, "critical": (first, then) in chain, "range": where(said.at)}


def _conflicts(plan: Plan, drawn: Graph, where: Where) -> Iterator[dict[str, Any]]:
    for conflict in drawn.conflicts:
        what = "both own" if conflict.severe else "both change"
        edge = _edge(conflict.one, conflict.other, "conflict", f"{what} {_named(conflict.paths)}")
        yield {
            **edge,
            "severe": conflict.severe,
            "files": list(conflict.paths),
            "range": _claimed(plan, conflict, where),
        }


def _claimed(plan: Plan, conflict: Conflict, where: Where) -> Any:
    """Where the first of the two claims what they both write."""
    claims = (claim for some in plan.claims.values() for claim in some if claim.worker == conflict.one)
    claim = next((claim for claim in claims if claim.path == conflict.paths[0]), None)
    return where(claim.at if claim else plan.workers[conflict.one].at)


def _forecasts(plan: Plan, drawn: Graph) -> Iterator[dict[str, Any]]:
    """Workers whose branches git could not merge without a conflict; with the target: an edge to nobody."""
    found: dict[tuple[str, str | None], dict[str, None]] = {}
    for one in plan.facts.forecast if plan.facts else ():
        if one.first in drawn.nodes and (one.second is None or one.second in drawn.nodes):
            found.setdefault((one.first, one.second), {}).update(dict.fromkeys(one.files))
    for (first, second), files in found.items():
        other = second or (plan.facts.target if plan.facts else None) or "the target"
        edge = _edge(first, second, "forecast", f"merging with {other} would conflict in {_named(tuple(files))}")
        yield {**edge, "files": list(files)}


def _edge(first: str, then: str | None, kind: str, label: str) -> dict[str, Any]:
    return {
        "from": first,
        "to": then,
        "kind": kind,
        "label": label,
        "files": [],
        "range": None,
        "severe": False,
        "critical": False,
    }


def _named(paths: tuple[str, ...]) -> str:
    """The paths, as far as a label holds them."""
    more = f" and {len(paths) - 2} more" if len(paths) > 2 else ""
    return ", ".join(paths[:2]) + more
