"""Edits of an open document, as its client takes them.

Knows the protocol; must not know why anything is edited.
"""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from planloom.lsp.documents import Snapshot
from planloom.lsp.fixes import locate
from planloom.lsp.server import General
from planloom.rules.finding import Edit


def workspace_edit(server: General, document: Snapshot, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    """The edits as this client takes them; with the document's version if it can."""
    ending = document.text.ending
    changes = []
    for edit in edits:
        at = locate(document, edit.at, edit.until)
        place = types.Range(types.Position(*at.start), types.Position(*at.end))
        changes.append(types.TextEdit(place, edit.new.replace("\n", ending)))
    workspace = server.client_capabilities.workspace
    if workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes:
        name = types.OptionalVersionedTextDocumentIdentifier(uri=document.uri, version=document.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(name, changes)])
    return types.WorkspaceEdit(changes={document.uri: changes})
