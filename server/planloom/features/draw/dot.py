"""The picture of a plan for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from planloom.features.graph import Graph
from planloom.text.visible import visible


def draw(graph: Graph) -> Iterator[str]:
    """The lines of the graph."""
    yield "digraph plan {"
    yield f"  graph [rankdir=LR, compound=true, label={_quoted(graph.title)}, labelloc=t, fontname=Helvetica];"
    yield "  node [shape=box, style=rounded, fontname=Helvetica];"
    yield "  edge [color=gray40];"
    for index, wave in enumerate(graph.waves):
        yield f"  subgraph cluster_{index} {{"
        yield f"    label={_quoted(wave.label)}; color=gray80;"
        for worker in wave.workers:
            name = graph.nodes[worker].name
            label = f"{worker}\n{name}" if name else worker
            yield f"    {_quoted(worker)} [label={_quoted(label)}];"
        yield "  }"
    for first, then in graph.edges:
        thick = graph.nodes[first].critical and graph.nodes[then].critical
        yield f"  {_quoted(first)} -> {_quoted(then)}{' [penwidth=2.5]' if thick else ''};"
    for conflict in graph.conflicts:
        colour = "red3" if conflict.severe else "orange3"
        look = f"dir=none, style=dashed, constraint=false, color={colour}, fontcolor={colour}"
        ends = f"{_quoted(conflict.one)} -> {_quoted(conflict.other)}"
        yield f"  {ends} [{look}, label={_quoted(chr(10).join(conflict.paths[:3]))}];"
    yield "}"


def _quoted(text: str) -> str:
    escaped = visible(text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n"))
    return f'"{escaped}"'
