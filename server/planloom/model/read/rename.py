"""Which chunks a new environment can say something else of, where it differs from the old one by a few names only.

While the name in a worker's heading is typed, every keystroke gives the worker another name. Only chunks that hold the
letters of the old or the new one can mean something else then. Knows names and letters; must not read anything.
"""

from __future__ import annotations

import unicodedata

from planloom.model.read.context import Environment
from planloom.model.read.state import State
from planloom.syntax.chunks import Chunk
from planloom.text.lazy import lazy

_NO_LETTER = lazy(r"[\W\d_]+")
MOST_NAMES = 8
MOST_CHUNKS = 200
SHORTEST = 4


def renamed(old: Environment, new: Environment) -> frozenset[str] | None:
    """The letters of the names in which two environments differ; None where they differ otherwise, or in too much."""
    if (old.families, old.legend, old.workers, old.words) != (new.families, new.legend, new.workers, new.words):
        return None
    names = {name for name, _ in old.names.items() ^ new.names.items()}
    found = frozenset(letters(name) for name in names)
    if len(names) > MOST_NAMES or any(len(word) < SHORTEST or word.startswith("work") for word in found):
        return None
    return found


def touched(state: State, words: frozenset[str]) -> list[int] | None:
    """The positions of the chunks that hold these letters; None where they are too many to be worth it."""
    for i, held in enumerate(state.letters):
        if held is None:
            state.letters[i] = _of(state.chunks[i])
    found = {i for word in words for i, held in enumerate(state.letters) if held and word in held}
    return sorted(found) if len(found) <= MOST_CHUNKS else None


def letters(text: str) -> str:
    """A text without all that is no letter, lower case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).lower())


def _of(chunk: Chunk) -> str:
    header = "".join(chunk.table.header) if chunk.table else ""
    return letters("".join(chunk.lines) + header)
