"""`planloom.spawnWorkers`: the agents of the workers whose worktrees are ready."""

from __future__ import annotations

from planloom.lsp.driving import Errand, drive
from planloom.lsp.server import General
from planloom.model.progress import Phase


async def execute(server: General, errand: Errand) -> str:
    """Start them, when the user agrees; they outlive the server."""
    return await drive(server, errand, Phase.SPAWN)
