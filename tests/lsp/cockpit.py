"""A client with a plan open in a real repository, that gives commands and answers what the server asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client
from tests.support.repos import commit
from tests.support.runs import Part, sample

Message = dict[str, Any]
# VS Code: diagnostics pushed, progress, files opened for the server. Neovim: diagnostics asked for, utf-8.
CODE: Message = {
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
    "workspace": {"codeLens": {"refreshSupport": True}},
}
NEOVIM: Message = {
    "general": {"positionEncodings": ["utf-8"]},
    "workspace": {"diagnostics": {"refreshSupport": True}},
    "textDocument": {"diagnostic": {}},
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
}
PLAIN: Message = {}
_REFRESH = ("workspace/codeLens/refresh", "workspace/diagnostic/refresh")
PROFILES = pytest.mark.parametrize("profile", [CODE, NEOVIM], ids=["code", "neovim"])
SHELL = {".planloom.toml": '[run]\nagent = "shell"\n'}


def repository(folder: Path, parts: Mapping[str, Part]) -> Path:
    """A repository with a plan whose workers are scripts, and settings that say so."""
    repo = sample(folder, parts)
    commit(repo, SHELL, "Settings")
    return repo


class Cockpit:
    """Everything that a user sees and does. `answers`: what is chosen when the server asks, in this order."""

    def __init__(self, client: Client, repo: Path, capabilities: Message, *, trusted: bool = True, **more: Any) -> None:
        self.client, self.repo = client, repo
        self.uri = Path(repo, "PLAN.md").as_uri()
        self.answers: list[str | None] = []
        self.questions: list[Message] = []
        self.shown: list[str] = []
        self.files: list[str] = []
        self.edits: list[Message] = []
        self.on_save: Callable[[], bool] = lambda: False
        self.on_question: Callable[[], object] = lambda: None
        self.progress: list[Message] = []
        self.on_progress: Callable[[Message], None] = self.progress.append
        options = {"initializationOptions": {"trusted": trusted, **more}}
        self.agreed = client.initialize(capabilities, **options)
        client.open(Path(repo, "PLAN.md").read_text(), self.uri)

    def command(self, name: str, *answers: str | None, **more: Any) -> Any:
        """Give a command; its answer. What was said before is forgotten."""
        self.shown.clear()
        self.answers = list(answers)
        arguments = [{"uri": self.uri, **more}]
        request = self.client.ask("workspace/executeCommand", {"command": f"planloom.{name}", "arguments": arguments})
        answer = self.until(lambda message: "method" not in message and message.get("id") == request)
        assert "result" in answer, answer
        assert not self.answers
        return answer["result"]

    def lenses(self) -> list[tuple[str, str]]:
        """The lenses as they are now: title, and the command's last part with the worker that it is about."""
        request = self.client.ask("textDocument/codeLens", {"textDocument": {"uri": self.uri}})
        answer = self.until(lambda message: "method" not in message and message.get("id") == request)
        return [(one["command"]["title"], _meant(one["command"])) for one in answer["result"]]

    def offers(self, title: str, meant: str) -> None:
        """Wait until a lens is there; asked again when the client is told to."""
        while (title, meant) not in self.lenses():
            self.until(lambda message: message.get("method") in _REFRESH)

    def said(self, *words: str) -> str:
        """Wait for a message that holds these words; its text."""
        for text in self.shown:
            if all(word in text for word in words):
                return text
        found = self.until(lambda message: _is_said(message) and all(word in _text(message) for word in words))
        return _text(found)

    def until(self, fits: Callable[[Message], bool]) -> Message:
        """Wait for a message, and answer what is asked meanwhile."""
        while True:
            message = self.client.wait(lambda _: True)
            self._take(message)
            if fits(message):
                return message

    def _take(self, message: Message) -> None:
        method, params = message.get("method"), message.get("params")
        if method == "window/showMessage":
            self.shown.append(_text(message))
        elif method == "$/progress" and params:
            self.on_progress(params)
        elif method and "id" in message:
            self.client.send({"jsonrpc": "2.0", "id": message["id"], "result": self._answer(method, params)})

    def _answer(self, method: str, params: Any) -> Any:
        if method == "window/showMessageRequest":
            self.questions.append(params)
            self.on_question()
            title = self.answers.pop(0)
            return {"title": title} if title else None
        if method == "window/showDocument":
            self.files.append(params["uri"])
            return {"success": True}
        if method == "workspace/applyEdit":
            self.edits.append(params["edit"])
            return {"applied": True}
        if method == "planloom/save":
            return {"saved": self.on_save()}
        return None


def _is_said(message: Message) -> bool:
    return message.get("method") == "window/showMessage"


def _text(message: Message) -> str:
    return str(message["params"]["message"])


def _meant(command: Message) -> str:
    worker = command["arguments"][0].get("worker")
    name = command["command"].removeprefix("planloom.")
    return f"{name} {worker}" if worker else name
