"""`planloom.status`: how the plan's run is, as `planloom status --json` tells it; in short, as a message."""

from __future__ import annotations

import asyncio
from typing import Any

from planloom.actions.status import status
from planloom.lsp.driving import Errand
from planloom.lsp.server import General
from planloom.lsp.telling import said
from planloom.run.situation import look_at
from planloom.text.visible import visible


async def execute(server: General, errand: Errand) -> dict[str, Any]:
    """The status document."""
    document = await asyncio.to_thread(lambda: status(look_at(errand.plan, errand.path)))
    said(server, "\n".join(_short(document)))
    return document


def _short(document: dict[str, Any]) -> list[str]:
    run = document["run"]
    head = f"run {run['id']} {run['state']}" if run else "never run"
    workers = [f"{worker['id']} {worker['state']}: {worker['evidence']}".rstrip(": ") for worker in document["workers"]]
    lines = [f"{document['plan']}: {head}", *workers, *document["blockers"], f"Next: {document['next']}"]
    return [visible(line) for line in lines]
