"""pygls in a thread of its own, behind the lean lane: loaded late, handed what the lane does not answer.

Importing pygls takes half a second, so it happens after the first diagnostics are out, or when something needs it.
Must not import pygls before that.
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Protocol

from planloom.lsp import messages
from planloom.lsp.log import failure
from planloom.lsp.messages import Message
from planloom.lsp.wire import Wire

if TYPE_CHECKING:
    from planloom.lsp.asked import Asked
    from planloom.lsp.documents import Snapshot
    from planloom.lsp.server import General
    from planloom.model.facts import Facts

Snapshots = Mapping[str, "Snapshot"]
EditorSettings = dict[str, Any] | None


class SettingsHolder(Protocol):
    """Who keeps the editor's settings and the documents that they hold for. Its methods tell whether any changed."""

    @property
    def editor_settings(self) -> EditorSettings:
        """The editor's `planloom` section as it was said last."""

    def use_settings(self, editor: EditorSettings) -> bool:
        """Take these settings as the editor's `planloom` section."""

    def read_settings_again(self) -> bool:
        """Look at the settings files of the documents' projects again."""

    def opened(self) -> list[Asked]:
        """The open plans and checkpoints."""

    def know(self, asked: Asked, facts: Facts | None) -> bool:
        """Tell a document what is known around it; whether it still is what was asked for."""


class Behind:
    """The server behind the lane. Messages are kept until it is there, and given to it in their order."""

    def __init__(self, wire: Wire, settings: SettingsHolder) -> None:
        self._wire = wire
        self._settings = settings
        self._hello: Message = {}
        self._lock = Lock()
        self._kept: list[tuple[Message, Snapshots]] = []
        self._server: General | None = None
        self._thread: Thread | None = None
        self._failed = False

    def introduce(self, hello: Message) -> None:
        """Remember the client's `initialize` params."""
        self._hello = hello

    def start(self) -> None:
        """Begin to load, if that has not begun."""
        if self._thread is None:
            self._thread = Thread(target=self._main, name="pygls", daemon=True)
            self._thread.start()

    def forward(self, message: Message, documents: Snapshots) -> None:
        """Hand on a message with the documents as they are now. A request makes the server load."""
        with self._lock:
            server, failed = self._server, self._failed
            if server is None and not failed:
                self._kept.append((message, documents))
        if server is not None:
            server.post(message, documents)
        elif failed:
            self._refuse(message)
        elif "method" in message and "id" in message:
            self.start()

    @property
    def owes(self) -> bool:
        """Whether it may still have requests to answer."""
        with self._lock:
            return self._server is not None or bool(self._kept and self._thread)

    def _main(self) -> None:
        """The thread: import, begin, serve."""
        try:
            from planloom.lsp.server import General

            server = General(self._wire, self._settings)
            server.introduce(self._hello)
        except Exception as error:
            failure("loading pygls", error)
            self._give_up()
            return
        server.serve(self._hand_over)

    def _hand_over(self, server: General) -> None:
        """Give the server what was kept for it; from now on it is given everything at once."""
        with self._lock:
            for message, documents in self._kept:
                server.post(message, documents)
            self._kept.clear()
            self._server = server

    def _give_up(self) -> None:
        with self._lock:
            self._failed = True
            kept, self._kept = self._kept, []
        for message, _ in kept:
            self._refuse(message)

    def _refuse(self, message: Message) -> None:
        if "method" in message and "id" in message:
            reason = "this part of the server could not be loaded; its stderr says why"
            self._wire.send(messages.error(message["id"], messages.INTERNAL_ERROR, reason))
