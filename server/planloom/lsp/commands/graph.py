"""`planloom.graph`: who waits for whom, as a Mermaid graph. Reads the open document alone, and no git."""

from __future__ import annotations

import asyncio

from planloom.actions import brief
from planloom.features.draw.mermaid import draw
from planloom.features.graph import graph
from planloom.lsp.driving import Errand
from planloom.lsp.server import General
from planloom.lsp.showing import Page, shown
from planloom.lsp.telling import said
from planloom.run.situation import records_at

NEEDS_TRUST = False


async def execute(server: General, errand: Errand) -> str:
    """The graph's text."""
    text = "\n".join(draw(graph(errand.plan))) + "\n"
    waves = errand.plan.order.waves if errand.plan.order else ()
    told = brief.line(f"{errand.path.name}: {' | '.join(', '.join(wave) for wave in waves) or 'no workers'}")
    # A file is written where the user trusts the workspace, and nowhere else.
    records = await asyncio.to_thread(records_at, errand.plan, errand.path) if server.trusted else None
    if records:
        await shown(server, records, Page("graph.mmd", text, told))
    elif not server.shows_runs:
        said(server, told)
    return text
