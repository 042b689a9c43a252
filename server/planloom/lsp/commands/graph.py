"""`planloom.graph`: who waits for whom, as a Mermaid graph. Reads the open document alone."""

from __future__ import annotations

from planloom.features.draw.mermaid import draw
from planloom.features.graph import graph
from planloom.lsp.driving import Errand
from planloom.lsp.server import General
from planloom.lsp.telling import said

NEEDS_TRUST = False


async def execute(server: General, errand: Errand) -> str:
    """The graph's text."""
    return said(server, "\n".join(draw(graph(errand.plan))))
