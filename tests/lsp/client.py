"""A client that speaks raw frames, right ones and wrong ones, and never waits for ever."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from queue import Empty, Queue
from threading import Thread
from typing import Any

SECONDS = 30
SERVE = [sys.executable, "-c", "from planloom.lsp.main import serve; serve()"]

URI = "file:///plan.md"
PLAN = """\
# Parallel execution plan: search

## FILE OWNERSHIP MATRIX

| File | W1 | W2 | Notes |
|------|----|----|-------|
| `src/index.rs` | PRIMARY | - | the index |
| `src/query.rs` | - | PRIMARY | queries |

## WORKER DEFINITIONS

### Worker 1: Index

**Branch:** `feat/index`
**Worktree:** `../app-w1`
**Depends On:** None

### Worker 2: Query

**Branch:** `feat/query`
**Worktree:** `../app-w2`
**Depends On:** W1 😀, W2
"""
# The line of PLAN that says that worker 2 waits for itself.
SELF_LINE = PLAN[: PLAN.index("W1 😀, W2")].count("\n")


def frame(body: bytes) -> bytes:
    """A body with its header."""
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def packed(message: Any) -> bytes:
    """A message as a frame."""
    return frame(json.dumps(message).encode())


class Client:
    """One server process and what it said. Use as a context manager; kills a server that does not end."""

    def __init__(self, command: list[str] = SERVE) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.seen: list[dict[str, Any]] = []
        self.stray = b""
        self.errors = b""
        self._inbox: Queue[dict[str, Any] | None] = Queue()
        self._id = 0
        self._threads = [Thread(target=self._listen, daemon=True), Thread(target=self._overhear, daemon=True)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(SECONDS)
        finally:
            self.process.kill()
            self.process.wait()
            for thread in self._threads:
                thread.join(SECONDS)
            self.process.stdout.close()
            self.process.stderr.close()

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, *messages: Any) -> None:
        """Send messages in one write."""
        self.raw(b"".join(packed(message) for message in messages))

    def notify(self, method: str, params: Any = None) -> None:
        """Send a notification."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any = None) -> int:
        """Send a request; its id."""
        self._id += 1
        self.send({"jsonrpc": "2.0", "id": self._id, "method": method, "params": params})
        return self._id

    def request(self, method: str, params: Any = None) -> dict[str, Any]:
        """Send a request and wait for its answer."""
        return self.answer(self.ask(method, params))

    def answer(self, request: Any) -> dict[str, Any]:
        """Wait for the answer to a request."""
        return self.wait(lambda message: "method" not in message and message.get("id") == request)

    def diagnostics(self, uri: str = URI, version: int | None = None) -> dict[str, Any]:
        """Wait for the params of the next push for a document (at this version)."""

        def fits(message: dict[str, Any]) -> bool:
            params = message.get("params") or {}
            pushed = message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == uri
            return pushed and version in (None, params.get("version"))

        return self.wait(fits)["params"]

    def wait(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait for the first message not looked at yet that fits; what came before it stays in `seen`."""
        while True:
            try:
                message = self._inbox.get(timeout=SECONDS)
            except Empty:
                raise AssertionError(f"no answer; last seen: {self.seen[-3:]}") from None
            assert message is not None, f"the server ended; stderr: {self.errors.decode()}"
            self.seen.append(message)
            if fits(message):
                return message

    def initialize(self, capabilities: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """Shake hands; the server's result."""
        params = {"processId": None, "rootUri": None, "capabilities": capabilities or {}, **more}
        answer = self.request("initialize", params)
        self.notify("initialized", {})
        return answer["result"]

    def open(self, text: str = PLAN, uri: str = URI, version: int = 1) -> None:
        """Open a document."""
        document = {"uri": uri, "languageId": "markdown", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def type(self, version: int, line: int, character: int, text: str, uri: str = URI) -> None:
        """Insert a text."""
        self.send(typed(version, line, character, text, uri))

    def ended(self) -> int:
        """Wait for the end of the process; its exit code."""
        return self.process.wait(SECONDS)

    def _listen(self) -> None:
        stream = self.process.stdout
        while header := stream.readline():
            if not header.lower().startswith(b"content-length:"):
                self.stray += header
                continue
            assert stream.readline() == b"\r\n"
            self._inbox.put(json.loads(stream.read(int(header[15:]))))
        self._inbox.put(None)

    def _overhear(self) -> None:
        for line in self.process.stderr:
            self.errors += line


def typed(version: int, line: int, character: int, text: str, uri: str = URI) -> dict[str, Any]:
    """The message that a text was inserted."""
    place = {"line": line, "character": character}
    change = {"range": {"start": place, "end": place}, "text": text}
    document = {"uri": uri, "version": version}
    params = {"textDocument": document, "contentChanges": [change]}
    return {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}
