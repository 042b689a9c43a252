"""`planloom.run`: all phases of a plan; where a run is unfinished, that goes on."""

from __future__ import annotations

from planloom.lsp.driving import Errand, drive
from planloom.lsp.server import General


async def execute(server: General, errand: Errand) -> str:
    """Run everything, when the user agrees."""
    return await drive(server, errand, None)
