"""`planloom/plans`: every plan of the workspace with its workers, for clients that list them.

Knows the protocol; must not know how plans are found. Needs no trust; how their runs are is told only with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from planloom.lsp.documents import Snapshot
from planloom.lsp.fixes import locate
from planloom.lsp.server import General
from planloom.text.encodings import Encoding

if TYPE_CHECKING:
    from planloom.lsp.shelf import Shelf


def register(server: General) -> None:
    """Serve the request."""
    server.on("planloom/plans", plans)


async def plans(server: General, _: Any) -> dict[str, Any]:
    """`{plans}`: the open ones, then those in files below the workspace's folders."""
    return {"plans": await asyncio.to_thread(_plans, server, server.documents)}


def _plans(server: General, documents: Mapping[str, Snapshot]) -> list[dict[str, Any]]:
    found = _shelf(server.encoding).plans(server.folders, documents)
    return [_told(plan, trusted=server.trusted) for plan in found]


@cache
def _shelf(encoding: Encoding) -> Shelf:
    # What it needs is slow to import, and no keystroke needs it.
    from planloom.lsp.shelf import Shelf

    return Shelf(encoding)


def _told(document: Snapshot, *, trusted: bool) -> dict[str, Any]:
    from planloom.lsp.shelf import progress

    plan, run = document.plan, progress(document) if trusted else None
    title = plan.title.text if plan.title else ""
    workers = [
        {"id": worker.id, "name": worker.name, "range": _range(document, worker.id)} for worker in plan.workers.values()
    ]
    told = {"uri": document.uri, "title": title, "workers": workers}
    return told | ({"run": {"state": run.state.value}} if run else {})


def _range(document: Snapshot, worker: str) -> dict[str, Any]:
    (line, start), (last, end) = locate(document, document.plan.workers[worker].at)
    return {"start": {"line": line, "character": start}, "end": {"line": last, "character": end}}
