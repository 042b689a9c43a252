"""Documents for requests about a plan that no editor has open: read from the disk as they are now.

Knows files and what is observed around them; must not know the protocol. Only for clients that trust their workspace is
git looked at.
"""

from __future__ import annotations

from pathlib import Path

from planloom.lsp.config import settings_of
from planloom.lsp.documents import Document, Snapshot
from planloom.run.files import read
from planloom.text.encodings import Encoding


class UnreadableError(Exception):
    """Why a file is no document; the message is one line."""


def snapshot_of(uri: str, path: Path, encoding: Encoding, *, trusted: bool) -> Snapshot:
    """The document in a file. Raises UnreadableError."""
    try:
        source = read(path)
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror}") from None
    if source.bad is not None:
        raise UnreadableError(f"{path} is not UTF-8 (byte {source.bad}); save it as UTF-8")
    document = Document(uri, None, encoding)
    document.open(source.text, settings_of(uri, None))
    if trusted and document.plan.is_plan:
        from planloom.run.observe import observe

        document.know(observe(document.plan, path, target=document.analysis.settings.run.target))
    return document.snapshot()
