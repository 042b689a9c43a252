"""Boxes of merged workers, ticked by a person's word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.lsp.client import Client
from tests.lsp.cockpit import CODE, Cockpit, repository
from tests.support.runs import Part, run, writing


def test_the_boxes_of_a_merged_worker_are_ticked(tmp_path: Path) -> None:
    repo = repository(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",))})
    text = Path(repo, "PLAN.md").read_text()
    with Client() as client:
        cockpit = Cockpit(client, repo, CODE)
        cockpit.offers("Run", "run")
        assert actions(cockpit, "- [ ] W1 is merged") == []
        assert run(repo).returncode == 0
        while not (found := actions(cockpit, "- [ ] W1 is merged")):
            cockpit.until(lambda message: message.get("method") == "workspace/codeLens/refresh")
        (tick,) = found
        assert tick["title"] == "Tick Done When of W1 (1)"
        (edit,) = tick["edit"]["changes"][cockpit.uri]
        assert ticked(text, edit) == text.replace("- [ ] W1 is", "- [x] W1 is")
        assert actions(cockpit, "**Goal:**") == []


def actions(cockpit: Cockpit, start: str) -> list[Any]:
    """The code actions that tick something on the line that begins so."""
    line = next(i for i, line in enumerate(Path(cockpit.repo, "PLAN.md").read_text().splitlines()) if start in line)
    at = {"line": line, "character": 0}
    asked = {"textDocument": {"uri": cockpit.uri}, "range": {"start": at, "end": at}, "context": {"diagnostics": []}}
    request = cockpit.client.ask("textDocument/codeAction", asked)
    answer = cockpit.until(lambda message: "method" not in message and message.get("id") == request)
    return [one for one in answer["result"] if one["title"].startswith("Tick")]


def ticked(text: str, edit: Any) -> str:
    """A text after an edit within a line."""
    lines = text.split("\n")
    start, end = edit["range"]["start"], edit["range"]["end"]
    line = lines[start["line"]]
    lines[start["line"]] = line[: start["character"]] + edit["newText"] + line[end["character"] :]
    return "\n".join(lines)
