"""Quick fixes at a place, a comment that silences what was found there, all safe fixes of a document at once, boxes to
tick, and the commands that make sense at a place.

Answers from the document's findings, so that a client need not send back what a diagnostic carried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from planloom.actions.offers import places
from planloom.lsp.applying import workspace_edit
from planloom.lsp.documents import Snapshot
from planloom.lsp.fixes import Located, locate, without_clashes
from planloom.lsp.handshake import FIX_ALL, RUN
from planloom.lsp.server import General
from planloom.lsp.ticking import ticks
from planloom.rules.finding import Finding, Fix
from planloom.rules.silence import silence
from planloom.syntax.chunks import Place


def register(server: General) -> None:
    """Serve code actions."""
    kinds = [types.CodeActionKind.QuickFix, FIX_ALL, RUN]
    server.on(types.TEXT_DOCUMENT_CODE_ACTION, code_actions, types.CodeActionOptions(code_action_kinds=kinds))


async def code_actions(server: General, params: types.CodeActionParams) -> list[types.CodeAction]:
    """The actions for a range, quick fixes first."""
    document = server.document(params.text_document.uri)
    if document is None:
        return []
    fixes = [*_quick_fixes(server, document, params), *_fix_all(server, document, params)]
    return [*fixes, *_boxes(server, document, params), *await _commands(server, document, params)]


async def _commands(server: General, document: Snapshot, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What can be done where lenses stand, if the user trusts the workspace."""
    wanted = server.trusted and _wanted(RUN, params.context.only)
    # Looked at before anything is read from disk: this is asked for at every step of the cursor.
    if not wanted or not any(_on_line(document, at, params.range) for at in places(document.plan)):
        return []
    from planloom.lsp.offering import command, offered

    offers = [offer for offer in await offered(server, document) if offer.command != "status"]
    here = [offer for offer in offers if _on_line(document, offer.at, params.range)]
    return [types.CodeAction(offer.title, RUN, command=command(offer, document.uri)) for offer in here]


def _quick_fixes(server: General, document: Snapshot, params: types.CodeActionParams) -> Iterator[types.CodeAction]:
    if not _wanted(types.CodeActionKind.QuickFix, params.context.only):
        return
    offered = set()
    for finding in document.findings:
        at = locate(document, finding.at)
        about = [one for one in params.context.diagnostics if one.code == finding.rule and _start(one) == at.start]
        # Editors name the diagnostics of the whole line, wherever on it the cursor is.
        if not about and not _meet(at, params.range):
            continue
        for fix in _ways(finding, document):
            # Both sides of a conflict may stand here, and are mended in the same way.
            if (fix.title, fix.edits) not in offered:
                offered.add((fix.title, fix.edits))
                preferred = finding.fixes == (fix,) or None
                edit = workspace_edit(server, document, fix.edits)
                yield types.CodeAction(fix.title, types.CodeActionKind.QuickFix, about or None, preferred, edit=edit)


def _boxes(server: General, document: Snapshot, params: types.CodeActionParams) -> Iterator[types.CodeAction]:
    """What ticks the Done-When boxes that the range touches."""
    if _wanted(types.CodeActionKind.QuickFix, params.context.only):
        for fix, around in ticks(document):
            if any(_on_line(document, at, params.range) for at in around):
                edit = workspace_edit(server, document, fix.edits)
                yield types.CodeAction(fix.title, types.CodeActionKind.QuickFix, edit=edit)


def _ways(finding: Finding, document: Snapshot) -> Iterator[Fix]:
    """What can be done about a finding; last, to allow it."""
    yield from finding.fixes
    comment = silence(finding, document.tree)
    if comment is not None:
        yield Fix(f"Allow {finding.rule} here", (comment,))


def _fix_all(server: General, document: Snapshot, params: types.CodeActionParams) -> Iterator[types.CodeAction]:
    if not _wanted(FIX_ALL, params.context.only):
        return
    fixes = without_clashes(document, (_safe(finding) for finding in document.findings))
    if fixes:
        edits = [edit for fix in fixes for edit in fix.edits]
        title = f"Apply all {len(fixes)} safe fixes" if len(fixes) > 1 else "Apply the safe fix"
        yield types.CodeAction(title=f"Planloom: {title}", kind=FIX_ALL, edit=workspace_edit(server, document, edits))


def _safe(finding: Finding) -> Fix | None:
    return next((fix for fix in finding.fixes if fix.safe), None)


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Whether a client that asked for `only` these kinds, and those below them, asked for this one."""
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in map(_word, only))


def _word(kind: str) -> str:
    return str(kind.value) if isinstance(kind, types.CodeActionKind) else kind


def _meet(at: Located, place: types.Range) -> bool:
    """Whether two ranges touch, be it in one point."""
    start, end = (place.start.line, place.start.character), (place.end.line, place.end.character)
    return at.start <= end and start <= at.end


def _on_line(document: Snapshot, at: Place, place: types.Range) -> bool:
    """Whether a range touches the line of a place."""
    return place.start.line <= locate(document, at).start[0] <= place.end.line


def _start(diagnostic: types.Diagnostic) -> tuple[int, int]:
    return diagnostic.range.start.line, diagnostic.range.start.character
