"""`planloom/offers`: the commands that make sense for a plan now, for clients that show them beside its workers.

Knows the protocol; must not know what is offered when. Only for clients that trust their workspace.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from planloom.lsp import messages
from planloom.lsp.commands import PREFIX
from planloom.lsp.config import path_of
from planloom.lsp.documents import Snapshot
from planloom.lsp.server import General

if TYPE_CHECKING:
    from planloom.actions.offers import Offer


def register(server: General) -> None:
    """Serve the request."""
    server.on("planloom/offers", offers)


async def offers(server: General, params: Any) -> dict[str, Any]:
    """`{offers}` for `{uri}`, the same that lenses show: command, title, and the worker that it is about."""
    uri = getattr(params, "uri", None)
    if not server.trusted:
        raise JsonRpcException("the workspace is not trusted, so nothing can be run", messages.REQUEST_FAILED)
    if not isinstance(uri, str):
        raise JsonRpcInvalidParams('expected: {"uri": ...}')
    from planloom.lsp.offering import offered

    opened = server.document(uri)
    document = opened if opened else await asyncio.to_thread(_on_disk, server, uri)
    return {"offers": [_told(offer) for offer in await offered(server, document)]}


def _on_disk(server: General, uri: str) -> Snapshot:
    from planloom.lsp.reading import UnreadableError, snapshot_of

    path = path_of(uri)
    if path is None:
        raise JsonRpcInvalidParams(f"{uri} is no file of this machine")
    try:
        # What is offered depends on records of runs alone.
        return snapshot_of(uri, path, server.encoding, trusted=False)
    except UnreadableError as error:
        raise JsonRpcException(str(error), messages.REQUEST_FAILED) from None


def _told(offer: Offer) -> dict[str, Any]:
    told = {"command": PREFIX + offer.command, "title": offer.title}
    return told | ({"worker": offer.worker} if offer.worker else {})
