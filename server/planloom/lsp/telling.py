"""What commands say to the user: messages, questions, texts to read.

Knows what clients can show; must not know runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types

from planloom.lsp.documents import Snapshot
from planloom.lsp.server import General
from planloom.run.errors import RunError
from planloom.run.files import decode
from planloom.text.visible import visible

SAVE = "planloom/save"
CANCEL = "Cancel"
_SAVE = "Save"


class RefusedError(RunError):
    """Why a command does nothing; the message is one line: what, and what to do."""


def said(server: General, text: str, *, bad: bool = False) -> str:
    """Show a message; returns it."""
    kind = types.MessageType.Warning if bad else types.MessageType.Info
    server.window_show_message(types.ShowMessageParams(kind, f"Planloom: {text}"))
    return text


async def chosen(server: General, question: str, titles: Sequence[str]) -> str | None:
    """The title that the user chose; None for none."""
    actions = [types.MessageActionItem(title) for title in titles]
    params = types.ShowMessageRequestParams(types.MessageType.Warning, f"Planloom: {question}", actions)
    answer = await server.window_show_message_request_async(params)
    return answer.title if answer else None


async def settled(server: General, document: Snapshot, path: Path) -> None:
    """Have an open document saved, by the client where it can be told to. Raises RefusedError for one that is not."""
    if await asyncio.to_thread(saved, document, path):
        return
    if server.saves:
        question = f"Save {path.name} first?\nIt has edits that are not saved, and only saved text is run."
        if await chosen(server, question, [_SAVE, CANCEL]) != _SAVE:
            raise RefusedError(f"{path.name} has edits that are not saved, and nothing was run")
        await server.protocol.send_request_async(SAVE, {"uri": document.uri})
        if await asyncio.to_thread(saved, document, path):
            return
    raise RefusedError(f"{path.name} has edits that are not saved; save it, then again")


def saved(document: Snapshot, path: Path) -> bool:
    """Whether a document says what its file says. Raises OSError."""
    return str(document.text) == decode(path.read_bytes()).text


def lines_of(error: Exception) -> str:
    """An error as text for the user, nothing in it that acts on a screen."""
    lines = getattr(error, "lines", None) or str(error).splitlines()
    return "\n".join(visible(line) for line in lines)
