"""Has the client ask again for what it shows of plans: so seldom that it keeps up, and always after the last change.

Knows what clients can be told to ask again for; must not know what changed.
"""

from __future__ import annotations

import asyncio
from typing import Any

from planloom.lsp.server import General

# A run's beginning changes something several times a second.
_PAUSE = 0.5


def register(server: General) -> None:
    """Tell the client from the start on."""
    server.on_start(_tell)


async def _tell(server: General, _: Any) -> None:
    while True:
        await server.stale.wait()
        server.stale.clear()
        server.refreshes += 1
        _refresh(server)
        await asyncio.sleep(_PAUSE)


def _refresh(server: General) -> None:
    workspace = server.client_capabilities.workspace
    if workspace is None:
        return
    if workspace.diagnostics and workspace.diagnostics.refresh_support:
        server.workspace_diagnostic_refresh(None)
    if workspace.inlay_hint and workspace.inlay_hint.refresh_support:
        server.workspace_inlay_hint_refresh(None)
    if workspace.code_lens and workspace.code_lens.refresh_support:
        server.workspace_code_lens_refresh(None)
