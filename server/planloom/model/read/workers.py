"""A worker out of its sections, rows and fields.

Knows how the values of single fields are understood; must not know where in the document they came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from planloom.model.plan import Command, Criterion, Denial, Field, Value, Worker
from planloom.model.read import dependencies
from planloom.model.read.context import Environment, Item, RawField
from planloom.model.read.ids import IdHit
from planloom.model.read.text import plain, value
from planloom.syntax.chunks import Place
from planloom.text.lazy import lazy
from planloom.text.values import made

_NO_VALUE = lazy(
    r"(?:none|n/?a|-+|—|–|tbd|read[- ]only|main (?:checkout|worktree|repo)|no (?:branch|worktree)|pending|removed|"
    r"\(pending\)|same|not yet|no|yes|todo|\?+|current|local)",
    re.IGNORECASE,
)
_ON = lazy(r"(?:\bon|\bbranch|分支)\s{0,3}:?\s{0,3}`([^`\s]{1,200})`", re.IGNORECASE)
_CODE = lazy(r"`([^`]+)`")
_NOTE = lazy(r"\s+[(（\[].*$|\s+[—–]\s.*$|\s+-\s.*$|\s*#\s.*$|\s+←.*$|\s+→.*$|,\s.*$|\s+(?:off|from|based on)\s.*$")


class Definition(NamedTuple):
    """A heading, line or row that defines a worker."""

    worker: str
    id: IdHit | None
    at: Place
    name: str


NOTHING: tuple[None, None] = (None, None)


class Parts(NamedTuple):
    """All that the document says of one worker, in document order; `given` are branch and worktree by command."""

    definitions: tuple[Definition, ...]
    fields: tuple[RawField, ...]
    denied: tuple[Denial, ...]
    wave: tuple[Value, int] | None
    given: tuple[Value | None, Value | None] = NOTHING


def build(id_: str, parts: Parts, environment: Environment, scale: dependencies.Scale) -> Worker:
    """The worker `id_` as these parts describe it."""
    first = parts.definitions[0]
    by_label: dict[str, list[RawField]] = {}
    for raw in parts.fields:
        by_label.setdefault(raw.label, []).append(raw)
    depends = _items(by_label.get("depends_on", ()))
    timing = [item for item in _items(by_label.get("timing", ())) if "after" in item.text.lower()]
    needs = dependencies.read(depends, id_, environment, scale)
    waits = (d for d in dependencies.read(timing, id_, environment, scale) if d.worker)
    return Worker(
        id_,
        next((d.name for d in parts.definitions if d.name), ""),
        first.at,
        tuple([d.at for d in parts.definitions]),
        tuple([field_of(raw) for raw in parts.fields]),
        branch=_name(by_label.get("branch", ())) or _branch_beside(by_label.get("worktree", ())) or parts.given[0],
        worktree=_name(by_label.get("worktree", ())) or parts.given[1],
        base=_name(by_label.get("base", ())),
        depends_on=(*needs, *waits),
        blocks=dependencies.read(_items(by_label.get("blocks", ())), id_, environment, scale),
        denied=parts.denied,
        tasks=tuple([value(i.text, i.at) for i in _items(by_label.get("task", ()))]),
        validation=tuple([c for raw in by_label.get("validation", ()) for c in commands(raw.items)]),
        done_when=tuple([_criterion(i) for i in _items(by_label.get("done_when", ()))]),
        wave=parts.wave[0] if parts.wave else None,
        wave_index=parts.wave[1] if parts.wave else None,
    )


def field_of(raw: RawField) -> Field:
    """A raw field as the plan keeps it: its whole value in one line, at its first line."""
    if not raw.items:
        return Field(raw.label, Value("", raw.label_at), raw.label_at)
    first = value(raw.items[0].text, raw.items[0].at)
    if len(raw.items) > 1:
        first = Value(", ".join([plain(item.text) for item in raw.items]), first.at)
    return made(Field, (raw.label, first, raw.label_at))


def _items(fields: Sequence[RawField]) -> list[Item]:
    return [item for raw in fields for item in raw.items]


def _name(fields: Sequence[RawField]) -> Value | None:
    """The first branch, path or commit that these fields name."""
    return next((found for raw in fields for item in raw.items[:1] if (found := single(item))), None)


def _branch_beside(worktrees: Sequence[RawField]) -> Value | None:
    """The branch that a worktree field names behind its path: `../r-w1` on `feat/one`."""
    for raw in worktrees:
        for item in raw.items[:1]:
            found = _ON.search(item.text)
            if found:
                start = item.at.start + found.start(1)
                return Value(found[1], Place(item.at.chunk, item.at.line, start, start + len(found[1])))
    return None


def single(item: Item) -> Value | None:
    """The one name (branch, path, commit) that an item gives, None for words that are none."""
    found = _single(item.text)
    if found is None:
        return None
    text, start = found
    start += item.at.start
    return Value(text, Place(item.at.chunk, item.at.line, start, start + len(text)))


@lru_cache(maxsize=4096)
def _single(written: str) -> tuple[str, int] | None:
    """The one name in a text, and where it begins."""
    code = _CODE.search(written)
    if code and not written[: code.start()].strip(" *_([:<-"):
        text, start = code[1], code.start(1)
    else:
        bare = written.strip()
        shift = len(bare) - len(bare.lstrip("*_\"' "))
        text = _NOTE.sub("", bare[shift : shift + 300]).rstrip("*_\"'.;, ")
        start = written.find(bare[shift:]) if bare[shift:] else 0
    if text.startswith("git worktree add"):
        words = [word for word in text.split()[3:] if not word.startswith("-")]
        if not words:
            return None
        start += text.find(words[0])
        text = words[0]
    if not text or _NO_VALUE.fullmatch(text) or (" " in text and not code):
        return None
    return text, start


def _criterion(item: Item) -> Criterion:
    found = value(item.text, item.at)
    return Criterion(found.text, bool(item.box), found.at)


def commands(items: Iterable[Item]) -> Iterator[Command]:
    """The command lines among these items: fence lines, or code spans of text lines."""
    for item in items:
        spans = list(_CODE.finditer(item.text)) if "`" in item.text else []
        if spans:
            for span in spans:
                at = Place(item.at.chunk, item.at.line, item.at.start + span.start(1), item.at.start + span.end(1))
                if " " in span[1] or item.text.strip() == span[0]:
                    yield Command(span[1], words(span[1]), at)
        elif not item.item:
            found = command(item.text, item.at)
            if found:
                yield found


def command(text: str, at: Place) -> Command | None:
    """The command on a line of a shell block, None for a comment, a fence line or output."""
    left = len(text) - len(text.lstrip(" \t$>"))
    body = text[left:].rstrip()
    if not body or body[0] in "#`~" or body.startswith("//"):
        return None
    comment = body.find(" #")
    if comment > 0 and body[comment + 2 : comment + 3] in (" ", ""):
        body = body[:comment].rstrip()
    start = at.start + left
    return made(Command, (body, words(body), made(Place, (at.chunk, at.line, start, start + len(body)))))


def words(text: str) -> tuple[str, ...]:
    """The shell words of a command line; its plain words where its quotes do not match."""
    if "'" not in text and '"' not in text and "\\" not in text:
        return tuple(text.split())
    try:
        from shlex import split

        return tuple(split(text))
    except ValueError:
        return tuple(text.split())
