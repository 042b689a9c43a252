"""`planloom.resume`: an unfinished run goes on; workers that failed or waited for a person get another chance."""

from __future__ import annotations

import asyncio

from planloom.lsp.driving import Errand, drive
from planloom.lsp.server import General
from planloom.lsp.telling import RefusedError
from planloom.model.progress import RunState
from planloom.run.situation import last_run


async def execute(server: General, errand: Errand) -> str:
    """Go on, when the user agrees."""
    found = await asyncio.to_thread(last_run, errand.plan, errand.path)
    if found is None or found.progress.state is RunState.COMPLETED:
        raise RefusedError(f"{errand.path.name} has no unfinished run; Run begins one")
    return await drive(server, errand, None)
