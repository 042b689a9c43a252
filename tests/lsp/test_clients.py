"""The server as VS Code (utf-16, diagnostics pushed) and as Neovim (utf-8, diagnostics asked for) see it."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client

from tests.lsp.client import PLAN, SELF_LINE, URI

COMMAND = [sys.executable, "-c", "from planloom.lsp.main import serve; serve()"]
pytestmark = pytest.mark.asyncio
# Where "W2" stands in "**Depends On:** W1 😀, W2".
COLUMN = {"utf-8": 25, "utf-16": 23}


def make_client() -> LanguageClient:
    """A client that lets the server register for what it wants to hear of."""
    client = make_test_lsp_client()
    client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
    return client


CONFIG = ClientServerConfig(server_command=COMMAND, client_factory=make_client)


@pytest_lsp.fixture(config=CONFIG, params=["visual-studio-code", "neovim"])
async def client(request: pytest.FixtureRequest, lsp_client: LanguageClient) -> AsyncIterator[None]:
    params = types.InitializeParams(capabilities=client_capabilities(request.param))
    lsp_client.set_configuration({})
    result = await lsp_client.initialize_session(params)
    lsp_client.agreed = result.capabilities.position_encoding  # type: ignore[attr-defined]
    yield
    await lsp_client.shutdown_session()


def encoding(client: LanguageClient) -> str:
    return str(types.PositionEncodingKind(client.agreed).value)  # type: ignore[attr-defined]


async def open_plan(client: LanguageClient, text: str = PLAN) -> list[types.Diagnostic]:
    document = types.TextDocumentItem(URI, types.LanguageKind.Markdown, 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    return await diagnostics(client)


async def change(client: LanguageClient, version: int, place: types.Range, text: str) -> list[types.Diagnostic]:
    event = types.TextDocumentContentChangePartial(range=place, text=text)
    name = types.VersionedTextDocumentIdentifier(version, URI)
    client.text_document_did_change(types.DidChangeTextDocumentParams(name, [event]))
    return await diagnostics(client)


async def diagnostics(client: LanguageClient) -> list[types.Diagnostic]:
    """What this client shows, by the way it gets it."""
    if encoding(client) == "utf-8":
        asked = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(URI))
        report = await client.text_document_diagnostic_async(asked)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return list(report.items)
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[URI])


def one(found: list[types.Diagnostic], rule: str) -> types.Diagnostic:
    fitting = [diagnostic for diagnostic in found if diagnostic.code == rule]
    assert len(fitting) == 1
    return fitting[0]


async def test_a_diagnostic_has_all_its_parts(client: LanguageClient) -> None:
    found = one(await open_plan(client), "self-dependency")
    column = COLUMN[encoding(client)]
    assert found.range == types.Range(types.Position(SELF_LINE, column), types.Position(SELF_LINE, column + 2))
    assert found.severity == types.DiagnosticSeverity.Error
    assert found.source == "planloom"
    assert found.code_description.href == "https://planloom.dev/rules/self-dependency"
    assert found.data["fixes"][0]["safe"] is True


async def test_diagnostics_follow_the_typing(client: LanguageClient) -> None:
    await open_plan(client)
    column = COLUMN[encoding(client)]
    place = types.Range(types.Position(SELF_LINE, column - 2), types.Position(SELF_LINE, column + 2))
    assert "self-dependency" not in [found.code for found in await change(client, 2, place, "")]
    nowhere = types.Range(types.Position(SELF_LINE, 999), types.Position(SELF_LINE, 999))
    assert one(await change(client, 3, nowhere, " W2"), "self-dependency")


async def test_a_quick_fix_mends_what_it_belongs_to(client: LanguageClient) -> None:
    found = one(await open_plan(client), "self-dependency")
    context = types.CodeActionContext([found], only=[types.CodeActionKind.QuickFix])
    asked = types.CodeActionParams(types.TextDocumentIdentifier(URI), found.range, context)
    actions = await client.text_document_code_action_async(asked)
    mending = [action for action in actions or [] if [one.range for one in action.diagnostics or []] == [found.range]]
    assert len(mending) == 2
    edits = edits_of(mending[0])
    left = await change(client, 2, edits[0].range, edits[0].new_text)
    assert len(edits) == 1
    assert "self-dependency" not in [other.code for other in left]


async def test_a_finding_can_be_allowed_where_it_stands(client: LanguageClient) -> None:
    found = one(await open_plan(client), "self-dependency")
    context = types.CodeActionContext([found])
    asked = types.CodeActionParams(types.TextDocumentIdentifier(URI), found.range, context)
    actions = await client.text_document_code_action_async(asked)
    edit = edits_of(next(action for action in actions or [] if action.title == "Allow self-dependency here"))[0]
    left = await change(client, 2, edit.range, edit.new_text)
    assert not {"self-dependency", "unused-allow"} & {other.code for other in left}


async def test_fix_all_is_offered_for_the_whole_document(client: LanguageClient) -> None:
    await open_plan(client)
    nothing = types.Range(types.Position(0, 0), types.Position(0, 0))
    context = types.CodeActionContext([], only=["source.fixAll"])
    asked = types.CodeActionParams(types.TextDocumentIdentifier(URI), nothing, context)
    actions = await client.text_document_code_action_async(asked)
    assert [action.kind for action in actions or []] == ["source.fixAll.planloom"]
    assert edits_of(actions[0])


async def test_markdown_that_is_no_plan_is_left_alone(client: LanguageClient) -> None:
    assert await open_plan(client, "# Shopping\n\n| what | much |\n|---|---|\n| eggs | 6 |\n") == []


def edits_of(action: types.CodeAction) -> list[types.TextEdit]:
    """The edits of an action on the plan, whichever way the client takes them."""
    if action.edit.document_changes:
        assert action.edit.document_changes[0].text_document.version == 1
        return list(action.edit.document_changes[0].edits)
    return list(action.edit.changes[URI])
