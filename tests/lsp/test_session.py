"""The life of a session, over the wire: every request has one answer, whatever comes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest

from tests.lsp.client import PLAN, SELF_LINE, URI, Client, frame, packed, typed

BEFORE_SERVING = "from planloom.lsp.main import serve; serve()"

PULL = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}


def patched(patch: str) -> list[str]:
    """The command of a server with a fault built in."""
    return [sys.executable, "-c", f"{patch}\n{BEFORE_SERVING}"]


@pytest.fixture
def client() -> Iterator[Client]:
    with Client() as client:
        client.initialize()
        yield client


def test_a_session_from_beginning_to_end() -> None:
    with Client() as client:
        result = client.initialize()
        assert result["serverInfo"]["name"] == "planloom"
        assert result["capabilities"]["textDocumentSync"] == {"openClose": True, "change": 2}
        client.open()
        assert client.diagnostics()["version"] == 1
        assert client.request("shutdown") == {"jsonrpc": "2.0", "id": 2, "result": None}
        client.notify("exit")
        assert client.ended() == 0
        assert client.stray == b""


def test_exit_without_shutdown_is_an_error() -> None:
    with Client() as client:
        client.initialize()
        client.notify("exit")
        assert client.ended() == 1


@pytest.mark.parametrize(
    "thread", ["pass", "import threading, time; threading.Thread(target=time.sleep, args=(900,)).start()"]
)
def test_the_end_of_input_ends_the_process_whatever_runs(thread: str) -> None:
    with Client(patched(thread)) as client:
        client.initialize()
        client.process.stdin.close()
        assert client.ended() == 1


def test_requests_before_initialize_are_refused() -> None:
    with Client() as client:
        assert client.request("textDocument/codeAction")["error"]["code"] == -32002
        assert client.request("shutdown")["error"]["code"] == -32002
        client.open()
        client.initialize()
        assert client.request("initialize", {"capabilities": {}})["error"]["code"] == -32600


def test_initialize_without_params_is_refused_and_may_be_repeated() -> None:
    with Client() as client:
        assert client.request("initialize", None)["error"]["code"] == -32602
        assert "capabilities" in client.initialize()


def test_requests_after_shutdown_are_refused(client: Client) -> None:
    client.request("shutdown")
    assert client.request("textDocument/codeAction", {})["error"]["code"] == -32600
    client.notify("textDocument/didOpen", {})
    client.notify("exit")
    assert client.ended() == 0


def test_unknown_methods_are_answered(client: Client) -> None:
    for method in ("no/such", "textDocument/hover", "$/odd", ""):
        assert client.request(method, {"a": [1]})["error"]["code"] == -32601
    client.notify("no/such", {"a": 1})
    client.notify("$/odd")
    assert client.request("no/such")["error"]["code"] == -32601


@pytest.mark.parametrize("params", [None, [], 3, "x", {}, {"textDocument": None}, {"textDocument": {"uri": 3}}])
def test_invalid_params_are_answered(client: Client, params: object) -> None:
    for method in ("textDocument/diagnostic", "textDocument/codeAction"):
        assert client.request(method, params)["error"]["code"] == -32602


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", -32700),
        (b"{", -32700),
        (b"\xff\xff", -32700),
        (b"[" * 100_000 + b"]" * 100_000, -32700),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, -32700),
        (b"1" * 10_000, -32700),
        (b"null", -32600),
        (b"3", -32600),
        (b"[]", -32600),
        (b'[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]', -32600),
        (b"{}", -32600),
        (b'{"jsonrpc":"2.0","id":{},"method":"shutdown"}', -32600),
        (b'{"jsonrpc":"2.0","id":null,"method":"shutdown"}', -32600),
        (b'{"jsonrpc":"2.0","id":7,"method":7}', -32600),
    ],
)
def test_what_is_no_message_is_answered_and_the_next_request_too(client: Client, body: bytes, code: int) -> None:
    client.raw(frame(body))
    assert client.answer(None)["error"]["code"] == code
    assert client.request("no/such")["error"]["code"] == -32601


def test_headers_that_make_no_sense_are_answered_and_the_next_request_too(client: Client) -> None:
    for header in (b"Content-Length: -1", b"Content-Length: 99999999999999", b"Content-Length: x", b"nonsense"):
        client.raw(header + b"\r\n\r\n{}")
        assert client.answer(None)["error"]["code"] == -32700
        assert client.request("no/such")["error"]["code"] == -32601


def test_answers_that_nobody_waits_for_are_ignored(client: Client) -> None:
    client.send(
        {"jsonrpc": "2.0", "id": "x", "result": 1}, {"jsonrpc": "2.0", "id": 5, "error": {"code": 1, "message": ""}}
    )
    assert client.request("no/such")["error"]["code"] == -32601


def test_one_id_used_twice_is_answered_twice(client: Client) -> None:
    client.send(*[{"jsonrpc": "2.0", "id": "same", "method": "no/such"}] * 2)
    for _ in range(2):
        assert client.answer("same")["error"]["code"] == -32601


def test_a_thousand_requests_have_a_thousand_answers(client: Client) -> None:
    client.open()
    params = {"textDocument": {"uri": URI}, "range": None, "context": {}}
    methods = ("no/such", "textDocument/codeAction", "textDocument/diagnostic")
    client.send(*({"jsonrpc": "2.0", "id": f"r{i}", "method": methods[i % 3], "params": params} for i in range(1000)))
    client.request("no/such")
    answered = [message["id"] for message in client.seen if "method" not in message]
    while len(answered) < 1002:
        answered.append(client.wait(lambda message: "method" not in message)["id"])
    assert sorted(i for i in answered if isinstance(i, str)) == sorted(f"r{i}" for i in range(1000))


def test_a_request_cancelled_while_it_waits_is_answered_as_cancelled(client: Client) -> None:
    client.open(PLAN * 50)
    request = {
        "jsonrpc": "2.0",
        "id": "slow",
        "method": "textDocument/diagnostic",
        "params": {"textDocument": {"uri": URI}},
    }
    cancel = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "slow"}}
    client.send(typed(2, 0, 0, "x"), request, cancel)
    assert client.answer("slow")["error"]["code"] == -32800
    client.notify("$/cancelRequest", {"id": "unknown"})
    client.notify("$/cancelRequest", None)
    assert client.request("no/such")["error"]["code"] == -32601


def test_a_change_of_a_document_that_is_not_open_is_ignored(client: Client) -> None:
    client.type(2, 0, 0, "x")
    client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    client.open()
    assert client.diagnostics()["version"] == 1


def test_versions_that_go_back_are_refused(client: Client) -> None:
    client.open(version=5)
    before = client.diagnostics(version=5)["diagnostics"]
    for version in (4, 5, -1):
        client.type(version, SELF_LINE, 0, "gone ")
    client.type(6, 1, 0, " ")
    assert client.diagnostics(version=6)["diagnostics"] == before
    assert [m["params"]["type"] for m in client.seen if m.get("method") == "window/showMessage"] == [2]


def test_a_change_that_is_none_leaves_the_document_usable(client: Client) -> None:
    client.open()
    before = client.diagnostics()["diagnostics"]
    for changes in (None, [None], [{"text": 3}], [{"text": "", "range": {"start": {"line": None}}}]):
        params = {"textDocument": {"uri": URI, "version": 2}, "contentChanges": changes}
        client.notify("textDocument/didChange", params)
    client.type(9, 1, 0, " ")
    assert client.diagnostics(version=9)["diagnostics"] == before


@pytest.mark.parametrize(
    "uri",
    ["file://[bad", "untitled:Untitled-1", "vscode-remote://wsl+x/plan.md", "", "file:///a%00b.md", "\ud800", "file:"],
)
def test_any_string_may_be_a_uri(client: Client, uri: str) -> None:
    client.open(uri=uri)
    assert client.diagnostics(uri)["diagnostics"]
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert client.diagnostics(uri)["diagnostics"] == []


def test_closing_clears_the_diagnostics(client: Client) -> None:
    client.open()
    assert client.diagnostics()["diagnostics"]
    client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert client.diagnostics()["diagnostics"] == []


def test_a_burst_of_changes_is_answered_once_for_the_last(client: Client) -> None:
    client.open()
    client.diagnostics()
    before = len(client.seen)
    client.send(*(typed(version, 0, 0, "x") for version in range(2, 102)))
    client.diagnostics(version=101)
    assert len(client.seen) - before <= 3


def test_a_client_that_asks_for_diagnostics_gets_none_pushed() -> None:
    with Client() as client:
        capabilities = client.initialize(PULL)["capabilities"]
        assert capabilities["diagnosticProvider"]["workspaceDiagnostics"] is False
        asked = {"textDocument": {"uri": URI}}
        assert client.request("textDocument/diagnostic", asked)["result"] == {"kind": "full", "items": []}
        client.open()
        first = client.request("textDocument/diagnostic", asked)["result"]
        client.type(2, 1, 0, " ")
        again = client.request("textDocument/diagnostic", {**asked, "previousResultId": first["resultId"]})["result"]
        assert (first["kind"], again) == ("full", {"kind": "unchanged", "resultId": first["resultId"]})
        client.type(3, SELF_LINE, 0, "\n")
        moved = client.request("textDocument/diagnostic", {**asked, "previousResultId": first["resultId"]})["result"]
        assert moved["kind"] == "full"
        client.notify("textDocument/didClose", asked)
        client.request("shutdown")
        assert not [message for message in client.seen if message.get("method") == "textDocument/publishDiagnostics"]


@pytest.mark.parametrize(
    "half", [{"textDocument": {"diagnostic": {}}}, {"workspace": {"diagnostics": {"refreshSupport": True}}}]
)
def test_a_client_that_cannot_refresh_or_cannot_ask_gets_diagnostics_pushed(half: dict[str, object]) -> None:
    with Client() as client:
        assert "diagnosticProvider" not in client.initialize(half)["capabilities"]
        client.open()
        assert client.diagnostics()["diagnostics"]


def test_a_request_behind_a_change_is_answered_for_the_new_text() -> None:
    with Client() as client:
        client.initialize(PULL)
        client.open("# Nothing\n")
        whole = {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"text": PLAN}]}
        asked = {"textDocument": {"uri": URI}}
        client.send(
            {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": whole},
            {"jsonrpc": "2.0", "id": "now", "method": "textDocument/diagnostic", "params": asked},
        )
        assert client.answer("now")["result"]["items"]


def test_a_failing_analysis_is_logged_without_the_text_and_the_server_lives() -> None:
    patch = (
        "from planloom.rules.analysis import Analysis\n"
        "real = Analysis.findings\n"
        "def findings(self):\n"
        "    if 'SECRET' in str(self.text): raise ValueError(str(self.text))\n"
        "    return real(self)\n"
        "Analysis.findings = findings"
    )
    with Client(patched(patch)) as client:
        client.initialize()
        client.open()
        client.diagnostics()
        client.type(2, 0, 0, "SECRET")
        client.request("no/such")
        client.open("SECRET", uri="file:///other.md")
        delete = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 6}}
        change = {"textDocument": {"uri": URI, "version": 3}, "contentChanges": [{"range": delete, "text": ""}]}
        client.notify("textDocument/didChange", change)
        assert client.diagnostics(version=3)["diagnostics"]
        client.request("shutdown")
        assert [m["params"]["type"] for m in client.seen if m.get("method") == "window/showMessage"] == [2]
    log = client.errors.decode()
    assert "ValueError" in log
    assert "SECRET" not in log


def test_what_is_printed_by_accident_goes_to_stderr_and_children_get_no_input() -> None:
    patch = (
        "import subprocess\n"
        "from planloom.lsp.documents import Document\n"
        "real = Document.open\n"
        "def noisy(self, *arguments):\n"
        "    print('stray', flush=True)\n"
        "    subprocess.run(['cat'])\n"
        "    real(self, *arguments)\n"
        "Document.open = noisy"
    )
    with Client(patched(patch)) as client:
        client.initialize()
        client.open()
        assert client.diagnostics()["version"] == 1
    assert client.stray == b""
    assert b"stray" in client.errors


def test_the_first_diagnostics_need_no_slow_imports() -> None:
    patch = (
        "import sys\n"
        "from planloom.lsp.behind import Behind\n"
        "Behind.start = lambda self: sys.stderr.write('modules: ' + ' '.join(sys.modules) + '\\n')"
    )
    with Client(patched(patch)) as client:
        client.initialize()
        client.open()
        client.diagnostics()
        client.request("shutdown")
    names = next(line for line in client.errors.decode().splitlines() if line.startswith("modules: ")).split()
    slow = {"pygls", "lsprotocol", "cattrs", "asyncio", "click", "rich", "git", "markdown_it", "subprocess", "logging"}
    assert "planloom.lsp.lane" in names
    assert slow.isdisjoint(names)


def test_what_the_lane_promises_is_what_pygls_serves() -> None:
    from planloom.lsp.handshake import agree, answer
    from planloom.lsp.server import General
    from planloom.lsp.wire import Wire

    server = General(Wire(-1, -1), settings=None)  # type: ignore[arg-type]
    server.introduce({"processId": None, "rootUri": None, "capabilities": {}})
    served = json.loads(json.dumps(server.server_capabilities, default=server.protocol._serialize_message))
    promised = json.loads(answer(agree({})))["capabilities"]
    own = {"textDocumentSync", "positionEncoding", "diagnosticProvider"}
    beyond = {"workspace": served.get("workspace")}
    shown = {key: value for key, value in served.items() if key not in own and beyond.get(key) != value}
    assert {key: value for key, value in promised.items() if key not in own} == shown


def test_a_parent_that_is_gone_is_no_parent_to_wait_for() -> None:
    with Client() as client:
        client.initialize(processId=2**22 + 1)
        client.open()
        assert client.diagnostics()["diagnostics"]


def test_a_frame_may_come_in_pieces(client: Client) -> None:
    data = packed({"jsonrpc": "2.0", "id": "slow", "method": "no/such"})
    for byte in data:
        client.raw(bytes([byte]))
    assert client.answer("slow")["error"]["code"] == -32601
