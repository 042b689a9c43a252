"""Hints between the words of a plan: names and states of workers, waves, how much is done."""

from __future__ import annotations

from lsprotocol import types

from planloom.features.hints import Hint, hints
from planloom.lsp.documents import Snapshot
from planloom.lsp.fixes import locate
from planloom.lsp.server import General
from planloom.text.encodings import to_code_units
from planloom.text.visible import visible


def register(server: General) -> None:
    """Serve inlay hints."""
    server.on(types.TEXT_DOCUMENT_INLAY_HINT, inlay_hints)


def inlay_hints(server: General, params: types.InlayHintParams) -> list[types.InlayHint]:
    """The hints of the lines that are asked for."""
    document = server.document(params.text_document.uri)
    if document is None:
        return []
    found = (_hint(document, hint) for hint in hints(document.plan))
    return [one for one in found if params.range.start.line <= one.position.line <= params.range.end.line]


def _hint(document: Snapshot, hint: Hint) -> types.InlayHint:
    line, _ = locate(document, hint.at).end
    text = document.text.line(line)
    column = to_code_units(text, len(text), document.encoding)
    return types.InlayHint(types.Position(line, column), visible(hint.text), padding_left=True)
