"""`planloom.adopt`: work that was done by hand, or elsewhere, on a worker's branch is taken into the run."""

from __future__ import annotations

from planloom.lsp.driving import Errand, adopt
from planloom.lsp.server import General


async def execute(server: General, errand: Errand) -> str:
    """Take it over, when the user agrees."""
    return await adopt(server, errand)
