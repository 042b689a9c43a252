"""A model server on the loopback that does as told: for tests of real agents, without a network or a key.

Speaks Anthropic messages, OpenAI responses, OpenAI chat completions and Gemini's generateContent, streamed. Each
request that offers tools takes the next turn; requests for titles and the like get a short text.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple

from tests.support import model_wire


class Write(NamedTuple):
    """The model calls the agent's tool that writes a file."""

    path: str
    content: str


class Run(NamedTuple):
    """The model calls the agent's tool that runs a command."""

    command: str


class Say(NamedTuple):
    """The model ends its turn with a text."""

    text: str = "Done."


class Fail(NamedTuple):
    """The server answers with an HTTP error; `retry_after` in seconds."""

    status: int
    kind: str = "error"
    message: str = "refused by the mock"
    retry_after: int | None = None


class Garbage(NamedTuple):
    """The server answers 200 with bytes that are no answer."""

    data: bytes = b"\x00\xff<html>{{{"


class Hang(NamedTuple):
    """The server answers nothing until it is stopped."""


Turn = Write | Run | Say | Fail | Garbage | Hang


class MockModel:
    """A running server; `url` is its root, `requests` the bodies of all requests that offered tools."""

    def __init__(self, turns: Iterable[Turn]) -> None:
        self.turns = list(turns)
        self.requests: list[Mapping[str, Any]] = []
        self.reached = threading.Event()
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.model = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def next_turn(self, body: Mapping[str, Any]) -> Turn:
        """What to answer to a request."""
        with self._lock:
            if not model_wire.offers_tools(body):
                return Say("Title") if not self.turns or not isinstance(self.turns[0], (Fail, Hang)) else self.turns[0]
            self.requests.append(body)
            self.reached.set()
            return self.turns.pop(0) if self.turns else Say()

    def __enter__(self) -> MockModel:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(200, b"", {})

    def do_GET(self) -> None:
        self._answer(200, b'{"object": "list", "data": [], "models": []}', {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)) or b"{}")
        path = self.path.split("?")[0]
        if path.endswith(("count_tokens", "countTokens")):
            return self._answer(200, b'{"input_tokens": 10, "totalTokens": 10}', {})
        model: MockModel = self.server.model  # type: ignore[attr-defined]
        turn = model.next_turn(body)
        if isinstance(turn, Hang):
            model.stopped.wait()
            self.close_connection = True
            return None
        if isinstance(turn, Fail):
            headers = {} if turn.retry_after is None else {"retry-after": str(turn.retry_after)}
            return self._answer(turn.status, model_wire.error(path, turn.status, turn.kind, turn.message), headers)
        if isinstance(turn, Garbage):
            return self._answer(200, turn.data, {})
        call = None if isinstance(turn, Say) else model_wire.call(path, body, turn)
        said = turn.text if isinstance(turn, Say) else ""
        kind, data = model_wire.answer(path, body, said, call)
        return self._answer(200, data, {"content-type": kind})

    def _answer(self, status: int, data: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"content-type": "application/json"} | dict(headers)).items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
