"""The picture of a plan for a terminal, as lines of styled pieces. Must not know the terminal itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from planloom.features.graph import Conflict, Graph, Node
from planloom.features.width import width

_INDENT = 6


class Piece(NamedTuple):
    """Some text and what it is: "" (plain), title, wave, worker, critical, faint, severe or mild."""

    text: str
    style: str = ""


Line = Sequence[Piece]


def draw(graph: Graph, columns: int) -> Iterator[Line]:
    """The picture, at most about `columns` wide."""
    yield [Piece(graph.title or "Plan", "title")]
    yield [Piece(_counts(graph), "faint")]
    troubled = {worker: conflict.severe for conflict in reversed(graph.conflicts) for worker in conflict[:2]}
    id_room = max((width(id_) for id_ in graph.nodes), default=0)
    name_room = min(36, max((width(node.name) for node in graph.nodes.values()), default=0))
    for wave in graph.waves:
        yield []
        yield [Piece(wave.label, "wave")]
        for worker in wave.workers:
            node = graph.nodes[worker]
            mark = Piece("✗", "severe" if troubled[worker] else "mild") if worker in troubled else Piece("●", "faint")
            yield _head(node, mark, id_room, name_room)
            for word, paths in (("owns", node.owns), ("edits", node.edits), ("reads", node.reads)):
                yield from _listed(word, paths, columns)
    yield from _conflicts(graph.conflicts, columns)
    yield from _chain("Critical path", graph.critical_path, columns)
    yield from _chain("Merge order", graph.merge_order, columns)


def _counts(graph: Graph) -> str:
    paths = {path for node in graph.nodes.values() for path in (*node.owns, *node.edits)}
    counts = (
        (len(graph.nodes), "worker"),
        (len(graph.waves), "wave"),
        (len(paths), "path"),
        (len(graph.conflicts), "conflict"),
    )
    return " · ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts)


def _head(node: Node, mark: Piece, id_room: int, name_room: int) -> Line:
    name = f"{node.name}{' ' * (name_room - width(node.name))}"
    after = f"  after {', '.join(node.after)}" if node.after else ""
    worker = Piece(f" {node.id}{' ' * (id_room - width(node.id))}", "critical" if node.critical else "worker")
    branch = Piece(f"  {node.branch}" if node.branch else "", "faint")
    return [Piece("  "), mark, worker, Piece(f"  {name}"), Piece(after), branch]


def _listed(word: str, paths: Sequence[str], columns: int) -> Iterator[Line]:
    lines = wrap(", ".join(paths), max(20, columns - _INDENT - 7), break_long_words=False, break_on_hyphens=False)
    for index, line in enumerate(lines):
        yield [Piece(f"{'':{_INDENT}}{'' if index else word:<5}  ", "faint"), Piece(line)]


def _conflicts(conflicts: Sequence[Conflict], columns: int) -> Iterator[Line]:
    if conflicts:
        yield []
        yield [Piece("Conflicts", "wave")]
    for conflict in conflicts:
        style = "severe" if conflict.severe else "mild"
        what = "both own" if conflict.severe else "both write"
        head = f"{conflict.one} × {conflict.other}"
        yield [Piece("  "), Piece("✗ ", style), Piece(head, style), Piece(f"  {what}", "faint")]
        yield from ([Piece(" " * 4), *line[1:]] for line in _listed("", conflict.paths, columns))


def _chain(title: str, workers: Sequence[str], columns: int) -> Iterator[Line]:
    if workers:
        yield []
        yield [Piece(title, "wave")]
        for line in wrap(" → ".join(workers), max(20, columns - 2)):
            yield [Piece(f"  {line}")]
