"""The general server: pygls, working on the lane's documents.

pygls structures messages, knows the protocol's types, runs handlers and talks back to the client; text documents and
the wire are the lane's. Its own documents are never filled, so nothing here may ask for them.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import pkgutil
from collections.abc import Callable
from contextvars import ContextVar, copy_context
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer

from planloom import __version__
from planloom.lsp import features, messages
from planloom.lsp.behind import SettingsHolder, Snapshots
from planloom.lsp.documents import Snapshot
from planloom.lsp.handshake import agree
from planloom.lsp.log import failure, log
from planloom.lsp.messages import Message
from planloom.lsp.wire import Wire
from planloom.text.encodings import Encoding

Handler = Callable[["General", Any], Any]

_NOBODY: Message = {"processId": None, "rootUri": None, "capabilities": {}}
# The documents as they were when the message arrived that a handler works on.
_documents: ContextVar[Snapshots] = ContextVar("documents")


class General(LanguageServer):
    """Serves what the lane hands on. `settings`: whom to tell about new settings. `encoding`: how columns count.

    `trusted`: the user trusts the workspace; until then nothing is executed and git is not read. `wants_status`: the
    client shows how runs are. `shows_runs`: and how they end and what they would do, so that nobody else need say it.
    `saves`: it saves a document when it is asked to. `is_modal`: while it asks, nothing can be read in it.
    `changed`: set when it says that files changed. `stale`: set when what it shows of plans may have changed;
    `refreshes`: how often it was told so.
    """

    def __init__(self, wire: Wire, settings: SettingsHolder) -> None:
        super().__init__("planloom", __version__)
        # pygls logs whole messages, and so the text of documents.
        logging.getLogger("pygls").setLevel(logging.CRITICAL + 1)
        self.settings = settings
        self.encoding: Encoding = "utf-16"
        self.trusted = False
        self.wants_status = False
        self.shows_runs = False
        self.saves = False
        self.is_modal = False
        self.changed = asyncio.Event()
        self.stale = asyncio.Event()
        self.refreshes = 0
        self.file_listeners: list[Callable[[list[str]], None]] = []
        self._wire = wire
        self._starters: list[Handler] = []
        for found in pkgutil.iter_modules(features.__path__):
            importlib.import_module(f"{features.__name__}.{found.name}").register(self)

    def on(self, method: str, handler: Handler, options: Any = None) -> None:
        """Let `handler(server, params)`, a function or a coroutine function, serve a method."""
        self.feature(method, options)(_guarded(method, handler))

    def on_start(self, starter: Handler) -> None:
        """Let a coroutine function `starter(server, None)` run once, when client and server can talk."""
        self._starters.append(_guarded("start", starter))

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Where handlers run; other threads post to it."""
        return self._loop

    def document(self, uri: str) -> Snapshot | None:
        """An open document as it was when the message being handled arrived."""
        return _documents.get().get(uri)

    @property
    def documents(self) -> Snapshots:
        """All open documents as they were then."""
        return _documents.get()

    @property
    def folders(self) -> list[str]:
        """The workspace's folders, as URIs."""
        workspace = self.workspace
        return [folder.uri for folder in workspace.folders.values()] or [*filter(None, [workspace.root_uri])]

    def introduce(self, hello: Message) -> None:
        """Let pygls know the client. The client has its answer already, from the lane."""
        agreement = agree(hello)
        self.encoding, self.trusted = agreement.encoding, agreement.trusted
        self.wants_status, self.shows_runs = agreement.wants_status, agreement.shows_runs
        self.saves, self.is_modal = agreement.saves, agreement.is_modal
        self.protocol.set_writer(_Nowhere(), include_headers=False)
        for params in (hello, _NOBODY):
            try:
                message = {"jsonrpc": "2.0", "id": "hello", "method": types.INITIALIZE, "params": params}
                self.protocol.handle_message(self.protocol.structure_message(message))
                break
            except JsonRpcException as error:
                failure("initialize", error)
        self.protocol.set_writer(_Out(self._wire), include_headers=False)

    def serve(self, ready: Callable[[General], None]) -> None:
        """Run in this thread, for ever; calls `ready` when messages may be posted."""
        asyncio.run(self._serve(ready))

    def post(self, message: Message, documents: Snapshots) -> None:
        """Give a message to this server, from any thread."""
        self._loop.call_soon_threadsafe(lambda: copy_context().run(self._receive, message, documents))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what pygls caught, in place of its popup for each."""
        failure(f"pygls, {getattr(source, '__name__', 'error')}", error)

    async def _serve(self, ready: Callable[[General], None]) -> None:
        self._loop = asyncio.get_running_loop()
        ready(self)
        await asyncio.gather(*(starter(self, None) for starter in self._starters), return_exceptions=True)
        await asyncio.Event().wait()

    def _receive(self, message: Message, documents: Snapshots) -> None:
        _documents.set(documents)
        method = message.get("method", "an answer")
        known = self.protocol.fm.features.keys() | self.protocol.fm.builtin_features.keys()
        try:
            if "method" in message and method not in known:
                # Said here and not by pygls, for which parameters that make no sense come first.
                self._refuse(message, messages.METHOD_NOT_FOUND, f"{method} is not served")
                return
            self.protocol.handle_message(self.protocol.structure_message({**message, "jsonrpc": "2.0"}))
        except JsonRpcException:
            log(f"{method}: its parameters are not those of the protocol")
            self._refuse(message, messages.INVALID_PARAMS, "invalid parameters")
        except Exception as error:
            failure(method, error)

    def _refuse(self, message: Message, code: int, reason: str) -> None:
        """Answer what wants an answer with an error."""
        if "method" in message and "id" in message:
            self._wire.send(messages.error(message["id"], code, reason))


class _Out:
    """Where pygls writes the bodies that it sends."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def write(self, data: bytes) -> None:
        self._wire.send(data)

    def close(self) -> None:
        """The wire is not pygls' to close."""


class _Nowhere:
    """Takes what must not be sent."""

    def write(self, data: bytes) -> None:
        """Forget it."""

    def close(self) -> None:
        """Nothing is open."""


def _guarded(method: str, handler: Handler) -> Handler:
    """A handler whose failure is logged without the text it worked on, and answered as an internal error."""
    if iscoroutinefunction(handler):

        @wraps(handler)
        async def guarded(server: General, params: Any) -> Any:
            try:
                return await handler(server, params)
            except JsonRpcException:
                raise
            except Exception as error:
                failure(method, error)
                raise JsonRpcInternalError("internal error") from None

        return guarded

    @wraps(handler)
    def guarded_now(server: General, params: Any) -> Any:
        try:
            return handler(server, params)
        except JsonRpcException:
            raise
        except Exception as error:
            failure(method, error)
            raise JsonRpcInternalError("internal error") from None

    return guarded_now
