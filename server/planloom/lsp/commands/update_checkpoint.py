"""`planloom.updateCheckpoint`: the checkpoint file says again how far the run is. Nothing is executed."""

from __future__ import annotations

import asyncio
from pathlib import Path

from planloom.actions.checkpoint import text
from planloom.lsp.driving import Errand
from planloom.lsp.server import General
from planloom.lsp.telling import RefusedError, said, saved
from planloom.run import checkpoint, launch
from planloom.run.situation import Found, last_run


async def execute(server: General, errand: Errand) -> str:
    """Write it; the answer is what it says."""
    found = await asyncio.to_thread(last_run, errand.plan, errand.path)
    if found is None:
        raise RefusedError("the plan was never run, so there is nothing to write in its checkpoint; Run begins")
    path = Path(found.blueprint.root, found.blueprint.checkpoint)
    if errand.dry_run:
        return text(found.blueprint, found.progress)
    open_ = server.document(path.as_uri())
    if open_ and path.exists() and not await asyncio.to_thread(saved, open_, path):
        raise RefusedError(f"{found.blueprint.checkpoint} has edits that are not saved; save or undo them, then again")
    await asyncio.to_thread(_write, found)
    said(server, f"{found.blueprint.checkpoint} says how far run {found.run.id} is")
    return text(found.blueprint, found.progress)


def _write(found: Found) -> None:
    with launch.driving(found.run.owner, found.blueprint.plan):
        checkpoint.write(found.blueprint, found.progress)
