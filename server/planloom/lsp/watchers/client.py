"""Changes told by the client, which watches the folders that it is asked to: also those outside of its workspace.

Knows the protocol; must not know what a change means.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from pathlib import Path

from lsprotocol import types

from planloom.lsp.server import General
from planloom.lsp.watchers import SourceError
from planloom.lsp.watchers.heard import Heard

_METHOD = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
# Seconds that a client may take to answer; and those after which it surely watches, which it may begin to do later.
_PATIENCE, _SETTLES = 10.0, 3.0


class Told:
    """Listens to the client. `wake` is called when something may have changed. Used in another thread than the loop."""

    name = "the editor"

    def __init__(self, server: General, wake: Callable[[], None]) -> None:
        files = server.client_capabilities.workspace and server.client_capabilities.workspace.did_change_watched_files
        if not (files and files.dynamic_registration and files.relative_pattern_support):
            raise SourceError("the editor watches no folders for its servers")
        self._server = server
        self._wake = wake
        self._heard = Heard()
        self._registered: dict[str, str] = {}
        self._ids = (f"planloom-worktree-{number}" for number in count(1))
        self._loop = server.loop
        server.file_listeners.append(self._tell)

    def watch(self, trees: Mapping[str, bool]) -> None:
        """Watch these folders and no others. Raises SourceError."""
        self._heard.watch(trees)
        gone = {tree: id_ for tree, id_ in self._registered.items() if tree not in trees}
        new = {tree: next(self._ids) for tree in trees if tree not in self._registered}
        if not (gone or new):
            return
        try:
            asyncio.run_coroutine_threadsafe(self._change(gone, new), self._loop).result(_PATIENCE)
        except Exception as error:
            raise SourceError(f"it refused ({error or type(error).__name__})") from None
        self._registered = {tree: id_ for tree, id_ in self._registered.items() if tree in trees} | new
        self._heard.changed(new)

    def stamp(self, tree: str) -> int:
        """A number that is another one when something in a watched folder may have changed."""
        return self._heard.stamp(tree)

    async def _change(self, gone: Mapping[str, str], new: Mapping[str, str]) -> None:
        if new:
            wanted = [types.Registration(id_, _METHOD, _everything_in(tree)) for tree, id_ in new.items()]
            await self._server.client_register_capability_async(types.RegistrationParams(wanted))
            self._loop.call_later(_SETTLES, self._settled, frozenset(new))
        if gone:
            unwanted = [types.Unregistration(id_, _METHOD) for id_ in gone.values()]
            await self._server.client_unregister_capability_async(types.UnregistrationParams(unwanted))

    def _settled(self, trees: Iterable[str]) -> None:
        self._heard.changed(trees)
        self._wake()

    def _tell(self, paths: Iterable[str]) -> None:
        if self._heard.hear(paths):
            self._wake()


def _everything_in(tree: str) -> types.DidChangeWatchedFilesRegistrationOptions:
    pattern = types.RelativePattern(Path(tree).as_uri(), "**/*")
    return types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(pattern)])
