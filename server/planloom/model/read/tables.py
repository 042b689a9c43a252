"""Claims out of tables of paths: the matrix, the table with one owner a row, and plain lists of paths.

A row costs what its filled cells cost: a large matrix has thousands of rows and dozens of columns, nearly all of them
empty. Knows rows and their meaning; must not know lists and trees, nor other tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.pattern import parse
from planloom.model.plan import Claim, Denial, OddCell, Role, Source
from planloom.model.read import roles
from planloom.model.read.cells import Spot, split_suffixes, spots
from planloom.model.read.context import Environment, TableMeaning
from planloom.model.read.inside import Inside
from planloom.model.read.owners import owners
from planloom.model.read.raw import Raw
from planloom.model.read.shapes import bare
from planloom.syntax.chunks import Chunk, Place

_SPLIT = re.compile(r"(?<!\\)\|")
_EMPTY = frozenset(("", " ", "  ", " - ", "-", " — ", " – ", "—", "–", "   ", "    ", "     "))
_NO_OWNER = re.compile(r"\W*(?:|none|nobody|n/a|all|each|every|any|shared|tbd)\b", re.IGNORECASE)
_BOLD = re.compile(r"\s*\*\*`?([^*`|]+?)`?/?\*\*`?/?\s*(?:\([^|()]*\)\s*)?")


class Row(NamedTuple):
    """A body row: its line number, its raw cells, and the column where the first of them begins."""

    number: int
    parts: list[str]
    start: int


class Paths(NamedTuple):
    """The paths of a row's first cell, relative to the group row above."""

    spots: list[Spot]
    key: int
    number: int
    start: int
    group: str

    def place(self, spot: Spot) -> Place:
        """Where a path stands."""
        return Place(self.key, self.number, self.start + spot.start, self.start + spot.end)


def rows(chunk: Chunk) -> Iterator[Row]:
    """The body rows of a table's chunk."""
    first = 2 if chunk.state is None and not chunk.orphan else 0
    for number in range(first, len(chunk.lines)):
        line = chunk.lines[number]
        parts = line.split("|") if "\\" not in line else _SPLIT.split(line)
        if len(parts) < 2:
            continue
        lead = parts[0]
        if not lead or lead.isspace():
            yield Row(number, parts[1:], len(lead) + 1)
        else:
            yield Row(number, parts, 0)


def matrix(chunk: Chunk, meaning: TableMeaning, environment: Environment, inside: Inside) -> Raw:
    """The claims of a matrix: a path in the first column, what each worker does with it in the worker's column."""
    raw = Raw.begin(inside)
    key, legend, workers, table = chunk.key, environment.legend, meaning.workers, inside.first
    notes, group, width = meaning.column("notes"), inside.group, len(workers)
    known: dict[str, roles.Meaning] = {}
    for number, parts, start in rows(chunk):
        filled = [i for i, part in enumerate(parts) if part not in _EMPTY]
        if not filled or filled[0] != 0:
            continue
        if len(filled) == 1 and "**" in parts[0]:
            group = _group(parts[0], group)
            continue
        described = notes < 0 or notes in filled
        paths: Paths | None = None
        for i in filled[1:]:
            if i >= width or workers[i] is None:
                continue
            part = parts[i]
            text = part.strip()
            said = known.get(text) or known.setdefault(text, roles.cell(text, legend))
            if said is roles.NOTHING:
                continue
            if paths is None:
                paths = Paths(_row_paths(parts[0]), key, number, start, group)
            column = start + sum(map(len, parts[:i])) + i + len(part) - len(part.lstrip())
            at = Place(key, number, column, column + len(text))
            cell = _Cell(workers[i] or "", text, at, described or (said.role is Role.MODIFY and " " in text))
            _matrix_cell(raw, paths, cell, said, table)
    return raw.end(Inside(table, group))


class _Cell(NamedTuple):
    worker: str
    text: str
    at: Place
    described: bool


def _matrix_cell(raw: Raw, paths: Paths, cell: _Cell, said: roles.Meaning, table: int) -> None:
    if said.role is None and not said.denied:
        _unknown(raw, paths, cell, said, table)
        return
    role = said.role
    for spot in paths.spots:
        for path in _resolved(spot, paths.group):
            if role is None:
                raw.denials.append(Denial(cell.worker, spot.written, parse(path), cell.at))
                continue
            raw.claims.append(
                Claim(
                    path,
                    parse(path),
                    cell.worker,
                    role,
                    Source.MATRIX,
                    paths.place(spot),
                    cell.at,
                    spot.written,
                    spot.lines,
                    said.shared,
                    cell.described,
                    said.creates or (role is Role.PRIMARY and roles.note(spot.note).creates),
                    False,
                    table,
                )
            )


def _unknown(raw: Raw, paths: Paths, cell: _Cell, said: roles.Meaning, table: int) -> None:
    """A cell without a role word: paths of its own (a matrix of surfaces), or odd."""
    own = spots(cell.text) if "`" in cell.text and not paths.spots else []
    for spot in own:
        note = roles.note(spot.note)
        marked = spot.note[:1] in roles.MARKS and spot.note != ""
        role = note.role or (Role.MODIFY if marked else Role.PRIMARY)
        at = Place(cell.at.chunk, cell.at.line, cell.at.start + spot.start, cell.at.start + spot.end)
        raw.claims.append(
            Claim(
                spot.path,
                parse(spot.path),
                cell.worker,
                role,
                Source.MATRIX,
                at,
                at,
                spot.written,
                spot.lines,
                marked or note.shared,
                True,
                note.creates,
                False,
                table,
            )
        )
    if not own and paths.spots and not said.known and _is_word(cell.text):
        raw.odd.append(OddCell(cell.text, cell.at, table))


