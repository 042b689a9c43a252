"""The forms of `check`, on findings made for them: what stands where, in which columns."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import planloom
from planloom.cli.located import Change, Checked, Located, Mending, Note, Span
from planloom.cli.report import github, sarif, text
from planloom.cli.report import json as json_report
from planloom.cli.report.snippet import Underline, draw

SCHEMAS = Path(planloom.__file__).parent / "schemas"
LINE = "| 日本/ファイル.md | 🦀 PRIMARY |"
START = LINE.index("PRIMARY")


def found(line: str = LINE, word: str = "PRIMARY", **more: Any) -> Checked:
    """A file of one line with one finding on a word of it."""
    start = line.index(word)
    span = Span(0, start, 0, start + len(word))
    finding = Located("shared-primary", "error", "Two own it", span, **more)
    return Checked("docs/a plan.md", True, (finding,), (line, "second"))


def shown(file: Checked) -> list[str]:
    return "".join(text.write([file])).splitlines()


@pytest.mark.parametrize(
    ("line", "word", "drawn", "marks"),
    [
        ("a PRIMARY b", "PRIMARY", "a PRIMARY b", "  ^^^^^^^"),
        ("日本 PRIMARY", "PRIMARY", "日本 PRIMARY", "     ^^^^^^^"),
        ("🦀 x 日本 y", "日本", "🦀 x 日本 y", "     ^^^^"),
        ("\tx\tPRIMARY", "PRIMARY", "    x   PRIMARY", "        ^^^^^^^"),
        ("e\u0301e\u0301 PRIMARY", "PRIMARY", "e\u0301e\u0301 PRIMARY", "   ^^^^^^^"),
        ("a\u200bb", "\u200b", "a<U+200B>b", " ^^^^^^^^"),
        ("\x1b[31mred", "red", "<U+001B>[31mred", "            ^^^"),
    ],
)
def test_marks_stand_under_what_they_mark(line: str, word: str, drawn: str, marks: str) -> None:
    start = line.index(word)
    assert draw(line, [Underline(start, start + len(word), "^")], 80) == (drawn, marks)


def test_an_empty_span_is_marked_once() -> None:
    assert draw("ab", [Underline(2, 2, "^")], 80) == ("ab", "  ^")


def test_a_long_line_is_cut_around_its_finding() -> None:
    line = "x" * 5000 + "PRIMARY" + "y" * 5000
    drawn, marks = draw(line, [Underline(5000, 5007, "^")], 80)
    assert len(drawn) <= 80
    assert drawn[marks.index("^") : marks.index("^") + 7] == "PRIMARY"


def test_other_places_on_the_line_share_its_row_of_marks() -> None:
    line = "| a.rs | PRIMARY | PRIMARY |"
    other = line.rindex("PRIMARY")
    lines = shown(found(line, notes=(Note(Span(0, other, 0, other + 7), "W2 too"),)))
    assert lines[2:5] == [
        "1 | | a.rs | PRIMARY | PRIMARY |",
        "  |          ^^^^^^^   -------",
        " --> docs/a plan.md:1:20: W2 too",
    ]


def test_many_other_places_are_counted_not_listed() -> None:
    notes = tuple(Note(Span(1, 0, 1, 6), f"place {n}") for n in range(9))
    assert " --> and 4 more places" in shown(found(notes=notes))


def test_a_conflict_that_is_found_on_both_sides_is_shown_once() -> None:
    one, other = Span(0, 2, 0, 9), Span(1, 0, 1, 6)
    findings = tuple(
        Located("shared-primary", "error", "Two own it", here, (Note(there, "and here"),))
        for here, there in ((one, other), (other, one))
    )
    lines = shown(Checked("a.md", True, findings, ("a PRIMARY", "second")))
    assert sum("error[shared-primary]" in line for line in lines) == 1
    assert lines[-1] == "Found 1 error in 1 plan."


def test_the_summary_counts_and_says_what_fix_would_do() -> None:
    fix = Mending("Take it out", True, (Change(Span(0, 0, 0, 1), ""),))
    lines = shown(found(fixes=(fix,)))
    assert "  = fix: Take it out (safe)" in lines
    assert lines[-1] == "Found 1 error in 1 plan; 1 fixable with --fix."


def test_colours_only_on_a_terminal_and_never_against_the_users_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in "\n".join(shown(found()))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[31;1merror[shared-primary]\x1b[0m" in shown(found())[0]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in "\n".join(shown(found()))


def test_json_counts_utf16_and_keeps_to_its_schema() -> None:
    fix = Mending("Take it out", True, (Change(Span(0, START, 0, START + 7), "MODIFY"),))
    note = Note(Span(1, 0, 1, 6), "here")
    document = json.loads("".join(json_report.write([found(notes=(note,), fixes=(fix,))])))
    jsonschema.validate(document, json.loads((SCHEMAS / "check.json").read_text()))
    (finding,) = document["files"][0]["findings"]
    start = len(LINE[:START].encode("utf-16-le")) // 2
    assert start == START + 1
    assert finding["range"]["start"] == {"line": 0, "character": start}
    assert finding["fixes"][0]["edits"][0]["range"]["end"] == {"line": 0, "character": start + 7}
    assert finding["related"][0]["path"] == "docs/a plan.md"


def test_sarif_names_every_rule_and_places_findings_from_1() -> None:
    note = Note(Span(1, 0, 1, 6), "here")
    run = json.loads("".join(sarif.write([found(notes=(note,))])))["runs"][0]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    start = START + 1
    assert place["artifactLocation"] == {"uri": "docs/a%20plan.md"}
    assert place["region"] == {"startLine": 1, "startColumn": start + 1, "endLine": 1, "endColumn": start + 8}
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 2
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == "shared-primary"
    assert rule["help"]["markdown"].startswith(rule["shortDescription"]["text"])


def test_github_annotations_escape_what_would_end_them() -> None:
    file = found("a PRIMARY")
    odd = file.findings[0]._replace(message="50% of\nit", severity="hint")
    (line,) = github.write([file._replace(path="a,b:c.md", findings=(odd,))])
    assert line == (
        "::notice file=a%2Cb%3Ac.md,line=1,endLine=1,col=3,endColumn=10,title=shared-primary::50%25 of%0Ait\n"
    )
