"""`planloom.createWorktrees`: branches and worktrees for the workers that can begin."""

from __future__ import annotations

from planloom.lsp.driving import Errand, drive
from planloom.lsp.server import General
from planloom.model.progress import Phase


async def execute(server: General, errand: Errand) -> str:
    """Create them, when the user agrees."""
    return await drive(server, errand, Phase.SETUP)
