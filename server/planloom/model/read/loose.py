"""Lists of owned paths that no field label introduces: under a worker's heading in the ownership part, or under a line.

`#### Agent 4: Routes` and a list; `### File Ownership` inside a worker's section; `CoreDev can create:` and a list.
Knows the lines of one text chunk; must not understand single items (`lists` does).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from planloom.model.plan import Source
from planloom.model.read import roles
from planloom.model.read.cells import spots
from planloom.model.read.context import Context, Environment, Item, RawField
from planloom.model.read.ids import ID, key
from planloom.model.read.lists import Scope, read_items
from planloom.model.read.owners import NOBODY, Named, named
from planloom.model.read.owning import OWNS, Owning, owning
from planloom.model.read.raw import Raw
from planloom.syntax.chunks import Chunk, LineKind, Place
from planloom.text.lazy import lazy
from planloom.text.values import made

_TITLE = lazy(r"\bfiles?\b|\bown|territor|\btouch", re.IGNORECASE)
_NUMBER = lazy(r"^[\d.]+\s+")
_EVERYBODY = lazy(
    r"shared[- ]by[- ](?:everyone|everybody|all)|(?:everyone|everybody|all (?:workers|agents|streams|sessions|tracks)) "
    r"(?:may |can )?(?:edits?|touch(?:es)?|writes?|appends?|modif(?:y|ies))",
    re.IGNORECASE,
)

_BLANK, _ITEM, _PARAGRAPH = LineKind.BLANK, LineKind.ITEM, LineKind.PARAGRAPH
_LEAD_END = (":", ":**", "：", "**:", ":__", ":*")


class _List(NamedTuple):
    workers: tuple[str, ...]
    said: roles.Meaning
    items: list[Item]


def title_owner(context: Context, environment: Environment) -> Named:
    """Whose list the innermost heading announces, as in "PR 8 file touches"; `NOBODY` for any other title."""
    if not context.headings:
        return NOBODY
    title = _of_files(context.headings[-1].title)
    return named(title, environment) if title else NOBODY


@lru_cache(maxsize=1024)
def _of_files(title: str) -> str:
    """A title about files, without its number; "" for any other."""
    words = _NUMBER.sub("", title.strip("*_ ")) if _may_be_of_files(title) else ""
    return words if words and _TITLE.search(words) else ""


def _may_be_of_files(title: str) -> bool:
    """Whether a title has letters without which it is none about files: nearly all titles have none of them."""
    lower = title.lower()
    return "file" in lower or "own" in lower or "touch" in lower or "territor" in lower


def owned_heading(context: Context) -> str | None:
    """The title that makes an unlabelled list below it one of owned paths; None where no heading does."""
    if not context.headings:
        return None
    inner = context.headings[-1]
    if _announces(inner.title):
        return inner.title
    if len(context.headings) == 1:
        return None
    above = context.headings[-2]
    if above.section != "matrix" and not _announces(above.title):
        return None
    return (
        above.title if (inner.worker is not None and above.worker != inner.worker) or ID.search(inner.title) else None
    )


@lru_cache(maxsize=1024)
def _announces(title: str) -> bool:
    """Whether a title by itself leads to a list of owned paths."""
    about = _may_be_of_files(title) and _TITLE.search(title) is not None
    return about and roles.lead(_NUMBER.sub("", title)) is not None


def read_loose(
    raw: Raw, chunk: Chunk, context: Context, environment: Environment, fields: tuple[RawField, ...]
) -> None:
    """Add the claims of a text chunk's lists that are no field's."""
    title = owned_heading(context) if context.label in ("", "files_owned") else None
    said = roles.lead(_NUMBER.sub("", title)) or roles.OWNS if title else None
    words = "\n".join(chunk.lines)
    if said is None and ":" not in words and OWNS not in words:
        return
    taken = {item.at.line for raw_field in fields for item in raw_field.items}
    worker = context.worker
    if worker is None:
        found = title_owner(context, environment)
        worker = found.workers[0] if found.workers else None
    mine = (worker,) if worker is not None else ()
    for part in _lists(chunk, taken, _List(mine, said, []) if said else None, worker, environment):
        scope = Scope(part.workers, part.said, Source.FILES_OWNED, chunk.key)
        read_items(raw, part.items, scope, environment)


def _lists(
    chunk: Chunk, taken: set[int], current: _List | None, worker: str | None, environment: Environment
) -> Iterator[_List]:
    """The lists of a chunk, each behind the line that leads to it."""
    wrapped = -1
    said = {sentence.line: sentence for sentence in owning(chunk)} if OWNS in "\n".join(chunk.lines) else {}
    for number, (kind, start, depth, _, box) in enumerate(chunk.marks):
        if kind == _BLANK or (kind == _ITEM and current is None and not said):
            continue
        text = chunk.lines[number][start:].rstrip()
        if number in said and (stated := _stated(chunk, said[number], environment)):
            yield stated
            continue
        if number in taken and not _everybody(text):
            continue
        if kind == _PARAGRAPH and (depth == 0 or start == 0):
            if current and wrapped == number and text[:2] != "**":
                current.items.append(Item(text, _here(chunk, number)))
                wrapped += 1
            elif text.endswith(_LEAD_END) or "**" in text[:2] or _everybody(text) or (current and current.items):
                if current and current.items:
                    yield current
                current = _led(text, _here(chunk, number), worker, environment)
                wrapped = number + 1 if current and current.items else -1
        elif kind == _ITEM and current:
            if found := _owner_first(text, _here(chunk, number), current, environment):
                yield found
            elif _begins_with_path(text):
                current.items.append(Item(text, _here(chunk, number), True, box))
    if current and current.items:
        yield current


def _here(chunk: Chunk, number: int) -> Place:
    """Where the text of a line stands, without its marker."""
    return made(Place, (chunk.key, number, chunk.marks[number].start, len(chunk.lines[number].rstrip())))


def _stated(chunk: Chunk, said: Owning, environment: Environment) -> _List | None:
    """What a sentence says that a worker owns."""
    worker = environment.names.get(key(said.name))
    value = chunk.lines[said.line][said.value : said.stop]
    at = Place(chunk.key, said.line, said.value, said.stop)
    return _List((worker,), roles.OWNS, [Item(value, at)]) if worker else None


def _everybody(text: str) -> bool:
    """Whether a line speaks of what all workers share."""
    return ("hared" in text or "very" in text or "ll " in text) and _EVERYBODY.search(text[:120]) is not None


def _led(text: str, here: Place, worker: str | None, environment: Environment) -> _List | None:
    """The list that a line opens: "CoreDev can create:", "**NOT touched:** `a/`, `b/`", "Shared by everyone: `c`"."""
    head, colon, value = text.partition(":")
    if not colon or len(head) > 120:
        return None
    words = head.strip("*_ ")
    said = roles.lead(words)
    workers: tuple[str, ...] = (worker,) if worker is not None else ()
    if _everybody(words):
        said, workers = roles.SHARED, environment.workers
    elif said:
        found = named(words, environment)
        if found.workers:
            said, workers = roles.lead(found.rest), found.workers
    if not said or not workers:
        return None
    opened = _List(workers, said, [])
    value = value.strip("*_ ")
    if value:
        column = here.start + text.index(value, len(head))
        opened.items.append(Item(value, here._replace(start=column, end=column + len(value))))
    return opened


def _owner_first(text: str, here: Place, current: _List, environment: Environment) -> _List | None:
    """An item that names the owner before the paths, as in "**Worker 1**: `a/`, `b.ts`"."""
    found = named(text, environment)
    rest = found.rest.lstrip("*_` ")
    if not found.workers or rest[:1] not in (":", "：", "—", "–", "-", "→", "="):
        return None
    value = rest.lstrip(":：—–-→=>* ")
    column = here.start + len(text) - len(value)
    return _List(found.workers, current.said, [Item(value, here._replace(start=column))]) if value else None


def _begins_with_path(text: str) -> bool:
    """Whether a list item is about a path: one stands at its head, behind a mark or a verb at most."""
    if "`" not in text and "/" not in text and "." not in text:
        return False
    found = spots(text)
    return bool(found) and len(found[0].before.split()) <= 2
