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
from planloom.model.read.path_cells import Target, first_cell, first_row, group_of, split, targets
from planloom.model.read.raw import Raw
from planloom.syntax.chunks import Chunk, Place
from planloom.text.values import made

_MODIFY, _PRIMARY, _MATRIX = Role.MODIFY, Role.PRIMARY, Source.MATRIX

_EMPTY = frozenset(("", " ", "  ", " - ", "-", " — ", " – ", "—", "–", "   ", "    ", "     "))
_NO_WORD = frozenset("`./¹²³")
_MOST_HEADERS, _MOST = 16, 1 << 12  # headers, and rows of one of them, that are remembered


class _Cell(NamedTuple):
    """A cell that says something of a worker; its columns count from the end of the path."""

    worker: str
    text: str
    said: roles.Meaning
    start: int
    end: int


class _Row(NamedTuple):
    """Where a row stands, and whether something describes what is done in it; `end` is the end of its path."""

    key: int
    table: int
    number: int
    end: int
    described: bool


class _Rest(NamedTuple):
    """The cells behind a path: those that say something, and the numbers of all that are filled."""

    cells: tuple[_Cell, ...]
    filled: tuple[int, ...]


def matrix(chunk: Chunk, meaning: TableMeaning, environment: Environment, inside: Inside) -> Raw:
    """The ownership that the rows of a matrix give."""
    raw, group = Raw.begin(inside), inside.group
    memory = environment.memory.rows
    if len(memory) > _MOST_HEADERS:
        memory.clear()
    known: dict[str, _Rest] = memory.setdefault(meaning.written, {})
    if len(known) > _MOST:
        known.clear()
    notes, lines = meaning.column("notes"), chunk.lines
    for number in range(first_row(chunk), len(lines)):
        line = lines[number]
        row, begin, end = first_cell(line)
        cell = line[begin:end].lstrip()
        path = cell.rstrip()
        if path in _EMPTY:
            continue
        stop = row.rfind("|")  # notes differ from row to row: only what stands in front of them is remembered
        last = row.rfind("|", end, stop) if notes > 0 else -1
        if last < 0 or row[stop + 1 :].strip() or row.count("|", end, last) != notes - 1:
            last = stop = len(line)
        cells = line[end:last]
        rest = known.get(cells)
        if rest is None:
            rest = known[cells] = _rest(cells, meaning.workers, environment)
        noted = line[last + 1 : stop].strip() not in _EMPTY
        if rest.cells:
            start = end - len(cell)
            found = targets(path, made(Place, (chunk.key, number, start, start + len(path))), group)
            described = noted or notes < 0 or notes in rest.filled
            _claims(raw, found, rest.cells, made(_Row, (chunk.key, inside.first, number, end, described)))
        elif "**" in path and not noted and not rest.filled:
            group = group_of(path, group)
    return raw.end(Inside(inside.first, group))


def _rest(cells: str, workers: tuple[str | None, ...], environment: Environment) -> _Rest:
    """Read the cells behind a path."""
    every, filled, at = [], [], 0
    for i, part in enumerate(split(cells)):
        if part.strip() not in _EMPTY:
            filled.append(i)
            worker = workers[i] if i < len(workers) else None
            said = roles.cell(part.strip(), environment.legend) if worker is not None else roles.NOTHING
            if worker is not None and said is not roles.NOTHING:
                start, text = at + len(part) - len(part.lstrip()), part.strip()
                every.append(_Cell(worker, text, said, start, start + len(text)))
        at += len(part) + 1
    return _Rest(tuple(every), tuple(filled))


def _claims(raw: Raw, found: list[Target], cells: tuple[_Cell, ...], row: _Row) -> None:
    """The claims that the cells of a row make on its paths."""
    key, table, number, end, described = row
    for cell in cells:
        worker, text, said, start, stop = cell
        role, _, shared, creates, _, _ = said
        role_at = made(Place, (key, number, end + start, end + stop))
        if role is None:
            _without_role(raw, found, cell, role_at, table)
            continue
        told = described or (role is _MODIFY and " " in text)
        for path, pattern, at, written, lines, _, note in found:
            new = creates or (note != "" and role is _PRIMARY and roles.note(note).creates)
            claim = (
                path,
                pattern,
                worker,
                role,
                _MATRIX,
                at,
                role_at,
                written,
                lines,
                shared,
                told,
                new,
                False,
                table,
                "",
            )
            raw.claims.append(made(Claim, claim))


def _without_role(raw: Raw, found: list[Target], cell: _Cell, here: Place, table: int) -> None:
    """A cell without a role: a denial, paths of its own (in a matrix of surfaces), a word that is odd, or prose."""
    if cell.said.denied:
        raw.denials.extend(Denial(cell.worker, target.written, target.pattern, here) for target in found)
        return
    if found:
        if not cell.said.known and _is_word(cell.text):
            raw.odd.append(OddCell(cell.text, here, table))
        return
    for spot in spots(cell.text) if "`" in cell.text else ():
        note = roles.note(spot.note)
        marked = spot.note != "" and spot.note[0] in roles.MARKS
        at = Place(here.chunk, here.line, here.start + spot.start, here.start + spot.end)
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
                table,
            )
        )


def _is_word(text: str) -> bool:
    """Whether a cell is one word (or two in capitals), so that it may be meant for a role; anything longer is prose."""
    short = len(text) <= 24 and (" " not in text or (text.count(" ") == 1 and text.isupper()))
    return short and any(c.isalpha() for c in text) and not set(text) & _NO_WORD
