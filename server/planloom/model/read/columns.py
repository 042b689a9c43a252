"""What the columns of a table are for, from its header cells.

Knows header words and, for a matrix, who the workers are; must not look at rows.
"""

from __future__ import annotations

import re
from functools import lru_cache

from planloom.model.read.context import NO_TABLE, Environment, TableMeaning
from planloom.model.read.headers import FIELDS, HEADERS, KEYS, OWNERS, PATHS
from planloom.model.read.ids import ID, WORDS, hit, key
from planloom.model.read.labels import canonical
from planloom.syntax.chunks import Table
from planloom.text.lazy import lazy

_WORKER_WORDS = lazy(rf"(?<![a-z])(?:{WORDS}|role|id)(?![a-z])")


_COUNTS = frozenset({"#", "no", "no.", "step", "order"})
_MERGED = frozenset({"order", "branch", "worker", "name"})
_BROAD = frozenset({"area", "module", "resource", "component", "surface"})
_SURELY = frozenset({"path", "paths", "file", "files", "directory", "folder", "file path", "file paths"})
"""Headers of the column that has the paths, where the first column only says what they are for."""


def plain(cell: str) -> str:
    """A header cell as compared: lower case, markup and marks around it taken off."""
    return re.sub(r"[*_`]+", " ", cell).replace("  ", " ").strip(" :.?!\t").lower()


@lru_cache(maxsize=4096)
def shape(header: tuple[str, ...]) -> TableMeaning:
    """The meaning of a table as far as its header tells by itself; a matrix needs `meaning`."""
    words = tuple(plain(cell) for cell in header)
    if not words:
        return NO_TABLE
    labels = [_label(word) for word in words]
    kind = _path_kind(words, labels) or _worker_kind(words, labels) or _other_kind(words, labels)
    return TableMeaning(kind, tuple(labels), (None,) * len(header), header)


def _path_kind(words: tuple[str, ...], labels: list[str]) -> str:
    """What a table that begins with a path column is for; sets the labels of the columns that make it so."""
    if words[0] not in PATHS and _bare(words[0]) not in PATHS:
        return ""
    path = next((i for i, word in enumerate(words) if i and word in _SURELY), 0) if words[0] in _BROAD else 0
    labels[0] = "name"
    labels[path] = "path"
    owner = next((i for i, word in enumerate(words) if i not in (0, path) and _bare(word) in OWNERS), -1)
    if owner > 0:
        labels[owner] = "owner"
        return "owner"
    return "files" if set(labels[1:]) <= {"", "action", "notes", "task", "lines", "wave"} else ""


def _worker_kind(words: tuple[str, ...], labels: list[str]) -> str:
    """What a table with a worker in each row is for; sets the label of the key column."""
    column = _key_column(words, labels)
    if column < 0:
        return ""
    labels[column] = "worker"
    others = labels[:column] + labels[column + 1 :]
    if any(label in FIELDS for label in others):
        return "worker"
    return next((kind for kind in ("status", "order", "wave") if kind in others), "roster")


def _other_kind(words: tuple[str, ...], labels: list[str]) -> str:
    path = next((i for i, word in enumerate(words) if word in PATHS), -1)
    owner = next((i for i, word in enumerate(words) if i != path and word in OWNERS), -1)
    if path >= 0 and owner >= 0:
        labels[path], labels[owner] = "path", "owner"
        return "owner"
    return labels[0] if labels[0] in ("wave", "order") else ""


def _bare(word: str) -> str:
    return word.partition(" (")[0].strip()


def _label(word: str) -> str:
    bare = _bare(word)
    return HEADERS.get(word) or HEADERS.get(bare) or canonical(bare)


def _key_column(words: tuple[str, ...], labels: list[str]) -> int:
    """The column that names the worker of each row: the first of the first three with a worker's word."""
    for i, word in enumerate(words[:3]):
        if word in KEYS or _bare(word) in KEYS:
            numbers = word in ("#", "no.", "no", "id") and i + 1 < len(words) and words[i + 1] in KEYS
            if numbers and not _own_key(words[i + 1]):
                return i
            return i + 1 if numbers else i
    return next((i for i, word in enumerate(words[:2]) if labels[i] == "worker" and _WORKER_WORDS.search(word)), -1)


def _own_key(word: str) -> bool:
    return word in ("job", "task", "issue", "deliverable", "role")


def meaning(table: Table, environment: Environment) -> TableMeaning:
    """The meaning of a table of this document: a matrix when two or more of its headers name known workers."""
    found = environment.memory.tables.get(table.header)
    if found is None:
        found = environment.memory.tables[table.header] = _meaning(table, environment)
    return found


def _meaning(table: Table, environment: Environment) -> TableMeaning:
    found = shape(table.header)
    if plain(table.header[0] if table.header else "") not in PATHS:
        return found
    workers = tuple(_named(cell, environment) if i else None for i, cell in enumerate(table.header))
    shaped = [bool(worker) or is_shaped(cell, environment) for worker, cell in zip(workers, table.header, strict=True)]
    if any(workers) and sum(shaped[1:]) >= 2:
        columns = zip(shaped, found.columns, strict=True)
        labels = tuple("role" if i and role else label for i, (role, label) in enumerate(columns))
        return TableMeaning("matrix", ("path", *labels[1:]), workers, table.header)
    return found


def in_merge(found: TableMeaning) -> TableMeaning:
    """The meaning of a table in a merge section, where a first column of numbers says what is merged first."""
    first, rest = plain(found.written[0]) if found.written else "", found.columns[1:]
    if found.kind in ("matrix", "owner") or first not in _COUNTS or not set(rest) & _MERGED:
        return found
    labels = tuple("name" if label == "order" else label for label in rest)
    return found._replace(kind="order", columns=("order", *labels))


def _named(cell: str, environment: Environment) -> str | None:
    """The worker that a header cell names, with or without a note in brackets or a name behind the id."""
    names = environment.names
    return names.get(key(cell)) or names.get(key(re.split(r"\s*[(（:—–]", cell.strip("*_` "), maxsplit=1)[0]))


def is_shaped(cell: str, environment: Environment) -> bool:
    """Whether a cell is, as a whole, an id of this document's shape, known or not."""
    found = ID.fullmatch(cell.strip(" *_`"))
    return found is not None and hit(found).family in environment.families
