"""The picture of a plan as SVG: stands alone, follows the reader's light or dark theme.

Knows the graph and its layout; must not know files.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from planloom.features.draw.layout import BAND, CARD_HEIGHT, CARD_WIDTH, MARGIN, REACH, Card, Layout, layout
from planloom.features.graph import Conflict, Graph, Node
from planloom.features.width import cells, width
from planloom.text.visible import visible

_LISTED = 24
_STYLE = """
  svg { --ground: #ffffff; --panel: #f6f8fa; --line: #d0d7de; --ink: #1f2328; --faint: #59636e; --card: #ffffff;
        --edge: #818b98; --main: #0969da; --severe: #d1242f; --mild: #bf8700; }
  @media (prefers-color-scheme: dark) {
    svg { --ground: #0d1117; --panel: #151b23; --line: #3d444d; --ink: #f0f6fc; --faint: #9198a1; --card: #212830;
          --edge: #656c76; --main: #4493f8; --severe: #f85149; --mild: #d29922; } }
  text { font: 13px ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--ink); }
  .title { font-size: 19px; font-weight: 600; }
  .faint { fill: var(--faint); font-size: 12px; }
  .wave { fill: var(--faint); font-size: 12px; font-weight: 600; }
  .id { font-weight: 600; }
  .ground { fill: var(--ground); }
  .panel { fill: var(--panel); stroke: var(--line); }
  .card { fill: var(--card); stroke: var(--line); }
  .card.main { stroke: var(--main); stroke-width: 2; }
  .edge { fill: none; stroke: var(--edge); stroke-width: 1.5; }
  .edge.main { stroke: var(--main); stroke-width: 2.5; }
  .tip { fill: var(--edge); }
  .tip.main { fill: var(--main); }
  .clash { fill: none; stroke-width: 2; stroke-dasharray: 6 4; }
  .clash.severe { stroke: var(--severe); }
  .clash.mild { stroke: var(--mild); }
  .badge.severe { fill: var(--severe); }
  .badge.mild { fill: var(--mild); }
  .number { fill: #ffffff; font-size: 11px; font-weight: 700; text-anchor: middle; }
"""


def draw(graph: Graph) -> Iterator[str]:
    """The lines of the picture."""
    places = layout(graph)
    conflicts = [c for c in graph.conflicts if c.one in places.cards and c.other in places.cards]
    listed = min(len(conflicts), _LISTED + 1)
    height = places.height + (30 + 22 * listed if conflicts else 0)
    size = f'width="{places.width}" height="{height}" viewBox="0 0 {places.width} {height}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{_safe(_title(graph))}">'
    yield f"<style>{_STYLE}</style>"
    yield f'<rect class="ground" width="{places.width}" height="{height}"/>'
    yield _text(MARGIN, 38, _fit(_title(graph), places.width - 2 * MARGIN, 10.5), "title")
    yield _text(MARGIN, 60, _counts(graph), "faint")
    for panel in places.panels:
        yield _box("panel", panel.x, panel.y, panel.width, panel.height)
        yield _text(panel.x + BAND, panel.y + 24, _fit(panel.label, panel.width - 2 * BAND), "wave")
    chain = set(pairwise(graph.critical_path))
    for first, then in sorted(graph.edges, key=chain.__contains__):
        look = " main" if (first, then) in chain else ""
        yield from _edge(places.cards[first], places.cards[then], look)
    for worker, card in places.cards.items():
        yield from _card(graph.nodes[worker], card)
    for number, conflict in enumerate(conflicts, 1):
        yield from _clash(conflict, number, places)
    yield from _list(conflicts, places)
    yield "</svg>"


def _title(graph: Graph) -> str:
    return graph.title or "Plan"


def _counts(graph: Graph) -> str:
    counts = ((len(graph.nodes), "worker"), (len(graph.waves), "wave"), (len(graph.conflicts), "conflict"))
    chain = f" · longest chain {' → '.join(graph.critical_path)}" if 0 < len(graph.critical_path) <= 8 else ""
    return " · ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts) + chain


def _edge(first: Card, then: Card, look: str) -> Iterator[str]:
    x, y, to_x, to_y = first.x + CARD_WIDTH, first.middle, then.x - 8, then.middle
    bend = max(36, abs(to_x - x) // 2)
    yield f'<path class="edge{look}" d="M{x} {y} C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"/>'
    yield f'<path class="tip{look}" d="M{to_x + 8} {to_y} l-9 -5 v10 z"/>'


def _card(node: Node, card: Card) -> Iterator[str]:
    yield _box(f"card{' main' if node.critical else ''}", card.x, card.y, CARD_WIDTH, CARD_HEIGHT)
    yield f"<g><title>{_safe(_hint(node))}</title>"
    room = CARD_WIDTH - 24
    yield _text(card.x + 12, card.y + 22, _fit(node.id, room), "id")
    yield _text(card.x + 12, card.y + 40, _fit(node.name, room))
    parts = [(len(node.owns), "owned"), (len(node.edits), "edited"), (len(node.reads), "read")]
    about = ", ".join(f"{number} {word}" for number, word in parts if number) or "no files"
    yield _text(card.x + 12, card.y + 57, about, "faint")
    yield "</g>"


def _hint(node: Node) -> str:
    listed = [("owns", node.owns), ("edits", node.edits), ("reads", node.reads)]
    lines = [f"{word} {', '.join(paths[:20])}{' …' if len(paths) > 20 else ''}" for word, paths in listed if paths]
    return "\n".join([f"{node.id} {node.name}".strip(), *([node.branch] if node.branch else []), *lines])


def _clash(conflict: Conflict, number: int, places: Layout) -> Iterator[str]:
    """A dashed line between two cards: around the outside in one column, straight between columns."""
    look = "severe" if conflict.severe else "mild"
    upper, lower = sorted((places.cards[conflict.one], places.cards[conflict.other]), key=lambda card: (card.x, card.y))
    x, y, to_y = upper.x + CARD_WIDTH, upper.middle, lower.middle
    if upper.x == lower.x:
        y, to_y = y + 12, to_y - 12
        rows = (to_y - y) // CARD_HEIGHT
        reach = min(24 + 9 * rows, REACH)
        line = f"M{x} {y} C{x + reach} {y} {x + reach} {to_y} {x} {to_y}"
        badge_x, badge_y = x + reach * 3 // 4, (y + to_y) // 2
    else:
        y, to_y = y + 14, to_y + 14
        line = f"M{x} {y} C{x + 40} {y} {lower.x - 40} {to_y} {lower.x} {to_y}"
        badge_x, badge_y = (x + lower.x) // 2, (y + to_y) // 2
    yield f'<path class="clash {look}" d="{line}"/>'
    if number <= _LISTED:
        yield _badge(badge_x, badge_y, number, look)


def _badge(x: int, y: int, number: int, look: str) -> str:
    return f'<circle class="badge {look}" cx="{x}" cy="{y}" r="9"/>' + _text(x, y + 4, str(number), "number")


def _list(conflicts: list[Conflict], places: Layout) -> Iterator[str]:
    y = places.height + 10
    room = places.width - 2 * MARGIN - 26
    for number, conflict in enumerate(conflicts[:_LISTED], 1):
        look = "severe" if conflict.severe else "mild"
        what = "both own" if conflict.severe else "both write"
        yield _badge(MARGIN + 9, y - 4, number, look)
        says = f"{conflict.one} × {conflict.other} {what} {', '.join(conflict.paths)}"
        yield _text(MARGIN + 26, y, _fit(says, room))
        y += 22
    if len(conflicts) > _LISTED:
        yield _text(MARGIN + 26, y, f"and {len(conflicts) - _LISTED} more", "faint")


def _box(look: str, x: int, y: int, wide: int, high: int) -> str:
    return f'<rect class="{look}" x="{x}" y="{y}" width="{wide}" height="{high}" rx="8"/>'


def _text(x: int, y: int, text: str, look: str = "") -> str:
    named = f' class="{look}"' if look else ""
    return f'<text x="{x}" y="{y}"{named}>{_safe(text)}</text>'


def _fit(text: str, room: int, per_column: float = 7.2) -> str:
    """The text cut to what fits into `room` pixels."""
    most = int(room / per_column)
    if width(text) <= most:
        return text
    kept, used = "", 0
    for character, columns in cells(text):
        used += columns
        if used >= most:
            break
        kept += character
    return f"{kept}…"


def _safe(text: str) -> str:
    """Text for XML: what XML does not allow is left out, what nobody sees is written out."""
    kept = "".join(
        c if c == "\n" else visible(c)
        for c in text
        if (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") or c == "\n"
    )
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
