"""What goes on around the open plans: looked for while a trusting client has them open, and told when it changes.

Knows the protocol; must not know what is looked at.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcException

from planloom.lsp import messages
from planloom.lsp.config import path_of
from planloom.lsp.log import failure
from planloom.lsp.server import General

if TYPE_CHECKING:
    from planloom.lsp.watchers import Source

STATUS = "planloom/status"


def register(server: General) -> None:
    """Serve the status, and look around from the start on."""
    server.on(STATUS, status)
    server.on_start(watch)


async def status(server: General, params: Any) -> dict[str, Any] | None:
    """The document of `planloom status --json` for a plan or checkpoint, open or not; None where there is none."""
    uri = getattr(getattr(params, "textDocument", params), "uri", None)
    path = path_of(uri) if isinstance(uri, str) else None
    if not server.trusted:
        raise JsonRpcException("the workspace is not trusted, so git is not read", messages.REQUEST_FAILED)
    if path is None or not isinstance(uri, str):
        raise JsonRpcException('name a plan: {"uri": "file:///..."}', messages.INVALID_PARAMS)
    from planloom.lsp.watching import status_of
    from planloom.run.preparing import NotReadyError

    document = server.document(uri)
    try:
        return await asyncio.to_thread(status_of, document.plan if document else None, path)
    except NotReadyError as error:
        raise JsonRpcException(str(error), messages.REQUEST_FAILED) from None


async def watch(server: General, _: None) -> None:
    """Look around again and again, and tell what is new."""
    if not server.trusted:
        return
    from planloom.lsp.telling import said
    from planloom.lsp.watching import PAUSE, Watch

    folders = (lambda: server.folders) if server.wants_status else None
    watching = Watch(server.settings, _source(server), folders)
    while True:
        server.changed.clear()
        try:
            news = await asyncio.to_thread(watching.look)
            for one in news.statuses:
                server.protocol.notify(STATUS, one)
            for warning in news.warnings:
                said(server, warning, bad=True)
            if news.changed:
                server.stale.set()
        except Exception as error:
            failure("looking around", error)
        await asyncio.sleep(watching.rest)
        with suppress(TimeoutError):
            await asyncio.wait_for(server.changed.wait(), PAUSE)


def _source(server: General) -> Source:
    """Who tells of changes in worktrees: the best that can."""
    from planloom.lsp.watchers import Best
    from planloom.lsp.watchers.client import Told
    from planloom.lsp.watchers.native import Native
    from planloom.lsp.watchers.walk import Walk

    def wake() -> None:
        server.loop.call_soon_threadsafe(server.changed.set)

    return Best(iter((partial(Native, wake), partial(Told, server, wake), Walk)))
