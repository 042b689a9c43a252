"""What client and server agree on at `initialize`.

Knows capabilities; must not know documents.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from planloom import __version__
from planloom.lsp.commands import commands
from planloom.lsp.messages import Message, peek
from planloom.text.encodings import ENCODINGS, Encoding

FIX_ALL = "source.fixAll.planloom"
RUN = "planloom"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What holds for this client. `pull`: it asks for diagnostics, else they are pushed; never both.

    `trusted`: its user trusts the workspace; until then nothing is executed and git is not read. `wants_status`: it
    shows how runs are. `shows_runs`: it shows how they end and what they would do by itself, too. `saves`: it saves
    a document when it is asked to. `is_modal`: while it asks something, nothing else can be read in it.
    """

    encoding: Encoding = "utf-16"
    pull: bool = False
    refresh: bool = False
    trusted: bool = False
    wants_status: bool = False
    shows_runs: bool = False
    saves: bool = False
    is_modal: bool = False
    parent: int | None = None
    settings: dict[str, Any] | None = None


def agree(params: Message) -> Agreement:
    """What the client's `initialize` leads to. Odd values count as absent."""
    capabilities = params.get("capabilities")
    offered = peek(capabilities, "general", "positionEncodings")
    refresh = peek(capabilities, "workspace", "diagnostics", "refreshSupport") is True
    # A client that cannot be told to ask again would show old diagnostics after a change of settings.
    pull = isinstance(peek(capabilities, "textDocument", "diagnostic"), dict) and refresh
    parent = params.get("processId")
    options = params.get("initializationOptions")
    settings = peek(options, "planloom")
    return Agreement(
        encoding=next((one for one in offered if one in ENCODINGS), "utf-16")
        if isinstance(offered, list)
        else "utf-16",
        pull=pull,
        refresh=refresh,
        trusted=peek(options, "trusted") is True,
        wants_status=peek(options, "statusNotifications") is True,
        shows_runs=peek(options, "showsRuns") is True,
        saves=peek(options, "saves") is True,
        is_modal=peek(params, "clientInfo", "name") == "Neovim",
        parent=parent if isinstance(parent, int) and parent > 0 else None,
        settings=settings if isinstance(settings, dict) else None,
    )


def answer(agreement: Agreement) -> str:
    """The result of `initialize`, as JSON."""
    capabilities: dict[str, Any] = {
        "positionEncoding": agreement.encoding,
        "textDocumentSync": {"openClose": True, "change": 2},
        "codeActionProvider": {"codeActionKinds": ["quickfix", FIX_ALL, RUN]},
        "inlayHintProvider": {"resolveProvider": False},
        "codeLensProvider": {"resolveProvider": False},
        "executeCommandProvider": {"commands": [id_ for id_, _ in commands()]},
    }
    if agreement.pull:
        capabilities["diagnosticProvider"] = {
            "identifier": "planloom",
            "interFileDependencies": False,
            "workspaceDiagnostics": False,
        }
    return json.dumps({"capabilities": capabilities, "serverInfo": {"name": "planloom", "version": __version__}})
