"""`check --format text`: each finding with its line, the span underlined, the other places, the fixes.

Knows findings and the screen; must not know options or files.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from planloom.cli.located import Checked, Located, Note, Span
from planloom.cli.report.snippet import Underline, draw
from planloom.cli.screen import Paint, columns
from planloom.text.visible import visible

COLOURS = {"error": "red", "warning": "yellow", "information": "blue", "hint": "cyan"}
_NOTES = 5


class Frame(NamedTuple):
    """How a finding is drawn: the colours, the width of line numbers, the columns left for a line of the plan."""

    paint: Paint
    gutter: int
    room: int


def write(files: Iterable[Checked]) -> Iterator[str]:
    """The report, finding by finding, and a line that counts."""
    paint = Paint(sys.stdout)
    found: Counter[str] = Counter()
    for file in files:
        found.update(files=1, plans=int(file.is_plan), fixed=file.fixed)
        for finding in _once(file.findings):
            found.update([finding.severity, *(["fixable"] if any(fix.safe for fix in finding.fixes) else [])])
            yield "\n".join(draw_finding(file, finding, paint)) + "\n\n"
    yield "".join(f"{line}\n" for line in _summary(found, paint))


def _once(findings: Iterable[Located]) -> Iterator[Located]:
    """The findings without those that say from the other side what one before them said already."""
    said: dict[tuple[str, Span], set[Span]] = {}
    for finding in findings:
        if not any(finding.span in said.get((finding.rule, note.span), ()) for note in finding.notes):
            said.setdefault((finding.rule, finding.span), set()).update(note.span for note in finding.notes)
            yield finding


def draw_finding(file: Checked, finding: Located, paint: Paint) -> Iterator[str]:
    """The lines that show one finding."""
    span, notes = finding.span, finding.notes[:_NOTES]
    gutter = len(str(1 + max(span.line, *(note.span.line for note in notes), 0)))
    frame = Frame(paint, gutter, max(40, columns() - gutter - 3))
    colour = COLOURS[finding.severity]
    title = paint(f"{finding.severity}[{finding.rule}]", colour, "bold")
    yield f"{paint(_where(file, span.line, span.column), 'bold')}: {title} {visible(finding.message)}"
    beside = [_dashes(note) for note in notes if note.span.line == span.line]
    yield f"{' ' * gutter} {paint('|', 'blue')}"
    yield from _line(file, span.line, [Underline(span.column, span.end_column, "^"), *beside], frame, colour)
    yield from _notes(file, finding, notes, frame)
    for fix in finding.fixes:
        label = paint("fix", "green", "bold")
        yield f"{' ' * gutter} {paint('=', 'blue')} {label}: {visible(fix.title)}{' (safe)' if fix.safe else ''}"


def _notes(file: Checked, finding: Located, notes: Sequence[Note], frame: Frame) -> Iterator[str]:
    indent = " " * frame.gutter + frame.paint("-->", "blue")
    for line, group in groupby(notes, key=lambda note: note.span.line):
        together = list(group)
        for note in together:
            yield f"{indent} {_where(file, line, note.span.column)}: {visible(note.message)}"
        if line != finding.span.line:
            yield from _line(file, line, [_dashes(note) for note in together], frame, "blue")
    left = len(finding.notes) - len(notes)
    if left:
        yield f"{indent} and {_count(left, 'more place')}"


def _line(file: Checked, line: int, marks: list[Underline], frame: Frame, colour: str) -> Iterator[str]:
    paint = frame.paint
    bar = paint("|", "blue")
    text = file.lines[line] if line < len(file.lines) else ""
    shown, row = draw(text, marks, frame.room)
    yield f"{paint(f'{line + 1:>{frame.gutter}}', 'blue')} {bar} {shown}".rstrip()
    yield f"{' ' * frame.gutter} {bar} {paint(row, colour)}"


def _dashes(note: Note) -> Underline:
    return Underline(note.span.column, note.span.end_column, "-")


def _where(file: Checked, line: int, column: int) -> str:
    return f"{visible(file.path)}:{line + 1}:{column + 1}"


def _summary(found: Counter[str], paint: Paint) -> Iterator[str]:
    if found["fixed"]:
        yield paint(f"Fixed {_count(found['fixed'], 'finding')}.", "green")
    if not found["plans"] and not any(found[word] for word in COLOURS):
        yield f"No plan in {_count(found['files'], 'file')}."
        return
    words = {"error": "error", "warning": "warning", "information": "note", "hint": "hint"}
    counts = [_count(found[word], shown) for word, shown in words.items() if found[word]]
    where = f"in {_count(found['plans'], 'plan')}"
    if not counts:
        yield paint(f"All is well {where}.", "green")
        return
    fixable = f"; {found['fixable']} fixable with --fix" if found["fixable"] else ""
    yield f"Found {', '.join(counts)} {where}{fixable}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