def _is_word(text: str) -> bool:
    """Whether a cell is a word or two, so that it may be meant for a role; anything longer is prose."""
    return len(text) <= 24 and text.count(" ") <= 1 and any(c.isalpha() for c in text) and not set(text) & set("`./¹²³")


def _row_paths(cell: str) -> list[Spot]:
    """The paths of a path column's cell."""
    text = cell.strip()
    left = len(cell) - len(cell.lstrip())
    if "`" not in text and " " not in text:
        shape = bare(text, column=True)
        if shape:
            return [Spot(shape.path, text, left, left + len(text), shape.lines)]
    return [spot._replace(start=spot.start + left, end=spot.end + left) for spot in spots(text, column=True)]


def _group(cell: str, group: str) -> str:
    """The path that a bold row alone gives to the rows below it; "" for a heading that is no path."""
    match = _BOLD.fullmatch(cell)
    if not match:
        return group
    text = match[1].strip().rstrip("/") + "/"
    return text if bare(text) else ""


def _resolved(spot: Spot, group: str) -> tuple[str, ...]:
    """The paths that a spot stands for, below the group row's path where they do not begin with it."""
    path = spot.path
    if (
        group
        and path[0] not in "/!."
        and not path.startswith(group)
        and path.partition("/")[0] != group.partition("/")[0]
    ):
        path = group + path
    return split_suffixes(path) if path[-5:].count("/") and path[-1] != "/" else (path,)


def owner_table(chunk: Chunk, meaning: TableMeaning, environment: Environment, inside: Inside) -> Raw:
    """The claims of a table with one owner (or a few) in each row; an action column gives the role."""
    raw = Raw.begin(inside)
    columns = (meaning.column("path"), meaning.column("owner"), meaning.column("action"), meaning.column("lines"))
    path_column, owner_column, action_column, lines_column = columns
    group = inside.group
    for number, parts, start in rows(chunk):
        if max(path_column, owner_column) >= len(parts):
            continue
        if "**" in parts[path_column] and not any(p.strip() for i, p in enumerate(parts) if i != path_column):
            group = _group(parts[path_column], group)
            continue
        at = _cell_place(chunk.key, number, parts, owner_column, start)
        owner = parts[owner_column].strip()
        found = owners(owner, environment)
        if not found.workers:
            continue
        offset = start + sum(map(len, parts[:path_column])) + path_column
        paths = Paths(_row_paths(parts[path_column]), chunk.key, number, offset, group)
        action = parts[action_column].strip() if 0 <= action_column < len(parts) else ""
        role_at = _cell_place(chunk.key, number, parts, action_column, start) if action else at
        lines = _lines(parts[lines_column]) if 0 <= lines_column < len(parts) else None
        said = _owner_role(found.rest, action)
        for spot in paths.spots:
            _owned(raw, _Owned(paths, spot, found.workers, said, role_at, inside.first, lines))
    return raw.end(Inside(inside.first, group))


class _Owned(NamedTuple):
    paths: Paths
    spot: Spot
    workers: tuple[str, ...]
    said: roles.Meaning
    role_at: Place
    table: int
    lines: tuple[int, int] | None


def _owned(raw: Raw, row: _Owned) -> None:
    spot, said = row.spot, row.said
    note = roles.note(spot.note)
    if not said.known and note.role:
        said = note
    role = said.role or Role.PRIMARY
    for worker in row.workers:
        for path in _resolved(spot, row.paths.group):
            if said.denied:
                raw.denials.append(Denial(worker, spot.written, parse(path), row.role_at))
                continue
            raw.claims.append(
                Claim(
                    path,
                    parse(path),
                    worker,
                    role,
                    Source.OWNER_TABLE,
                    row.paths.place(spot),
                    row.role_at,
                    spot.written,
                    spot.lines or row.lines,
                    said.shared,
                    True,
                    said.creates or note.creates,
                    False,
                    row.table,
                )
            )


def _owner_role(rest: str, action: str) -> roles.Meaning:
    """What the owner does: as the action says, else the words behind the owner's name."""
    if action:
        said = roles.cell(action)
        if said.role or said.denied:
            return said
    return roles.note(rest) if rest.strip() else roles.UNKNOWN


def _lines(cell: str) -> tuple[int, int] | None:
    shape = bare("x.x:" + cell.strip().replace(" ", "").removeprefix("L"))
    return shape.lines if shape else None


def _cell_place(key: int, number: int, parts: list[str], column: int, start: int) -> Place:
    part = parts[column]
    text = part.strip()
    at = start + sum(map(len, parts[:column])) + column + len(part) - len(part.lstrip())
    return Place(key, number, at, at + len(text))


def path_table(chunk: Chunk, meaning: TableMeaning, worker: str, inside: Inside) -> Raw:
    """The claims of a table of paths alone, all of them `worker`'s, whose section it stands in."""
    raw = Raw.begin(inside)
    column, action = meaning.column("path"), meaning.column("action")
    for number, parts, start in rows(chunk):
        if column >= len(parts):
            continue
        offset = start + sum(map(len, parts[:column])) + column
        paths = Paths(_row_paths(parts[column]), chunk.key, number, offset, inside.group)
        said = roles.cell(parts[action].strip()) if 0 <= action < len(parts) else roles.UNKNOWN
        for spot in paths.spots:
            if spot.before.count(" ") <= 3:
                _owned(raw, _Owned(paths, spot, (worker,), said, paths.place(spot), inside.first, None))
    return raw.end(Inside(inside.first, inside.group))
