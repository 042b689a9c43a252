"""`planloom/timeline`: when what happened in a plan's last run, for clients that draw it.

Knows the protocol; must not know what is drawn.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from pygls.exceptions import JsonRpcException

from planloom.lsp import messages
from planloom.lsp.config import path_of
from planloom.lsp.features.graph import asked_for
from planloom.lsp.server import General
from planloom.model.plan import Plan


def register(server: General) -> None:
    """Serve the request."""
    server.on("planloom/timeline", serve)


async def serve(server: General, params: Any) -> dict[str, Any] | None:
    """The times of the plan's last run; None where there was none."""
    if not server.trusted:
        raise JsonRpcException("the workspace is not trusted, so git is not read", messages.REQUEST_FAILED)
    document = await asked_for(server, params)
    path = path_of(document.uri)
    if path is None:
        raise JsonRpcException('name a plan of this machine: {"uri": ...}', messages.INVALID_PARAMS)
    return await asyncio.to_thread(_read, document.plan, path)


def _read(plan: Plan, path: Path) -> dict[str, Any] | None:
    from planloom.actions.timeline import Now, timeline
    from planloom.lsp.errands import TROUBLE
    from planloom.lsp.telling import lines_of
    from planloom.run.records import locks, machine
    from planloom.run.situation import last_run
    from planloom.run.standing import ended_of
    from planloom.run.tasks.local import Local

    try:
        found = last_run(plan, path)
        if found is None:
            return None
        is_driven = locks.holder(found.run.owner.lock) is not None
        return timeline(found.journal.records, Now(machine.now(), is_driven, ended_of(found, Local())))
    except TROUBLE as error:
        raise JsonRpcException(lines_of(error), messages.REQUEST_FAILED) from None
