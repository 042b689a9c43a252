"""What a chunk must know of the rest of the document to be read: where it stands, and who the workers are.

Reading has two stages. First every chunk gives what it offers by itself (`candidates`); out of all offers the
`Environment` is made: the workers and the words that name them. Then every chunk is read with its `Context` and the
environment: `Reading`s that depend on nothing else, and so stay true as long as these three are the same.

Ownership is read beside the rest: `claims.read_claims` gives the raw claims of one chunk, `resolve.Resolver` makes
claims and denials of those of all chunks.

Knows the shapes of readings; must not know how any of them is found.
"""

# Without `from __future__ import annotations`: NamedTuple would compile each field's type from its text.
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from planloom.syntax.chunks import Place


class TableMeaning(NamedTuple):
    """What a table is for, found from its header alone.

    `kind`: matrix (path x workers), owner (one owner a path row), files (paths alone, of whose section it is), worker
    (one worker a row, with fields), status (checkpoint), order (merge order), wave (waves and their workers), roster
    (workers without fields), or "" for any other table. `columns` has the canonical label of
    each column: worker, path, owner, name, branch, worktree, base, depends_on, blocks, files_owned, must_not_touch,
    reads, task, wave, status, notes, action, order, lines, or "" for one that means nothing here. `workers` has the
    canonical id of each column whose header names a worker (None elsewhere). `written` are the header cells, trimmed.
    """

    kind: str
    columns: tuple[str, ...]
    workers: tuple[str | None, ...]
    written: tuple[str, ...]

    def column(self, label: str) -> int:
        """The first column with this label, -1 where there is none."""
        return self.columns.index(label) if label in self.columns else -1


class Frame(NamedTuple):
    """A heading that is around: its level and title, and what it makes of everything below it."""

    level: int
    title: str
    worker: str | None = None
    section: str = ""
    phase: str = ""
    wave: str = ""


NO_TABLE = TableMeaning("", (), (), ())


class Context(NamedTuple):
    """Where a chunk begins. Compared by value; most chunks of a section share it.

    `worker`: canonical id of the worker whose section this is, None outside; `outer` the same outside of the list item
    that named it. `section`: kind of the innermost section
    that means something (goal, state, structure, matrix, workers, protocol, merge, order, checkpoint, anti-patterns,
    denied, or ""). `label` is the canonical label of the field that is still open (its heading or bold label came
    before this chunk, its value follows), `written` that label as written, `label_at` its place; `sticky` where a
    heading opened it, so that only another label or heading ends it; `begun` where part of its value came before.
    `phase` is the title of the phase or wave section around, `wave` the wave label it gives. `table` is the meaning of
    the table that the chunk is of.
    `headings` are the titles around with their levels, outermost first.
    """

    worker: str | None = None
    outer: str | None = None
    section: str = ""
    label: str = ""
    written: str = ""
    label_at: Place | None = None
    phase: str = ""
    wave: str = ""
    table: TableMeaning = NO_TABLE
    sticky: bool = False
    begun: bool = False
    headings: tuple[Frame, ...] = ()


class Item(NamedTuple):
    """One line (or one of several parts of a line) of a field's value, markup kept; `item` for a list item's line."""

    text: str
    at: Place
    item: bool = False
    box: bool | None = None


class RawField(NamedTuple):
    """A field as read from text, a key-value fence or front matter, before its value is understood.

    `worker` is the canonical id of the worker it belongs to (None: of the whole document). `label` is canonical (see
    `labels`), `written` what stands there, `label_at` where (of the chunk before, for a value that follows in a chunk
    of its own). `items` are the value's lines.
    """

    worker: str | None
    label: str
    written: str
    label_at: Place
    items: tuple[Item, ...]


OWNERSHIP = frozenset({"files_owned", "reads", "must_not_touch"})


class Memory:
    """What was found out with one environment: `tables` is the meaning of each table header, `rows` what the cells of
    a matrix' rows say, by header, `owned` whom each comment of a tree names, `beginnings` how the keys of names begin.
    """

    __slots__ = ("beginnings", "owned", "rows", "tables")

    def __init__(self) -> None:
        self.tables: dict[tuple[str, ...], TableMeaning] = {}
        self.rows: dict[tuple[str, ...], dict[str, Any]] = {}
        self.owned: dict[str, Any] = {}
        self.beginnings: frozenset[str] | None = None


class Environment(NamedTuple):
    """What the whole document says about names; one object as long as that stays the same.

    `names`: the key (`ids.key`) of every spelling of a worker -> its canonical id. `families`: the words that ids of
    this document are made with ("agent", "w", "" for bare letters or numbers), for telling an unknown worker from
    other text. `legend`: role words that the document itself explains, lower case -> what it says of them. `workers`:
    the canonical ids in document order. `stated`: a comment says that this is a plan.
    `words`: those of each worker that goes by a name instead of a number.
    """

    memory: Memory
    names: Mapping[str, str] = MappingProxyType({})
    families: frozenset[str] = frozenset()
    legend: tuple[tuple[str, str], ...] = ()
    workers: tuple[str, ...] = ()
    stated: bool = False
    words: Mapping[str, frozenset[str]] = MappingProxyType({})
