"""Longer texts for the user to read: a file beside the plan where the client opens files, else a line in its place.

Knows what clients can show; must not know what the texts say.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types

from planloom.lsp.server import General
from planloom.lsp.telling import said
from planloom.run.records.durable import write_whole
from planloom.run.records.state import PlanState, make_private


class Page(NamedTuple):
    """A text to read. `name`: of the file that it may become. `brief`: the line in its place."""

    name: str
    text: str
    brief: str


def can_open(server: General) -> bool:
    """Whether the client opens files for the server."""
    window = server.client_capabilities.window
    return bool(window and window.show_document and window.show_document.support)


async def shown(server: General, records: PlanState, page: Page) -> None:
    """Have a text shown, unless the client shows runs by itself and so does with the answer as it likes."""
    if server.shows_runs:
        return
    if can_open(server):
        await opened(server, records, page)
    else:
        said(server, page.brief)


async def opened(server: General, records: PlanState, page: Page) -> None:
    """Have a file with the text, which lies among the plan's records, opened beside what the user looks at."""
    file = await asyncio.to_thread(_written, records, page)
    await server.window_show_document_async(types.ShowDocumentParams(file.as_uri(), take_focus=False))


def _written(records: PlanState, page: Page) -> Path:
    file = make_private(records.make() / "shown") / page.name
    write_whole(file, page.text.encode("utf-8", "replace"))
    return file
