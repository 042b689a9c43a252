"""`planloom.status`: how the plan's run is, as `planloom status --json` tells it; in short, as a message."""

from __future__ import annotations

import asyncio
from typing import Any

from planloom.actions import brief
from planloom.actions.status import status
from planloom.lsp.driving import Errand
from planloom.lsp.server import General
from planloom.lsp.telling import said
from planloom.run.situation import look_at


async def execute(server: General, errand: Errand) -> dict[str, Any]:
    """The status document."""
    document = await asyncio.to_thread(lambda: status(look_at(errand.plan, errand.path)))
    if not server.shows_runs:
        told = _short(document, errand.worker).replace(str(errand.path), errand.path.name)
        said(server, brief.line(f"{errand.path.name}: {told}"))
    return document


def _short(document: dict[str, Any], name: str | None) -> str:
    """How the run is, or one worker of it."""
    worker = next((one for one in document["workers"] if one["id"] == name), None)
    if worker:
        return f"{name} {worker['state']}. Next: {worker['next']}. {worker['evidence']}"
    run, workers = document["run"], document["workers"]
    states = brief.states((one["id"], one["state"]) for one in workers)
    return f"{run['state']}: {states}. Next: {document['next']}" if run else f"never run. Next: {document['next']}"
