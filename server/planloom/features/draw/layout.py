"""Where the cards of a plan's picture stand: waves from left to right, the workers of a wave below each other.

Knows the graph and sizes in pixels; must not know any drawing language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from planloom.features.graph import Graph

CARD_WIDTH, CARD_HEIGHT = 212, 66
GAP_X, GAP_Y = 96, 22
MARGIN, TOP, BAND = 28, 78, 18
REACH = 64
"""How far a line between two cards of one column goes around them."""
_ROWS = 12


class Card(NamedTuple):
    """The top left corner of a worker's card."""

    x: int
    y: int

    @property
    def middle(self) -> int:
        """The height of the card's middle."""
        return self.y + CARD_HEIGHT // 2


class Panel(NamedTuple):
    """The room of one wave, behind its cards."""

    label: str
    x: int
    y: int
    width: int
    height: int


class Layout(NamedTuple):
    """All corners, and the size of the whole."""

    cards: Mapping[str, Card]
    panels: tuple[Panel, ...]
    width: int
    height: int


def layout(graph: Graph) -> Layout:
    """Where everything of a graph stands. A wave of many workers takes several columns."""
    cards: dict[str, Card] = {}
    panels: list[Panel] = []
    rows = max((_rows(len(wave.workers)) for wave in graph.waves), default=1)
    inner = rows * (CARD_HEIGHT + GAP_Y) - GAP_Y
    x = MARGIN + BAND
    for wave in graph.waves:
        ordered = sorted(wave.workers, key=lambda worker: _pull(graph, worker, cards))
        per_column = _rows(len(ordered))
        columns = -(-len(ordered) // per_column)
        for index, worker in enumerate(ordered):
            column, row = divmod(index, per_column)
            used = min(per_column, len(ordered) - column * per_column)
            start = TOP + BAND * 2 + (inner - used * (CARD_HEIGHT + GAP_Y) + GAP_Y) // 2
            cards[worker] = Card(x + column * (CARD_WIDTH + GAP_X), start + row * (CARD_HEIGHT + GAP_Y))
        width = columns * (CARD_WIDTH + GAP_X) - GAP_X
        panels.append(Panel(wave.label, x - BAND, TOP, width + 2 * BAND, inner + 3 * BAND))
        x += width + GAP_X
    beside = REACH - BAND if graph.conflicts else 0
    return Layout(cards, tuple(panels), max(x - GAP_X + BAND + MARGIN + beside, 480), TOP + inner + 3 * BAND + MARGIN)


def _rows(workers: int) -> int:
    """How many of a wave's workers stand below each other: few enough to be seen at once, columns of one height."""
    columns = max(1, -(-workers // _ROWS))
    return max(1, -(-workers // columns))


def _pull(graph: Graph, worker: str, cards: Mapping[str, Card]) -> float:
    """How far down a worker's dependencies stand: near them its lines stay short."""
    heights = [cards[first].y for first in graph.nodes[worker].after if first in cards]
    return sum(heights) / len(heights) if heights else 0.0
