"""The lean loop: reads messages, keeps the documents, sends diagnostics, and hands on everything else.

What happens at every keystroke stays here, as plain dicts and ready bytes. Knows the life of a session; must not import
pygls, nor know what quick fixes and other features are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import RLock
from time import monotonic
from typing import Any

from planloom.lsp import messages
from planloom.lsp.asked import Asked
from planloom.lsp.behind import Behind, EditorSettings
from planloom.lsp.config import settings_of
from planloom.lsp.documents import Document
from planloom.lsp.handshake import Agreement, agree, answer
from planloom.lsp.log import failure, log
from planloom.lsp.messages import Id, Message, MessageError, peek, take
from planloom.lsp.wire import FrameError, Wire, is_alive
from planloom.model.facts import Facts

# Diagnostics wait while more input is there, so that a burst of changes is answered once; but not for ever.
_LONGEST_WAIT = 0.3
# What keeps the next keystroke waiting for longer is told in the log.
_SLOW = 0.05


class Lane:
    """One session with one client."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._queue: deque[Message] = deque()
        self._agreement: Agreement | None = None
        self._editor_settings: EditorSettings = None
        self._shut_down = False
        self._exit: int | None = None
        self._dirty_since: float | None = None
        self._behind = Behind(wire, self)
        # The thread behind changes settings; everything else happens in the thread that runs the lane.
        self._lock = RLock()
        self._unknown: set[str] = set()
        self.documents: dict[str, Document] = {}
        self._requests: dict[str, Callable[[Id, Any], Iterable[bytes]]] = {
            "initialize": self._initialize,
            "shutdown": self._shutdown,
            "textDocument/diagnostic": self._diagnostic,
        }
        self._notifications: dict[str, Callable[[Any], None]] = {
            "initialized": _ignore,
            "exit": self._leave,
            "$/cancelRequest": self._cancel,
            "$/setTrace": _ignore,
            "textDocument/didOpen": self._open,
            "textDocument/didChange": self._change,
            "textDocument/didClose": self._close,
            "textDocument/didSave": _ignore,
        }

    def run(self) -> int:
        """Serve until the client says `exit` or is gone; the exit code of the process."""
        with suppress(BrokenPipeError):
            while self._exit is None and self._next():
                with self._lock:
                    self._step(self._queue.popleft())
        if self._exit is not None:
            return self._exit
        return 0 if self._shut_down else 1

    @property
    def editor_settings(self) -> EditorSettings:
        """The editor's `planloom` section as it was said last."""
        return self._editor_settings

    def use_settings(self, editor: EditorSettings) -> bool:
        """Look at the documents again under these settings of the editor; whether they differ for any."""
        with self._lock:
            self._editor_settings = editor
            return self.read_settings_again()

    def read_settings_again(self) -> bool:
        """Look again at the documents for which settings changed; whether there are any."""
        with self._lock:
            changed = False
            for document in self.documents.values():
                settings = settings_of(document.uri, self._editor_settings)
                if settings != document.analysis.settings:
                    document.open(str(document.analysis.text), settings)
                    changed = True
            if changed:
                self._publish()
            return changed

    def opened(self) -> list[Asked]:
        """The open plans and checkpoints."""
        with self._lock:
            return [asked for document in self.documents.values() if (asked := document.asked())]

    def know(self, asked: Asked, facts: Facts | None) -> bool:
        """Tell a document what is known around it; whether it still is what was asked for."""
        with self._lock:
            document = self.documents.get(asked.uri)
            current = document.asked() if document else None
            if document is None or current is None or not current.fits(asked):
                return False
            document.know(facts)
            if document.dirty and not self._pulled():
                self._mark_dirty()
                if self._may_publish():
                    self._publish()
            return True

    def _step(self, message: Message) -> None:
        """Handle one message, and send the diagnostics that are due."""
        start = monotonic()
        self._handle(message)
        if self._dirty_since is not None and self._may_publish():
            self._publish()
        took = monotonic() - start
        if took > _SLOW:
            log(f"{self._doing(message.get('method', 'an answer'), message)}: took {took * 1000:.0f} ms")

    def _next(self) -> bool:
        """Queue the next message, and all that have arrived with it; False at the end of input."""
        while not self._queue:
            try:
                body = self._wire.read()
                if body is None:
                    return False
                self._enqueue(body)
                while self._wire.ready():
                    self._enqueue(self._wire.read() or b"")
            except FrameError:
                log("bytes that are no message were skipped")
                self._wire.send(messages.error(None, messages.PARSE_ERROR, "no frame: Content-Length missing or wrong"))
        return True

    def _enqueue(self, body: bytes) -> None:
        try:
            message = messages.parse(body)
        except MessageError as refusal:
            if refusal.code == messages.PARSE_ERROR:
                self._wire.reject(body)
            log(f"a message was refused: {refusal.reason}")
            self._wire.send(messages.error(None, refusal.code, refusal.reason))
            return
        if message.get("method") == "$/cancelRequest":
            self._drop(peek(message, "params", "id"))
        self._queue.append(message)

    def _drop(self, request: Id) -> None:
        """Answer a request that waits in the queue and is wanted no more."""
        for message in self._queue:
            if request is not None and message.get("id") == request and "method" in message:
                self._queue.remove(message)
                self._wire.send(messages.error(request, messages.CANCELLED, "cancelled"))
                return

    def _handle(self, message: Message) -> None:
        method = message.get("method")
        if method is None:
            self._behind.forward(message, {})
        elif "id" in message:
            self._answer(message["id"], method, message)
        else:
            self._notified(method, message)

    def _answer(self, request: Id, method: str, message: Message) -> None:
        """Answer a request, or hand it on to who answers it."""
        try:
            self._admit(method)
            serve = self._requests.get(method)
            if method == "shutdown" and self._behind.owes:
                # It answers behind the requests that came before, or cancels them.
                self._shut_down = True
                self._behind.forward(message, {})
            elif serve is not None:
                self._wire.send(*serve(request, message.get("params")))
            else:
                self._behind.forward(message, {uri: one.snapshot() for uri, one in self.documents.items()})
        except MessageError as refusal:
            self._wire.send(messages.error(request, refusal.code, refusal.reason))
        except BrokenPipeError:
            raise
        except Exception as error:
            failure(self._doing(method, message), error)
            self._wire.send(messages.error(request, messages.INTERNAL_ERROR, "internal error"))

    def _notified(self, method: str, message: Message) -> None:
        known = self._notifications.get(method)
        if method != "exit" and (self._agreement is None or self._shut_down):
            return
        try:
            if known is not None:
                known(message.get("params"))
            elif not method.startswith("$/"):
                self._behind.forward(message, {})
        except MessageError as refusal:
            log(f"{self._doing(method, message)}: {refusal.reason}")
        except BrokenPipeError:
            raise
        except Exception as error:
            failure(self._doing(method, message), error)

    def _admit(self, method: str) -> None:
        """Raises MessageError for a request that may not come now."""
        if self._shut_down:
            raise MessageError(messages.INVALID_REQUEST, "the server is shutting down")
        if (self._agreement is None) != (method == "initialize"):
            code = messages.NOT_INITIALIZED if self._agreement is None else messages.INVALID_REQUEST
            raise MessageError(code, "not initialized" if self._agreement is None else "initialized already")

    def _doing(self, method: str, message: Message) -> str:
        version = peek(message, "params", "textDocument", "version")
        return f"{method}, version {version}" if isinstance(version, int) else method

    def _initialize(self, request: Id, params: Any) -> Iterable[bytes]:
        self._agreement = agree(take({"params": params}, dict, "params"))
        self._editor_settings = self._agreement.settings
        parent = self._agreement.parent
        if parent is not None and is_alive(parent):
            self._wire.parent = parent
        self._behind.introduce(params)
        return (messages.result(request, answer(self._agreement)),)

    def _shutdown(self, request: Id, _: Any) -> Iterable[bytes]:
        self._shut_down = True
        return (messages.result(request, "null"),)

    def _leave(self, _: Any) -> None:
        self._exit = 0 if self._shut_down else 1

    def _cancel(self, params: Any) -> None:
        if messages.is_id(peek(params, "id")):
            self._behind.forward({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": params}, {})

    def _open(self, params: Any) -> None:
        assert self._agreement is not None
        uri = take(params, str, "textDocument", "uri")
        source = take(params, str, "textDocument", "text")
        document = Document(uri, _version(params), self._agreement.encoding)
        try:
            document.open(source, settings_of(uri, self._editor_settings))
        except Exception:
            self._wire.send(messages.warning("Planloom cannot read this document; its log says where it failed."))
            raise
        self.documents[uri] = document
        self._unknown.discard(uri)
        self._mark_dirty()

    def _change(self, params: Any) -> None:
        uri = take(params, str, "textDocument", "uri")
        changes = take(params, list, "contentChanges")
        document = self.documents.get(uri)
        if document is None:
            if uri not in self._unknown:
                self._unknown.add(uri)
                log("didChange of a document that is not open was ignored")
            return
        version = _version(params)
        if version is not None and document.version is not None and version <= document.version:
            self._went_astray(document, version)
            return
        try:
            document.change(version, changes)
        finally:
            self._mark_dirty()

    def _close(self, params: Any) -> None:
        uri = take(params, str, "textDocument", "uri")
        if self.documents.pop(uri, None) is not None and not self._pulled():
            self._wire.send(*messages.diagnostics(uri, None, b""))

    def _diagnostic(self, request: Id, params: Any) -> Iterable[bytes]:
        uri = take(params, str, "textDocument", "uri")
        document = self.documents.get(uri)
        if document is None:
            return (messages.result(request, '{"kind":"full","items":[]}'),)
        number, ready = document.report()
        self._behind.start()
        if peek(params, "previousResultId") == str(number):
            return (messages.result(request, f'{{"kind":"unchanged","resultId":"{number}"}}'),)
        return messages.report(request, number, ready)

    def _pulled(self) -> bool:
        return self._agreement is not None and self._agreement.pull

    def _mark_dirty(self) -> None:
        if self._dirty_since is None and not self._pulled():
            self._dirty_since = monotonic()

    def _may_publish(self) -> bool:
        assert self._dirty_since is not None
        waiting = self._queue or self._wire.waiting()
        return not waiting or monotonic() - self._dirty_since > _LONGEST_WAIT

    def _publish(self) -> None:
        """Send the diagnostics of every document that changed."""
        self._dirty_since = None
        if self._pulled():
            return
        for document in self.documents.values():
            if document.dirty:
                try:
                    ready = document.diagnostics()
                    self._wire.send(*messages.diagnostics(document.uri, document.version, ready))
                except BrokenPipeError:
                    raise
                except Exception as error:
                    document.dirty = False
                    failure(f"publishDiagnostics, version {document.version}", error)
        self._behind.start()

    def _went_astray(self, document: Document, version: int) -> None:
        log(f"didChange to version {version} after version {document.version} was refused")
        if not document.astray:
            document.astray = True
            text = "Planloom lost track of a document: its versions went back. Close it and open it again."
            self._wire.send(messages.warning(text))


def _ignore(_: Any) -> None:
    """For what needs no answer here."""


def _version(params: Any) -> int | None:
    version = peek(params, "textDocument", "version")
    return version if isinstance(version, int) else None
