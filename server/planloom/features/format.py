"""Aligns the tables of a plan, by the columns that their cells take on screen; touches nothing else.

Knows the tree; must not know files or editors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planloom.features.width import width
from planloom.model.plan import Plan
from planloom.syntax.cells import cells
from planloom.syntax.chunks import Kind, Place, Tree

_DELIMITER = re.compile(r":?-+:?")


class Line(NamedTuple):
    """A whole line of a table, as it is or as it becomes."""

    at: Place
    text: str


def align(plan: Plan) -> list[Line]:
    """What the lines that change become when the tables of a plan are aligned. Nothing for what is no plan."""
    if not plan.is_plan and not plan.is_checkpoint:
        return []
    changed: list[Line] = []
    for table in _tables(plan.tree):
        changed.extend(new for old, new in zip(table, _aligned(table), strict=True) if old.text != new.text)
    return changed


def _tables(tree: Tree) -> Iterator[list[Line]]:
    """The lines of each table, header first. Rows that lost their table are none."""
    table: list[Line] = []
    for chunk in tree.chunks:
        if chunk.kind is Kind.TABLE and not chunk.orphan:
            if chunk.state is None and table:
                yield table
                table = []
            rows = enumerate(chunk.lines)
            table.extend(Line(Place(chunk.key, index, 0, len(text)), text) for index, text in rows)
        elif table:
            yield table
            table = []
    if table:
        yield table


def _aligned(table: list[Line]) -> Iterator[Line]:
    """The same lines aligned; as they are where header and delimiter row do not fit each other."""
    rows = [cells(line.text) for line in table]
    if len(rows) < 2 or len(rows[0]) != len(rows[1]) or not all(map(_DELIMITER.fullmatch, rows[1])):
        yield from table
        return
    spaced = " -" in table[1].text or " :" in table[1].text
    least = 3 if spaced else 1
    widths = [least] * max(map(len, rows))
    for index, row in enumerate(rows):
        if index != 1:
            for column, text in enumerate(row):
                widths[column] = max(widths[column], width(text))
    for index, (line, row) in enumerate(zip(table, rows, strict=True)):
        if not row:
            yield line
            continue
        indent = line.text[: len(line.text) - len(line.text.lstrip())]
        written = _delimiters(row, widths, spaced=spaced) if index == 1 else _cells(row, rows[1], widths)
        yield line._replace(text=f"{indent}|{'|'.join(written)}|")


def _cells(row: list[str], delimiters: list[str], widths: list[int]) -> Iterator[str]:
    for column, text in enumerate(row):
        room = widths[column] - width(text)
        mark = delimiters[column] if column < len(delimiters) else "-"
        left = {(True, True): room // 2, (False, True): room}.get((mark.startswith(":"), mark.endswith(":")), 0)
        yield f" {' ' * left}{text}{' ' * (room - left)} "


def _delimiters(row: list[str], widths: list[int], *, spaced: bool) -> Iterator[str]:
    for mark, columns in zip(row, widths, strict=False):
        head, tail = mark[:1].strip("-"), mark[-1:].strip("-")
        room = columns if spaced else columns + 2
        dashes = "-" * (room - len(head) - len(tail))
        yield f" {head}{dashes}{tail} " if spaced else f"{head}{dashes}{tail}"
