"""Lenses: the commands that make sense now, over the plan, its workers and its phases.

Must not know which commands there are.
"""

from __future__ import annotations

from lsprotocol import types

from planloom.lsp.fixes import locate
from planloom.lsp.server import General


def register(server: General) -> None:
    """Serve code lenses."""
    server.on(types.TEXT_DOCUMENT_CODE_LENS, code_lenses, types.CodeLensOptions())


async def code_lenses(server: General, params: types.CodeLensParams) -> list[types.CodeLens]:
    """The lenses of a document; none before the user trusts the workspace."""
    document = server.document(params.text_document.uri)
    if document is None or not server.trusted:
        return []
    # What runs are recorded with is slow to import, and no keystroke needs it.
    from planloom.lsp.offering import command, offered

    lenses, told = [], server.refreshes
    for offer in await offered(server, document):
        at = locate(document, offer.at)
        place = types.Range(types.Position(*at.start), types.Position(*at.end))
        lenses.append(types.CodeLens(place, command(offer, document.uri)))
    if server.refreshes != told:
        # Neovim does not hear that lenses are old while it waits for them.
        server.stale.set()
    return lenses
