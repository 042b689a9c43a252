"""Claims out of tables with one owner (or a few) in each row, and of tables of paths that one worker owns.

Knows rows and the meaning of their columns; must not know the matrix, lists and trees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.plan import Claim, Denial, Role, Source
from planloom.model.read import roles
from planloom.model.read.context import Environment, TableMeaning
from planloom.model.read.inside import Inside
from planloom.model.read.owners import Named, owners
from planloom.model.read.path_cells import Row, Target, group_of, rows, targets
from planloom.model.read.raw import Raw
from planloom.model.read.shapes import bare
from planloom.syntax.chunks import Chunk, Place
from planloom.text.lazy import lazy

_EVERYBODY = lazy(
    r"[\s*_]*(?:each|every|all)\s(?:\w+\s)?(?:agent|worker|stream|track|session|team|lane)s?\b|[\s*_]*(?:everyone|everybody)\b",
    re.IGNORECASE,
)


class _Said(NamedTuple):
    workers: tuple[str, ...]
    said: roles.Meaning
    role_at: Place | None
    table: int
    lines: tuple[int, int] | None = None


def owner_table(chunk: Chunk, meaning: TableMeaning, environment: Environment, inside: Inside) -> Raw:
    """The claims of a table that names the owners of each path; an action column gives the role."""
    raw = Raw.begin(inside)
    path, owner = meaning.column("path"), meaning.column("owner")
    group = inside.group
    for row in rows(chunk):
        parts = row.parts
        if max(path, owner) >= len(parts):
            continue
        if "**" in parts[path] and not any(part.strip() for i, part in enumerate(parts) if i != path):
            group = group_of(parts[path], group)
            continue
        found = owners(parts[owner].strip(), environment)
        everybody = not found.workers and _EVERYBODY.match(parts[owner]) is not None
        if found.workers or everybody:
            said = _said(row, meaning, chunk.key, found.rest)
            if everybody:
                found, said = Named(environment.workers, ""), said._replace(said=roles.SHARED)
            for target in targets(parts[path].strip(), row.place(chunk.key, path), group):
                for workers, role in _each(found, said.said):
                    _owned(raw, target, said._replace(workers=workers, said=role, table=inside.first))
    return raw.end(Inside(inside.first, group))


def _each(found: Named, said: roles.Meaning) -> Iterator[tuple[tuple[str, ...], roles.Meaning]]:
    """The owners with what each does: all the same, or what the note behind each says."""
    if not found.notes:
        yield found.workers, said
    for worker, note in zip(found.workers, found.notes, strict=False):
        own = roles.cell(note) if note else said
        yield (worker,), own if own.known else said


def path_table(chunk: Chunk, meaning: TableMeaning, worker: str, inside: Inside) -> Raw:
    """The claims of a table of paths alone, all of them `worker`'s, whose section it stands in."""
    raw = Raw.begin(inside)
    column = meaning.column("path")
    for row in rows(chunk):
        if column < len(row.parts):
            said = _said(row, meaning, chunk.key, "")
            for target in targets(row.parts[column].strip(), row.place(chunk.key, column), inside.group):
                if target.before.count(" ") <= 3:
                    _owned(raw, target, said._replace(workers=(worker,), role_at=None, table=inside.first))
    return raw.end(inside)


def _said(row: Row, meaning: TableMeaning, key: int, rest: str) -> _Said:
    """What a row says is done: its action column, else the words behind the owner's name."""
    action, lines, owner = meaning.column("action"), meaning.column("lines"), meaning.column("owner")
    at = row.place(key, owner) if 0 <= owner < len(row.parts) else None
    said = roles.note(rest) if rest.strip() else roles.UNKNOWN
    text = row.parts[action].strip() if 0 <= action < len(row.parts) else ""
    if text:
        acted = roles.cell(text)
        if acted.role or acted.denied:
            said, at = acted, row.place(key, action)
    limits = _lines(row.parts[lines]) if 0 <= lines < len(row.parts) else None
    return _Said((), said, at, -1, limits)


def _owned(raw: Raw, target: Target, row: _Said) -> None:
    said, note = row.said, roles.note(target.note) if target.note else roles.UNKNOWN
    if not said.known and note.role:
        said = note
    for worker in row.workers:
        if said.denied:
            raw.denials.append(Denial(worker, target.written, target.pattern, target.at))
            continue
        raw.claims.append(
            Claim(
                target.path,
                target.pattern,
                worker,
                said.role or Role.PRIMARY,
                Source.OWNER_TABLE,
                target.at,
                row.role_at or target.at,
                target.written,
                target.lines or row.lines,
                said.shared,
                True,
                said.creates or note.creates,
                False,
                row.table,
            )
        )


def _lines(cell: str) -> tuple[int, int] | None:
    """The line range that a cell of its own gives, as in `12-77` or `L700+`."""
    shape = bare("x.md:" + cell.strip().replace(" ", "").removeprefix("L"))
    return shape.lines if shape else None
