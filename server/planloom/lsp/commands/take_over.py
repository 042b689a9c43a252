"""`planloom.takeOver`: a row of an open checkpoint says of its worker what the facts say. Edits the document alone."""

from __future__ import annotations

from lsprotocol import types

from planloom.lsp.applying import workspace_edit
from planloom.lsp.documents import Snapshot
from planloom.lsp.driving import Errand
from planloom.lsp.offering import drifts
from planloom.lsp.server import General
from planloom.lsp.telling import RefusedError
from planloom.rules.finding import Fix


async def execute(server: General, errand: Errand) -> str:
    """Edit the row; the answer is what was done."""
    document = errand.checkpoint or errand.document
    found = _fix(document, errand.worker) if document else None
    if document is None or found is None:
        raise RefusedError(f"{errand.worker or 'no worker'}: no open checkpoint says of it what is not so")
    if errand.dry_run:
        return found.title
    edit = workspace_edit(server, document, found.edits)
    answer = await server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, found.title))
    if not answer.applied:
        raise RefusedError(f"the editor did not take the edit; the quick fix `{found.title}` is the same")
    return found.title


def _fix(document: Snapshot, worker: str | None) -> Fix | None:
    return next((fix for row, fix in drifts(document) if row.worker_text.text == worker), None)
