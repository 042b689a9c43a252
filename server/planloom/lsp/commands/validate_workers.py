"""`planloom.validateWorkers`: the validation of the workers whose agents are done."""

from __future__ import annotations

from planloom.lsp.driving import Errand, drive
from planloom.lsp.server import General
from planloom.model.progress import Phase


async def execute(server: General, errand: Errand) -> str:
    """Validate them, when the user agrees."""
    return await drive(server, errand, Phase.VALIDATE)
