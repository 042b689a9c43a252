"""Findings as the JSON of diagnostics, at the price of what changed.

A finding that an edit did not touch is the same object before and after it; its JSON is kept with the line numbers left
open, so that 2,000 findings that moved down a line are 2,000 string formattings and no more. Knows findings and
positions; must not know who asks for diagnostics.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import islice, takewhile
from operator import is_
from typing import NamedTuple

from planloom.lsp.edits import Touched
from planloom.rules.analysis import Analysis
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.syntax import first_lines
from planloom.syntax.chunks import Place
from planloom.text import Text
from planloom.text.encodings import Encoding, to_code_units

RULE_PAGES = "https://planloom.dev/rules/"
SOURCE = "planloom"

Spot = tuple[int, int]


class _Kept(NamedTuple):
    """A finding's JSON; `template` has `%d` for each of `lines`, which are where `spots` (chunk, line in it) lie."""

    finding: Finding
    template: str
    spots: tuple[Spot, ...]
    lines: tuple[int, ...]
    json: bytes


class Renderer:
    """The diagnostics of one document, rendered again after each change."""

    def __init__(self, encoding: Encoding, uri: str) -> None:
        self._encoding: Encoding = encoding
        self._uri = uri
        self._kept: list[_Kept] = []
        self._findings: Sequence[Finding] = ()
        self._ending = ""

    def render(self, analysis: Analysis, touched: Touched) -> bytes:
        """All findings as the items of a JSON array; `touched` is what edits did since the last call."""
        if analysis.text.ending != self._ending:
            self._kept, self._findings, self._ending = [], (), analysis.text.ending
        findings = analysis.findings()
        head, foot = _shared(self._findings, findings)
        end = len(findings) - foot
        known = {id(entry.finding): entry for entry in self._kept[head : len(self._kept) - foot]}
        middle = [known.get(id(finding)) or self._build(finding, analysis) for finding in findings[head:end]]
        kept = [*self._kept[:head], *middle, *self._kept[len(self._kept) - foot :]]
        if touched.moved or touched.low <= touched.high:
            kept = [self._follow(entry, analysis, touched) for entry in kept]
        self._kept, self._findings = kept, findings
        return b",".join([entry.json for entry in kept])

    def _follow(self, entry: _Kept, analysis: Analysis, touched: Touched) -> _Kept:
        """A kept finding where its lines, and the client's columns in them, are now."""
        if touched.moved:
            starts = first_lines(analysis.tree)
            lines = tuple([starts[chunk] + line for chunk, line in entry.spots])
            if lines != entry.lines:
                entry = entry._replace(lines=lines, json=(entry.template % lines).encode())
        low, high, _ = touched
        if low <= high and any(low <= line <= high for line in entry.lines):
            return self._build(entry.finding, analysis)
        return entry

    def _build(self, finding: Finding, analysis: Analysis) -> _Kept:
        # The page collects lines in the order in which the template names them.
        page = _Page(first_lines(analysis.tree), analysis.text, self._encoding)
        template = (
            f'{{"range":{page.range(finding.at)},"severity":{int(finding.severity or Severity.WARNING)},'
            f'"code":"{finding.rule}","codeDescription":{{"href":"{RULE_PAGES}{finding.rule}"}},'
            f'"source":"{SOURCE}","message":{_quote(finding.message)}'
        )
        if finding.related:
            template += f',"relatedInformation":[{",".join(self._note(note, page) for note in finding.related)}]'
        if finding.fixes:
            template += f',"data":{{"fixes":[{",".join(page.fix(fix) for fix in finding.fixes)}]}}'
        template += "}"
        lines = tuple(page.lines)
        return _Kept(finding, template, tuple(page.spots), lines, (template % lines).encode())

    def _note(self, note: Related, page: _Page) -> str:
        location = f'{{"uri":{_quote(self._uri)},"range":{page.range(note.at)}}}'
        return f'{{"location":{location},"message":{_quote(note.message)}}}'


class _Page:
    """Renders the places of one finding and collects the lines they stand on."""

    def __init__(self, starts: Mapping[int, int], text: Text, encoding: Encoding) -> None:
        self._starts = starts
        self._text = text
        self._encoding: Encoding = encoding
        self.spots: list[Spot] = []
        self.lines: list[int] = []

    def range(self, at: Place, until: Place | None = None) -> str:
        """The JSON of a range; from the start of `at` to its end, or to the start of `until`."""
        start = self._position(at, at.start)
        end = self._position(at, at.end) if until is None else self._position(until, until.start)
        return f'{{"start":{start},"end":{end}}}'

    def fix(self, fix: Fix) -> str:
        """The JSON of a fix."""
        edits = ",".join(self._edit(edit) for edit in fix.edits)
        return f'{{"title":{_quote(fix.title)},"safe":{str(fix.safe).lower()},"edits":[{edits}]}}'

    def _edit(self, edit: Edit) -> str:
        new = edit.new.replace("\n", self._text.ending)
        return f'{{"range":{self.range(edit.at, edit.until)},"newText":{_quote(new)}}}'

    def _position(self, place: Place, column: int) -> str:
        line = self._starts[place.chunk] + place.line
        self.spots.append((place.chunk, place.line))
        self.lines.append(line)
        units = to_code_units(self._text.line(line), column, self._encoding) if column else 0
        return f'{{"line":%d,"character":{units}}}'


def _shared(old: Sequence[Finding], new: Sequence[Finding]) -> tuple[int, int]:
    """How many findings at the beginning, and at the end, are the same objects."""
    if len(old) == len(new) and all(map(is_, old, new)):
        return len(old), 0
    head = sum(1 for _ in takewhile(bool, map(is_, old, new)))
    rest = min(len(old), len(new)) - head
    foot = sum(1 for _ in takewhile(bool, islice(map(is_, reversed(old), reversed(new)), rest)))
    return head, foot


def _quote(text: str) -> str:
    """A JSON string, safe within a template."""
    return json.dumps(text).replace("%", "%%")
