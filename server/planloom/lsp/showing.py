"""Longer texts for the user to read: a file beside the plan where the client opens files, else a line in its place.

Knows what clients can show; must not know what the texts say.
"""

from __future__ import annotations

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types

from planloom.lsp.server import General
from planloom.lsp.telling import said
from planloom.run.files import stamp
from planloom.run.records.durable import write_whole
from planloom.run.records.state import PlanState, make_private

# What was shown may still be read; more than that nobody has open.
_KEPT = 20
_HASH = 8


class Page(NamedTuple):
    """A text to read. `name`: what the file that it may become is called after. `brief`: the line in its place."""

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
    """The file of a text, under a name of its own: what an editor has open, it does not read anew by itself."""
    folder, data = make_private(records.make() / "shown"), page.text.encode("utf-8", "replace")
    name = Path(page.name)
    file = folder / f"{name.stem}-{sha256(data).hexdigest()[:_HASH]}{name.suffix}"
    write_whole(file, data)
    # Another server may do the same just now.
    files = sorted((one for one in folder.iterdir() if not one.name.startswith(".")), key=stamp)
    for old in files[:-_KEPT]:
        old.unlink(missing_ok=True)
    return file
