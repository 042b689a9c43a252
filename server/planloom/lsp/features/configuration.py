"""The editor's settings: asked for, or sent by the client; and settings files that change on disk.

Must not know what a setting means.
"""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from planloom.lsp.config import path_of
from planloom.lsp.messages import peek
from planloom.lsp.server import General

SECTION = "planloom"
_NAMES = (".planloom.toml", "pyproject.toml")


def register(server: General) -> None:
    """Serve changes of settings, and ask for the settings and for news of them at the start."""
    server.on(types.WORKSPACE_DID_CHANGE_CONFIGURATION, configuration_changed)
    server.on(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, files_changed)
    server.on_start(begin)


async def begin(server: General, _: None) -> None:
    """Ask for the settings, and subscribe to what the client can tell."""
    await _ask(server)
    workspace = server.client_capabilities.workspace
    wanted = []
    if workspace and workspace.did_change_configuration and workspace.did_change_configuration.dynamic_registration:
        options: Any = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        wanted.append(types.Registration("planloom-settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, options))
    if workspace and workspace.did_change_watched_files and workspace.did_change_watched_files.dynamic_registration:
        watchers = [types.FileSystemWatcher(f"**/{name}") for name in _NAMES]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        wanted.append(types.Registration("planloom-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
    if wanted:
        await server.client_register_capability_async(types.RegistrationParams(wanted))


async def configuration_changed(server: General, params: types.DidChangeConfigurationParams) -> None:
    """Take the settings that were sent, or ask for them where none were."""
    sent = peek(params.settings, SECTION)
    if isinstance(sent, dict):
        _use(server, sent)
    else:
        await _ask(server)


def files_changed(server: General, params: types.DidChangeWatchedFilesParams) -> None:
    """Tell whoever waits for changes, and read the settings files again if there are some among them."""
    paths = [str(path) for change in params.changes if (path := path_of(change.uri))]
    for listener in server.file_listeners:
        listener(paths)
    if not any(path.endswith(_NAMES) for path in paths):
        return
    server.changed.set()
    if server.settings.read_settings_again():
        server.stale.set()


async def _ask(server: General) -> None:
    workspace = server.client_capabilities.workspace
    if not (workspace and workspace.configuration):
        return
    items = [types.ConfigurationItem(section=SECTION)]
    answers = await server.workspace_configuration_async(types.ConfigurationParams(items))
    if answers and isinstance(answers[0], dict):
        _use(server, answers[0])


def _use(server: General, settings: dict[str, Any]) -> None:
    if server.settings.use_settings(settings):
        server.stale.set()
