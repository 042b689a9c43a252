"""Claims out of the matrix: a path in the first column, what each worker does with it in the worker's own.

Knows rows and the workers of the columns; must not know other tables.
"""

from __future__ import annotations

from typing import NamedTuple

from planloom.model.pattern import parse
from planloom.model.plan import Claim, Denial, OddCell, Role, Source
from planloom.model.read import roles
from planloom.model.read.cells import spots
from planloom.model.read.context import Environment, TableMeaning
from planloom.model.read.inside import Inside
from planloom.model.read.path_cells import Row, Target, group_of, rows, targets
from planloom.model.read.raw import Raw
from planloom.syntax.chunks import Chunk, Place
from planloom.text.values import made

_MODIFY, _PRIMARY, _MATRIX = Role.MODIFY, Role.PRIMARY, Source.MATRIX

_EMPTY = frozenset(("", " ", "  ", " - ", "-", " — ", " – ", "—", "–", "   ", "    ", "     "))
_NO_WORD = frozenset("`./¹²³")


class _Columns(NamedTuple):
    """What is the same in all rows of a chunk; `group` is the path of the last group row."""

    key: int
    table: int
    workers: tuple[str | None, ...]
    notes: int
    environment: Environment
    group: str


class _Cell(NamedTuple):
    worker: str
    text: str
    at: Place
    said: roles.Meaning
    table: int


def matrix(chunk: Chunk, meaning: TableMeaning, environment: Environment, inside: Inside) -> Raw:
    """The ownership that the rows of a matrix give."""
    raw = Raw.begin(inside)
    columns = _Columns(chunk.key, inside.first, meaning.workers, meaning.column("notes"), environment, inside.group)
    for row in rows(chunk):
        filled = [i for i, part in enumerate(row.parts) if part not in _EMPTY]
        if not filled or filled[0] != 0:
            continue
        if len(filled) == 1:
            if "**" in row.parts[0]:
                columns = columns._replace(group=group_of(row.parts[0], columns.group))
            continue
        _row(raw, row, filled, columns)
    return raw.end(Inside(inside.first, columns.group))


def _row(raw: Raw, row: Row, filled: list[int], columns: _Columns) -> None:
    """The claims of one row, from its filled cells."""
    key, table, workers, notes, environment, group = columns
    known: dict[str, roles.Meaning] = environment.memory.said
    noted = notes < 0 or (notes < len(row.parts) and row.parts[notes].strip() not in _EMPTY)
    found: list[Target] | None = None
    for i in filled[1:]:
        worker = workers[i] if i < len(workers) else None
        if worker is None:
            continue
        text = row.parts[i].strip()
        said = known.get(text)
        if said is None:
            said = known[text] = roles.cell(text, environment.legend)
        if said is roles.NOTHING:
            continue
        if found is None:
            found = targets(row, 0, key, group)
        role, role_at = said.role, row.place(key, i)
        if role is None:
            _without_role(raw, found, _Cell(worker, text, role_at, said, table))
            continue
        described = noted or (role is _MODIFY and " " in text)
        for path, pattern, at, written, lines, _, note in found:
            new = said.creates or (note != "" and role is _PRIMARY and roles.note(note).creates)
            parts = (
                path,
                pattern,
                worker,
                role,
                _MATRIX,
                at,
                role_at,
                written,
                lines,
                said.shared,
                described,
                new,
                False,
                table,
                "",
            )
            raw.claims.append(made(Claim, parts))


def _without_role(raw: Raw, found: list[Target], cell: _Cell) -> None:
    """A cell without a role: a denial, paths of its own (in a matrix of surfaces), a word that is odd, or prose."""
    if cell.said.denied:
        raw.denials.extend(Denial(cell.worker, target.written, target.pattern, cell.at) for target in found)
        return
    if found:
        if not cell.said.known and _is_word(cell.text):
            raw.odd.append(OddCell(cell.text, cell.at, cell.table))
        return
    for spot in spots(cell.text) if "`" in cell.text else ():
        note = roles.note(spot.note)
        marked = spot.note != "" and spot.note[0] in roles.MARKS
        at = Place(cell.at.chunk, cell.at.line, cell.at.start + spot.start, cell.at.start + spot.end)
        raw.claims.append(
            Claim(
                spot.path,
                parse(spot.path),
                cell.worker,
                note.role or (_MODIFY if marked else _PRIMARY),
                _MATRIX,
                at,
                at,
                spot.written,
                spot.lines,
                marked or note.shared,
                True,
                note.creates,
                False,
                cell.table,
            )
        )


def _is_word(text: str) -> bool:
    """Whether a cell is one word (or two in capitals), so that it may be meant for a role; anything longer is prose."""
    short = len(text) <= 24 and (" " not in text or (text.count(" ") == 1 and text.isupper()))
    return short and any(c.isalpha() for c in text) and not set(text) & _NO_WORD
