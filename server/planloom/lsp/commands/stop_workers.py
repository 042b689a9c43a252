"""`planloom.stopWorkers`: ends workers and all that they started; their work stays."""

from __future__ import annotations

from planloom.lsp.driving import Errand, stop
from planloom.lsp.server import General


async def execute(server: General, errand: Errand) -> str:
    """End them, when the user agrees."""
    return await stop(server, errand)
