"""Settings from the editor and from the project, and what changes when they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planloom.lsp.config import path_of
from tests.lsp.client import PLAN, URI, Client
from tests.lsp.test_session import PULL, patched

RULE = "self-dependency"
IGNORE = {"rules": {"ignore": [RULE]}}


def severities(params: dict[str, Any]) -> dict[str, int]:
    return {one["code"]: one["severity"] for one in params["diagnostics"]}


def test_settings_may_come_with_initialize_and_change_later() -> None:
    with Client() as client:
        client.initialize(initializationOptions={"planloom": IGNORE})
        client.open()
        assert RULE not in severities(client.diagnostics())
        new = {"planloom": {"rules": {"severity": {RULE: "hint"}}}}
        client.notify("workspace/didChangeConfiguration", {"settings": new})
        assert severities(client.diagnostics())[RULE] == 4


def test_a_client_that_can_be_asked_for_settings_is_asked() -> None:
    with Client() as client:
        client.initialize({"workspace": {"configuration": True}})
        client.open()
        assert RULE in severities(client.diagnostics())
        asked = client.wait(lambda message: message.get("method") == "workspace/configuration")
        assert asked["params"] == {"items": [{"section": "planloom"}]}
        client.send({"jsonrpc": "2.0", "id": asked["id"], "result": [IGNORE]})
        assert RULE not in severities(client.diagnostics())


def test_a_client_that_asks_for_diagnostics_is_told_to_ask_again() -> None:
    with Client() as client:
        client.initialize(PULL)
        client.open()
        asked = {"textDocument": {"uri": URI}}
        first = client.request("textDocument/diagnostic", asked)["result"]
        client.notify("workspace/didChangeConfiguration", {"settings": {"planloom": IGNORE}})
        client.wait(lambda message: message.get("method") == "workspace/diagnostic/refresh")
        again = {**asked, "previousResultId": first["resultId"]}
        second = client.request("textDocument/diagnostic", again)["result"]
        assert RULE not in severities({"diagnostics": second["items"]})


@pytest.mark.parametrize(
    "settings", [None, 3, [], {"planloom": None}, {"planloom": {"rules": 3}}, {"planloom": {"rules": {"ignore": "x"}}}]
)
def test_settings_that_make_no_sense_change_nothing(settings: object) -> None:
    with Client() as client:
        client.initialize(initializationOptions=settings)
        client.open()
        before = severities(client.diagnostics())
        assert RULE in before
        client.notify("workspace/didChangeConfiguration", {"settings": settings})
        assert client.request("no/such")["error"]["code"] == -32601
        client.type(2, 1, 0, " ")
        assert severities(client.diagnostics(version=2)) == before


def test_the_projects_settings_hold_and_are_read_again_when_they_change(tmp_path: Path) -> None:
    own = tmp_path / ".planloom.toml"
    own.write_text(f'[rules]\nignore = ["{RULE}"]\n')
    uri = (tmp_path / "PLAN.md").as_uri()
    with Client() as client:
        client.initialize()
        client.open(uri=uri)
        assert RULE not in severities(client.diagnostics(uri))
        own.write_text(f'[rules.severity]\n{RULE} = "warning"\n')
        changed = {"changes": [{"uri": own.as_uri(), "type": 2}]}
        client.notify("workspace/didChangeWatchedFiles", changed)
        assert severities(client.diagnostics(uri))[RULE] == 2
        editor = {"planloom": {"rules": {"severity": {RULE: "information"}}}}
        client.notify("workspace/didChangeConfiguration", {"settings": editor})
        assert severities(client.diagnostics(uri))[RULE] == 3


def test_what_the_editors_user_did_not_set_leaves_the_projects_settings(tmp_path: Path) -> None:
    (tmp_path / ".planloom.toml").write_text(f'[rules]\nignore = ["{RULE}"]\n')
    uri = (tmp_path / "PLAN.md").as_uri()
    unset = {"rules": {"select": None, "ignore": None, "severity": {}}, "run": {"agent": "", "jobs": None}}
    with Client() as client:
        client.initialize(initializationOptions={"planloom": unset})
        client.open(uri=uri)
        assert RULE not in severities(client.diagnostics(uri))


def test_a_settings_file_that_is_no_toml_leaves_the_defaults(tmp_path: Path) -> None:
    (tmp_path / ".planloom.toml").write_text("[rules\n")
    uri = (tmp_path / "PLAN.md").as_uri()
    with Client() as client:
        client.initialize()
        client.open(uri=uri)
        assert RULE in severities(client.diagnostics(uri))
    assert b"settings not read" in client.errors


def test_only_files_of_this_machine_have_a_path() -> None:
    assert path_of("file:///a%20b/plan.md") == Path("/a b/plan.md")
    for uri in (
        "file://host/plan.md",
        "file://[bad",
        "untitled:1",
        "vscode-remote://x/plan.md",
        "",
        "file:///a%00b",
        "file:a",
    ):
        assert path_of(uri) is None


def test_without_pygls_diagnostics_are_served_and_the_rest_is_refused() -> None:
    with Client(patched("import sys; sys.modules['pygls'] = None")) as client:
        client.initialize()
        client.open(PLAN)
        assert RULE in severities(client.diagnostics())
        for _ in range(2):
            assert client.request("textDocument/codeAction", {})["error"]["code"] == -32603
        assert client.request("shutdown")["result"] is None
