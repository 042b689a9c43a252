"""An editor that does not trust its workspace, full of hostile plans: everything that it can ask for is asked for.

The server tells by an audit hook of what it starts, writes, connects to and reads of git's.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import planloom
from planloom.lsp.commands import commands
from tests.lsp.client import Client
from tests.support.armed import SETTINGS, armed
from tests.support.hostile import FIELDS, TEXTS, plan
from tests.support.watched import changes, pictures

_FEATURES = Path(planloom.__file__).parent / "lsp/features"
_WIDE: dict[str, Any] = {"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}}
_PLACE = {"line": 9, "character": 5}
_STANDARD = (
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/diagnostic",
    "textDocument/documentSymbol",
    "textDocument/formatting",
    "textDocument/hover",
    "textDocument/inlayHint",
    "workspace/diagnostic",
)
_WATCHES = """
import os, sys
sys.dont_write_bytecode = True
_STARTS = ("subprocess.", "os.fork", "os.posix_spawn", "os.exec", "os.spawn", "os.system", "os.startfile", "pty.")
_CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
            "os.chown", "os.utime", "os.mkfifo", "shutil.", "tempfile.", "socket.connect", "socket.bind", "os.kill")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
def _heard(event, given):
    told = None
    if event.startswith(_STARTS) or event.startswith(_CHANGES):
        told = event
    elif event == "open" and isinstance(given[0], (str, bytes)) and os.fsdecode(given[0]) != os.devnull:
        path = os.fsdecode(given[0])
        told = "writes" if given[2] & _WRITING else "reads" if "/.git/" in path or path.endswith("/.git") else None
    elif event in ("os.listdir", "os.scandir") and "/.git" in str(given[0]):
        told = event
    if told:
        os.write(2, f"AUDIT {told} {given!r}\\n".encode("utf-8", "backslashreplace"))
sys.addaudithook(_heard)
"""
AUDITED = [sys.executable, "-c", f"{_WATCHES}\nfrom planloom.lsp.main import serve; serve()"]


def hostile(count: int) -> Iterator[tuple[str, str]]:
    """So many plans with a hostile text in a field, of every field and as many texts as there is room for."""
    every = [(field, name) for name, field in product(TEXTS, FIELDS)]
    step = max(1, len(every) // count)
    # A step that is no multiple of the number of fields, so that all fields have their turn.
    step += step % len(FIELDS) == 0
    for at in range(count):
        field, name = every[at * step % len(every)]
        yield f"{field}, {name}", plan(field, TEXTS[name])


class Opened:
    """What came of opening plans. `heard`: what the server did that it must not. `answers`: how many there were."""

    def __init__(self, heard: list[str], changed: list[str], answers: int) -> None:
        self.heard, self.changed, self.answers = heard, changed, answers


def look_at_all(
    folder: Path, count: int, kinds: Iterable[str] = tuple(SETTINGS), command: list[str] = AUDITED
) -> Opened:
    """Open so many hostile plans in armed repositories of these kinds, and ask for everything around each of them."""
    repos = [armed(folder / str(number) / "parent", kind) for number, kind in enumerate(kinds)]
    plans = [(repos[at % len(repos)] / f"hostile-{at}.md", text) for at, (_, text) in enumerate(hostile(count))]
    for path, text in plans:
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    before = dict(pictures(folder))
    answers = 0
    with Client(command) as client:
        options = {"trusted": False, "statusNotifications": True}
        folders = [{"uri": repo.as_uri(), "name": repo.name} for repo in repos]
        client.initialize(initializationOptions=options, rootUri=repos[0].as_uri(), workspaceFolders=folders)
        for path, text in plans:
            answers += _ask_for_everything(client, path.as_uri(), text)
        client.request("shutdown")
        client.notify("exit")
        assert client.ended() == 0
    heard = [line for line in client.errors.decode("utf-8", "replace").splitlines() if "AUDIT" in line]
    return Opened(heard, changes(before, dict(pictures(folder))), answers)


def _ask_for_everything(client: Client, uri: str, text: str) -> int:
    """Open a plan, type in it, ask every question there is, and close it; the number of answers."""
    client.open(text, uri)
    client.type(2, 0, 0, "x", uri)
    asked = {"textDocument": {"uri": uri}, "uri": uri, "worker": "W1", "position": _PLACE, "range": _WIDE}
    asked |= {"context": {"diagnostics": []}, "options": {"tabSize": 4, "insertSpaces": True}, "path": "a.txt"}
    requests = [client.ask(method, asked) for method in (*_STANDARD, *_own_requests())]
    for id_, _ in commands():
        for more in ({}, {"worker": "W1"}, {"dryRun": True}):
            given = {"command": id_, "arguments": [{"uri": uri, **more}]}
            requests.append(client.ask("workspace/executeCommand", given))
    waiting = set(requests)
    while waiting:
        waiting.discard(client.wait(lambda message: "method" not in message)["id"])
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]})
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    client.seen.clear()
    return len(requests)


def _own_requests() -> list[str]:
    """The requests that only Planloom knows, as its source names them."""
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(_FEATURES.glob("*.py")))
    return sorted(set(re.findall(r'"(planloom/\w+)"', source)))
