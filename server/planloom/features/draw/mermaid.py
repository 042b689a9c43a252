"""The picture of a plan as a Mermaid flow chart, which GitHub and many editors draw."""

from __future__ import annotations

from collections.abc import Iterator

from planloom.features.graph import Graph
from planloom.text.visible import visible


def draw(graph: Graph) -> Iterator[str]:
    """The lines of the chart."""
    names = {worker: f"n{index}" for index, worker in enumerate(graph.nodes)}
    yield "flowchart LR"
    for index, wave in enumerate(graph.waves):
        yield f'  subgraph wave{index}["{_quoted(wave.label)}"]'
        for worker in wave.workers:
            node = graph.nodes[worker]
            label = f"<b>{_quoted(worker)}</b>" + (f"<br/>{_quoted(node.name)}" if node.name else "")
            yield f'    {names[worker]}["{label}"]'
        yield "  end"
    links = 0
    for first, then in graph.edges:
        thick = graph.nodes[first].critical and graph.nodes[then].critical
        yield f"  {names[first]} {'==>' if thick else '-->'} {names[then]}"
        links += 1
    for conflict in graph.conflicts:
        if conflict.one not in names or conflict.other not in names:
            continue
        more = f" +{len(conflict.paths) - 1}" if len(conflict.paths) > 1 else ""
        label = _quoted(conflict.paths[0] + more)
        yield f'  {names[conflict.one]} -. "✗ {label}" .- {names[conflict.other]}'
        yield f"  linkStyle {links} stroke:{'#d1242f' if conflict.severe else '#bf8700'},stroke-width:2px"
        links += 1


def _quoted(text: str) -> str:
    """Text for a quoted label: what Mermaid would read as markup becomes entities."""
    told = "\n".join(map(visible, text.split("\n")))
    kept = (c if c.isalnum() or c in " _-./*,:()" or not c.isascii() else f"#{ord(c)};" for c in told)
    return "".join(kept)
