"""`check --format sarif`: SARIF 2.1.0, for code scanning services.

Knows that form and the pages of the rules. Columns count UTF-16 code units from 1, as `columnKind` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from planloom import __version__
from planloom.cli.located import WORDS, Checked, Located, Mending, Span
from planloom.cli.report.json import range_of
from planloom.cli.screen import document
from planloom.rules.rule import Rule, all_rules

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}


def write(files: Iterable[Checked]) -> Iterator[str]:
    """The report, in pieces."""
    rules = list(all_rules().values())
    index = {rule.name: number for number, rule in enumerate(rules)}
    results = [_result(file, finding, index) for file in files for finding in file.findings]
    driver = {"name": "planloom", "version": __version__, "rules": [_rule(rule) for rule in rules]}
    run = {"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "results": results}
    yield document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVELS[WORDS[rule.severity]]},
        "properties": {"tags": [rule.group]},
    }


def _result(file: Checked, finding: Located, index: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(file, finding.span)],
    }
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    if finding.notes:
        notes = enumerate(finding.notes, 1)
        result["relatedLocations"] = [
            {"id": number, "message": {"text": note.message}, **_location(file, note.span)} for number, note in notes
        ]
    if finding.fixes:
        result["fixes"] = [_fix(file, fix) for fix in finding.fixes]
    return result


def _location(file: Checked, span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(file), "region": _region(file.lines, span)}}


def _fix(file: Checked, fix: Mending) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(file.lines, change.span), "insertedContent": {"text": change.new}}
        for change in fix.changes
    ]
    changes = [{"artifactLocation": _artifact(file), "replacements": replacements}]
    return {"description": {"text": fix.title}, "artifactChanges": changes}


def _artifact(file: Checked) -> dict[str, str]:
    path = PurePath(file.path)
    return {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())}


def _region(lines: Sequence[str], span: Span) -> dict[str, int]:
    place = range_of(lines, span)
    return {
        "startLine": place["start"]["line"] + 1,
        "startColumn": place["start"]["character"] + 1,
        "endLine": place["end"]["line"] + 1,
        "endColumn": place["end"]["character"] + 1,
    }
