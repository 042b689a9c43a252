"""`planloom.mergeWorkers`: all validated workers merged in the plan's order, and the target moved."""

from __future__ import annotations

from planloom.lsp.driving import Errand, drive
from planloom.lsp.server import General
from planloom.model.progress import Phase


async def execute(server: General, errand: Errand) -> str:
    """Merge them, when the user agrees."""
    return await drive(server, errand, Phase.MERGE)
