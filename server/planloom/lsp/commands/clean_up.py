"""`planloom.cleanUp`: worktrees and branches removed whose work the target holds."""

from __future__ import annotations

from planloom.lsp.driving import Errand, drive
from planloom.lsp.server import General
from planloom.model.progress import Phase


async def execute(server: General, errand: Errand) -> str:
    """Remove them, when the user agrees."""
    return await drive(server, errand, Phase.CLEANUP)
