"""Findings as the JSON of diagnostics, at the price of what changed.

A finding that an edit did not touch is the same object before and after it; its JSON is kept with the line numbers left
open, so that 2,000 findings that moved down a line are 2,000 string formattings and no more. Knows findings and
positions; must not know who asks for diagnostics.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    """A finding's JSON; `template` has `%d` for each of `lines`, which are where `spots` (chunk, line in it) lie.

    `first` and `last` are the least and the greatest of `lines`.
    """

    finding: Finding
    template: str
    spots: tuple[Spot, ...]
    lines: tuple[int, ...]
    first: int
    last: int
    json: bytes


class Renderer:
    """The diagnostics of one document, rendered again after each change."""

    def __init__(self, encoding: Encoding, uri: str) -> None:
        self._encoding: Encoding = encoding
        self._uri = uri
        self._kept: dict[int, _Kept] = {}
        self._ending = ""

    def render(self, analysis: Analysis, touched: Touched) -> bytes:
        """The JSON array of all findings; `touched` is what edits did since the last call."""
        findings = analysis.findings()
        kept = self._kept if analysis.text.ending == self._ending else {}
        self._ending = analysis.text.ending
        now: dict[int, _Kept] = {}
        low, high, moved = touched
        starts = first_lines(analysis.tree) if moved else {}
        for finding in findings:
            entry = kept.get(id(finding))
            if entry is not None and moved:
                entry = _follow(entry, starts)
            if entry is None or (entry.first <= high and entry.last >= low and _is_touched(entry, touched)):
                entry = self._build(finding, analysis)
            now[id(finding)] = entry
        self._kept = now
        return b"[%b]" % b",".join([entry.json for entry in now.values()])

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
        return _kept(finding, template, tuple(page.spots), tuple(page.lines))

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


def _kept(finding: Finding, template: str, spots: tuple[Spot, ...], lines: tuple[int, ...]) -> _Kept:
    return _Kept(finding, template, spots, lines, min(lines), max(lines), (template % lines).encode())


def _follow(entry: _Kept, starts: Mapping[int, int]) -> _Kept:
    """A kept finding where its lines are now."""
    lines = tuple([starts[chunk] + line for chunk, line in entry.spots])
    return entry if lines == entry.lines else _kept(entry.finding, entry.template, entry.spots, lines)


def _is_touched(entry: _Kept, touched: Touched) -> bool:
    return any(touched.low <= line <= touched.high for line in entry.lines)


def _quote(text: str) -> str:
    """A JSON string, safe within a template."""
    return json.dumps(text).replace("%", "%%")
