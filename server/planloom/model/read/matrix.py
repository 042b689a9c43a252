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
from planloom.model.read.path_cells import Target, group_of, rows, targets
from planloom.model.read.raw import Raw
from planloom.syntax.chunks import Chunk, Place

_EMPTY = frozenset(("", " ", "  ", " - ", "-", " — ", " – ", "—", "–", "   ", "    ", "     "))
_NO_WORD = frozenset("`./¹²³")


class _Cell(NamedTuple):
    worker: str
    text: str
    at: Place
    described: bool
    said: roles.Meaning
    table: int


def matrix(chunk: Chunk, meaning: TableMeaning, environment: Environment, inside: Inside) -> Raw:
    """The ownership that the rows of a matrix give."""
    raw = Raw.begin(inside)
    workers, table, width = meaning.workers, inside.first, len(meaning.workers)
    notes, group, key = meaning.column("notes"), inside.group, chunk.key
    known: dict[str, roles.Meaning] = {}
    for row in rows(chunk):
        parts = row.parts
        filled = [i for i, part in enumerate(parts) if part not in _EMPTY]
        if not filled or filled[0] != 0:
            continue
        if len(filled) == 1 and "**" in parts[0]:
            group = group_of(parts[0], group)
            continue
        described = notes < 0 or (notes < len(parts) and parts[notes].strip() not in _EMPTY)
        found: list[Target] | None = None
        for i in filled[1:]:
            worker = workers[i] if i < width else None
            if worker is None:
                continue
            text = parts[i].strip()
            said = known.get(text)
            if said is None:
                said = known[text] = roles.cell(text, environment.legend)
            if said is roles.NOTHING:
                continue
            if found is None:
                found = targets(row, 0, key, group)
            _cell(raw, found, _Cell(worker, text, row.place(key, i), described, said, table))
    return raw.end(Inside(table, group))


def _cell(raw: Raw, found: list[Target], cell: _Cell) -> None:
    worker, said, role = cell.worker, cell.said, cell.said.role
    if role is None:
        if said.denied:
            raw.denials.extend(Denial(worker, target.written, target.pattern, cell.at) for target in found)
        else:
            _other(raw, found, cell)
        return
    described = cell.described or (role is Role.MODIFY and " " in cell.text)
    for target in found:
        raw.claims.append(
            Claim(
                target.path,
                target.pattern,
                worker,
                role,
                Source.MATRIX,
                target.at,
                cell.at,
                target.written,
                target.lines,
                said.shared,
                described,
                said.creates or (role is Role.PRIMARY and target.new),
                False,
                cell.table,
            )
        )


def _other(raw: Raw, found: list[Target], cell: _Cell) -> None:
    """A cell without a role word: paths of its own (in a matrix of surfaces), a word that is odd, or prose."""
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
                note.role or (Role.MODIFY if marked else Role.PRIMARY),
                Source.MATRIX,
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
