"""`planloom/graph`: a plan as a graph, for clients that draw it. Needs no trust; with it, states are told as well.

Knows the protocol; must not know what is drawn.
"""

from __future__ import annotations

import asyncio
from typing import Any

from pygls.exceptions import JsonRpcException

from planloom.features.picture import picture
from planloom.lsp import messages
from planloom.lsp.config import path_of
from planloom.lsp.documents import Snapshot
from planloom.lsp.fixes import locate
from planloom.lsp.server import General
from planloom.syntax.chunks import Place


def register(server: General) -> None:
    """Serve the request."""
    server.on("planloom/graph", graph)


async def graph(server: General, params: Any) -> dict[str, Any] | None:
    """The graph of a plan, open or not; None for what is no plan."""
    document = await asked_for(server, params)
    return await asyncio.to_thread(_picture, document) if document.plan.is_plan else None


async def asked_for(server: General, params: Any) -> Snapshot:
    """The document that `{"uri": ...}` names. Raises JsonRpcException."""
    uri = getattr(params, "uri", None)
    path = path_of(uri) if isinstance(uri, str) else None
    document = server.document(uri) if isinstance(uri, str) else None
    if document is not None:
        return document
    if not isinstance(uri, str) or path is None:
        raise JsonRpcException('name a plan of this machine: {"uri": ...}', messages.INVALID_PARAMS)
    from planloom.lsp.reading import UnreadableError, snapshot_of

    try:
        return await asyncio.to_thread(snapshot_of, uri, path, server.encoding, trusted=server.trusted)
    except UnreadableError as error:
        raise JsonRpcException(str(error), messages.REQUEST_FAILED) from None


def _picture(document: Snapshot) -> dict[str, Any]:
    def where(place: Place) -> dict[str, Any]:
        found = locate(document, place)
        (line, column), (last, end) = found.start, found.end
        return {"start": {"line": line, "character": column}, "end": {"line": last, "character": end}}

    return picture(document.plan, where)
