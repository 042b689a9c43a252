"""`planloom.resume`: an unfinished run goes on; workers that failed or waited for a person get another chance."""

from __future__ import annotations

from planloom.lsp.driving import Errand, drive
from planloom.lsp.server import General


async def execute(server: General, errand: Errand) -> str:
    """Go on, when the user agrees."""
    return await drive(server, errand, None, begins=False)
