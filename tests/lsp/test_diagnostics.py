"""Diagnostics that followed edits say the same as diagnostics of the final text, for a small price."""

from __future__ import annotations

import json
import os
from random import Random
from typing import Any

import pytest

from planloom.lsp.diagnostics import Renderer
from planloom.lsp.documents import Document
from planloom.lsp.edits import ALL
from planloom.model.settings import Settings
from planloom.rules.finding import Finding
from planloom.syntax.chunks import Place
from planloom.text.encodings import ENCODINGS, Encoding, to_code_units
from tests.lsp.client import PLAN, SELF_LINE
from tests.support.plans import JUNK, plan

SCRIPTS = int(os.environ.get("PLANLOOM_EDIT_SCRIPTS", "40"))


def opened(text: str, encoding: Encoding = "utf-16") -> Document:
    document = Document("file:///plan.md", 1, encoding)
    document.open(text, Settings())
    return document


def shown(document: Document) -> list[dict[str, Any]]:
    return json.loads(b"[%b]" % document.diagnostics())


def insert(document: Document, line: int, character: int, text: str) -> None:
    place = {"line": line, "character": character}
    document.change(None, [{"range": {"start": place, "end": place}, "text": text}])


@pytest.mark.parametrize("seed", range(SCRIPTS))
def test_diagnostics_kept_through_edits_are_what_they_would_be_afresh(seed: int) -> None:
    random = Random(seed)
    document = opened(plan(random), ENCODINGS[seed % 3])
    document.diagnostics()
    for version in range(2, 8):
        changes = [random_change(random, document) for _ in range(random.choice((1, 1, 1, 2, 3)))]
        for change in changes:
            document.change(version, [change])
        afresh = Renderer(document.encoding, document.uri).render(document.analysis, ALL)
        assert clamped(shown(document), document) == clamped(json.loads(b"[%b]" % afresh), document)


def clamped(value: Any, document: Document) -> Any:
    """The JSON with positions past the end of a line at its end, where every client takes them to be."""
    if isinstance(value, list):
        return [clamped(one, document) for one in value]
    if not isinstance(value, dict):
        return value
    if "character" in value:
        text = document.analysis.text
        content = text.line(min(value["line"], text.line_count - 1))
        return value["line"], min(value["character"], to_code_units(content, len(content), document.encoding))
    return {key: clamped(one, document) for key, one in value.items()}


def random_change(random: Random, document: Document) -> dict[str, Any]:
    """A small edit somewhere, most often within a line."""
    text = document.analysis.text
    line = random.randrange(text.line_count)
    content = text.line(line)
    start = random.randrange(len(content) + 1)
    last = line if random.random() < 0.8 else min(line + random.randrange(3), text.line_count - 1)
    end = random.randrange(start, len(content) + 1) if last == line else 0
    new = random.choice((*JUNK, "x", "😀", "é", "\n", "\n\n", "", "W1", "| PRIMARY "))
    return {
        "range": {
            "start": {"line": line, "character": to_code_units(content, start, document.encoding)},
            "end": {"line": last, "character": to_code_units(text.line(last), end, document.encoding)},
        },
        "text": new,
    }


def test_findings_that_an_edit_did_not_touch_are_not_rendered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    document = opened(PLAN)
    assert any("itself" in one["message"] for one in shown(document))
    built: list[str] = []
    monkeypatch.setattr("planloom.lsp.diagnostics._quote", lambda text: built.append(text) or '""')
    insert(document, 6, 20, "x")
    document.diagnostics()
    assert not any("itself" in text for text in built)


def test_findings_move_with_the_lines_above_them() -> None:
    document = opened(PLAN)
    before = shown(document)
    insert(document, 1, 0, "\n\n")
    moved = [line_of(one) - 2 * (line_of(one) > 1) for one in shown(document)]
    assert moved == [line_of(one) for one in before]


def line_of(diagnostic: dict[str, Any]) -> int:
    return diagnostic["range"]["start"]["line"]


def test_columns_are_right_when_text_before_them_becomes_wider_for_the_client() -> None:
    document = opened(PLAN.replace("W1 😀, W2", "W1 xx, W2"))
    first = one(document, "self-dependency")
    start = PLAN.splitlines()[SELF_LINE].index("😀")
    place = {"start": {"line": SELF_LINE, "character": start}, "end": {"line": SELF_LINE, "character": start + 1}}
    document.change(2, [{"range": place, "text": "😀"}])
    second = one(document, "self-dependency")
    assert second["range"]["start"]["character"] == first["range"]["start"]["character"] + 1


def test_a_fix_ends_its_lines_as_the_document_does() -> None:
    document = opened(PLAN.replace("\n", "\r\n"))
    edits = [
        edit["newText"]
        for one in shown(document)
        for fix in one.get("data", {"fixes": ()})["fixes"]
        for edit in fix["edits"]
    ]
    with_lines = [new for new in edits if "\n" in new]
    assert with_lines
    assert all("\n" not in new.replace("\r\n", "") for new in with_lines)


def test_a_percent_sign_is_a_percent_sign() -> None:
    document = opened(PLAN)
    finding = Finding("some-rule", "100% of %d and %%", Place(document.analysis.tree.chunks[0].key, 0, 0, 1))
    document.analysis.findings = lambda: (finding,)  # type: ignore[method-assign]
    assert [one["message"] for one in shown(document)] == ["100% of %d and %%"]


def one(document: Document, rule: str) -> dict[str, Any]:
    fitting = [diagnostic for diagnostic in shown(document) if diagnostic["code"] == rule]
    assert len(fitting) == 1
    return fitting[0]
