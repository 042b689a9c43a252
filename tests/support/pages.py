"""Rule pages taken apart: their examples, the findings marked in them, what they look like mended; and fixes applied.

An example is a section whose title begins with `Example`; the section behind it that begins with `Instead` is the same
example mended. The text stands in a `~~~~` fence, or bare. A line of carets and a rule's name marks the characters
above it. `Instead (by hand)` is a text that no fix gives. A `~~~~ facts` fence says what is known of the repository, in
the words of `support.facts`; an `Instead` without one has the example's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from planloom.model.facts import Facts
from planloom.rules.analysis import Analysis
from planloom.rules.finding import Edit, Fix
from tests.support.facts import facts

MARK = re.compile(r"^ *(\^+) ([a-z]+(?:-[a-z]+)*)$")
Marked = tuple[str, int, int, int]
"""Rule, line, start and end column."""


@dataclass(frozen=True)
class Example:
    """An example as a user would have it open (`text`), the findings marked in it, and the text mended.

    `left` are the findings of other rules that the mended text still has, and marks. `facts` and `facts_instead` are
    what is known beside either.
    """

    text: str
    marks: tuple[Marked, ...]
    instead: str
    left: tuple[Marked, ...]
    by_hand: bool
    facts: Facts | None = None
    facts_instead: Facts | None = None

    def opened(self) -> Analysis:
        """The example, analysed."""
        return opened(self.text, self.facts)

    def mended(self) -> Analysis:
        """The mended text, analysed."""
        return opened(self.instead, self.facts_instead)


def opened(text: str, known: Facts | None) -> Analysis:
    """An analysis of a text that knows these facts."""
    analysis = Analysis.open(text)
    analysis.know(known)
    return analysis


def examples(page: str) -> Iterator[Example]:
    """The examples of a page, each with the `Instead` that follows it."""
    text, marks = _unmarked("")
    known: Facts | None = None
    for title, body, said in _sections(page):
        if title.startswith("Example"):
            text, marks = _unmarked(body)
            known = facts(said) if said else None
        elif title.startswith("Instead"):
            instead, left = _unmarked(body)
            yield Example(text, marks, instead, left, "by hand" in title, known, facts(said) if said else known)


def found(analysis: Analysis) -> list[Marked]:
    """The findings of an analysis as marks; an empty place is shown one character wide."""
    marks = []
    for finding in analysis.findings():
        line, start, end = analysis.absolute(finding.at)
        marks.append((finding.rule, line, start, max(end, start + 1)))
    return marks


def applied(analysis: Analysis, fix: Fix) -> str:
    """The text with one fix of an analysis applied."""
    copy = opened(str(analysis.text), analysis.plan.facts)
    for start, end, new in sorted((_located(analysis, edit) for edit in fix.edits), reverse=True):
        copy.edit(start, end, new)
    return str(copy.text)


def _located(analysis: Analysis, edit: Edit) -> tuple[tuple[int, int], tuple[int, int], str]:
    line, start, end = analysis.absolute(edit.at)
    until_line, until, _ = analysis.absolute(edit.until) if edit.until else (line, end, end)
    return (line, start), (until_line, until), edit.new


def _sections(page: str) -> Iterator[tuple[str, str, str]]:
    """Title, text and facts of each section; headings inside a fence belong to the example in it."""
    title, fence = "", ""
    lines: list[str] = []
    said: list[str] = []
    for line in page.splitlines():
        if line.startswith("~~~~"):
            fence = "" if fence else line
        elif line.startswith("## ") and not fence:
            yield title, "\n".join(lines).strip("\n") + "\n", "\n".join(said)
            title, lines, said = line[3:], [], []
        else:
            (said if fence == "~~~~ facts" else lines).append(line)
    yield title, "\n".join(lines).strip("\n") + "\n", "\n".join(said)


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
