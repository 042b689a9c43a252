"""Rule pages taken apart: their examples, the findings marked in them, what they look like mended; and fixes applied.

An example is a section whose title begins with `Example`; the section behind it that begins with `Instead` is the same
example mended. The text stands in a `~~~~` fence, or bare. A line of carets and a rule's name marks the characters
above it. `Instead (by hand)` is a text that no fix gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from planloom.rules.analysis import Analysis
from planloom.rules.finding import Edit, Fix

MARK = re.compile(r"^ *(\^+) ([a-z]+(?:-[a-z]+)*)$")
Marked = tuple[str, int, int, int]
"""Rule, line, start and end column."""


@dataclass(frozen=True)
class Example:
    """An example as a user would have it open (`text`), the findings marked in it, and the text mended.

    `left` are the findings of other rules that the mended text still has, and marks.
    """

    text: str
    marks: tuple[Marked, ...]
    instead: str
    left: tuple[Marked, ...]
    by_hand: bool


def examples(page: str) -> Iterator[Example]:
    """The examples of a page, each with the `Instead` that follows it."""
    text, marks = _unmarked("")
    for title, body in _sections(page):
        if title.startswith("Example"):
            text, marks = _unmarked(body)
        elif title.startswith("Instead"):
            instead, left = _unmarked(body)
            yield Example(text, marks, instead, left, "by hand" in title)


def found(analysis: Analysis) -> list[Marked]:
    """The findings of an analysis as marks; an empty place is shown one character wide."""
    marks = []
    for finding in analysis.findings():
        line, start, end = analysis.absolute(finding.at)
        marks.append((finding.rule, line, start, max(end, start + 1)))
    return marks


def applied(analysis: Analysis, fix: Fix) -> str:
    """The text with one fix of an analysis applied."""
    copy = Analysis.open(str(analysis.text))
    for start, end, new in sorted((_located(analysis, edit) for edit in fix.edits), reverse=True):
        copy.edit(start, end, new)
    return str(copy.text)


def _located(analysis: Analysis, edit: Edit) -> tuple[tuple[int, int], tuple[int, int], str]:
    line, start, end = analysis.absolute(edit.at)
    until_line, until, _ = analysis.absolute(edit.until) if edit.until else (line, end, end)
    return (line, start), (until_line, until), edit.new


def _sections(page: str) -> Iterator[tuple[str, str]]:
    """Title and text of each section; headings inside a fence belong to the example in it."""
    title, lines, fenced = "", [], False
    for line in page.splitlines():
        if line.startswith("~~~~"):
            fenced = not fenced
        elif line.startswith("## ") and not fenced:
            yield title, "\n".join(lines).strip("\n") + "\n"
            title, lines = line[3:], []
        else:
            lines.append(line)
    yield title, "\n".join(lines).strip("\n") + "\n"


def _unmarked(body: str) -> tuple[str, tuple[Marked, ...]]:
    lines: list[str] = []
    marks: list[Marked] = []
    for line in body.splitlines():
        match = MARK.match(line)
        if match:
            marks.append((match[2], len(lines) - 1, match.start(1), match.end(1)))
        else:
            lines.append(line)
    return "\n".join(lines) + "\n", tuple(marks)
