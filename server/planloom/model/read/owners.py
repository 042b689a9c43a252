"""Who a few words name: `W1`, `Agents A & C`, `Agent 5: endpoints only`, `✅ CoreDev owns`.

Knows ids and names of this document's workers; must not know where the words stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from planloom.model.read.context import Environment
from planloom.model.read.ids import ID, key
from planloom.text.lazy import lazy


class Named(NamedTuple):
    """Workers named at the head of a text, and the rest of it (what they do).

    `notes` are the bracketed words behind each of several workers, where each has its own.
    """

    workers: tuple[str, ...]
    rest: str
    notes: tuple[str, ...] = ()


NOBODY = Named((), "")
_LEAD = lazy(r"[^\w@]*", re.UNICODE)
_WORD = lazy(r"[\w./-]*\w", re.UNICODE)
_JOIN = lazy(r"[\s*_`]*(?:,|&|\+|/|and\b|und\b|y\b|、|→|\|)[\s*_`]*(?:and\s)?")
_NOTE = lazy(r"\s*[(（]([^()（）]{1,60})[)）]")
_RANGE = lazy(r"\s*(?:-|–|to|through)\s*")
_TRAILING = lazy(r"[(\[（]([^()\[\]（）]{1,60})[)\]）]\W{0,8}$")
_BY = lazy(r"\W*(?:owner|owned by|created by|modified by|assigned to|by)[\s:*]+", re.IGNORECASE)
_PLURALS = "agents|workers|streams|workstreams|tracks|lanes|teams|sessions|prs|tasks"
_PLURAL = lazy(rf"(?:{_PLURALS})\s+(?=[\w#])", re.IGNORECASE)
_PLURAL_HEADS = frozenset(word[:2] for word in _PLURALS.split("|"))


def named(text: str, environment: Environment) -> Named:
    """The workers that `text` begins with; `NOBODY` where it begins with anything else."""
    lead = _LEAD.match(text) if not text[:1].isalpha() else None
    at = lead.end() if lead else 0
    if text[at : at + 2].lower() not in _PLURAL_HEADS and _surely_none(text[at : at + 3], environment):
        return NOBODY
    found: dict[str, str] = {}
    group = _plural(text, at)
    at = group or at
    while at < len(text):
        step = _one(text, at, environment, loose=bool(group or found))
        if step is None:
            break
        worker, at = step
        found.setdefault(worker, "")
        through = _RANGE.match(text, at)
        last = _one(text, through.end(), environment, loose=True) if through and through[0].strip() else None
        if last:
            found.update((other, "") for other in _between(worker, last[0], environment.names) if other not in found)
            at = last[1]
        note = _NOTE.match(text, at)
        join = _JOIN.match(text, note.end() if note else at)
        if not join or _one(text, join.end(), environment, loose=True) is None:
            break
        if note:
            found[worker] = note[1]
        at = join.end()
    if not found:
        return NOBODY
    rest = text[at:]
    own = _NOTE.match(rest) if any(found.values()) else None
    if own:
        found[next(reversed(found))], rest = own[1], rest[own.end() :]
    return Named(tuple(found), rest, tuple(found.values()) if any(found.values()) else ())


def owners(text: str, environment: Environment) -> Named:
    """The workers that a comment or an owner cell names: at its head, behind "by", or in brackets at its end."""
    found = named(text, environment)
    if found.workers:
        return found
    by = _BY.match(text)
    if by:
        found = named(text[by.end() :], environment)
        if found.workers:
            return found
    tail = text[-120:].rstrip()
    last = _TRAILING.search(tail) if ")" in tail or "]" in tail or "）" in tail else None
    if last:
        inside = named(last[1], environment)
        if inside.workers:
            return inside
    return NOBODY


def _plural(text: str, at: int) -> int:
    """Where the numbers begin behind "Agents" or "Streams", 0 for no such word."""
    match = _PLURAL.match(text, at)
    return match.end() if match else 0


def _one(text: str, at: int, environment: Environment, *, loose: bool) -> tuple[str, int] | None:
    """One worker's id or name at `at`, with its end. A bare letter or number only where `loose` or standing alone."""
    while at < len(text) and text[at] in " *_`~[(@":
        at += 1
    if _surely_none(text[at : at + 3], environment):
        return None
    lookup = environment.names.get
    match = ID.match(text, at)
    if match:
        worker = lookup(key(match[0]))
        if worker:
            return worker, match.end()
    ends = []
    position = at
    for _ in range(4):
        word = _WORD.match(text, position)
        if not word:
            break
        ends.append(word.end())
        position = word.end()
        while position < len(text) and text[position] in " \t":
            position += 1
    for end in reversed(ends):
        words = text[at:end]
        worker = lookup(key(words))
        if worker and (len(words) > 2 or loose or _alone(text, end, words)):
            return worker, end
    return None


def _surely_none(head: str, environment: Environment) -> bool:
    """Whether no key of a worker begins with the letters that a text does: most texts are no names at all."""
    if not head.isascii() or not head[:2].isalpha() or head[0] in "wW":
        return False  # W and WS are written out in keys, and a mark behind a letter makes another letter of it
    memory = environment.memory
    if memory.beginnings is None:
        memory.beginnings = frozenset(name[:2] for name in environment.names)
    return head[:2].lower() not in memory.beginnings


def _alone(text: str, end: int, words: str) -> bool:
    """Whether a short id stands by itself: nothing, or a separator, follows it."""
    rest = text[end:].lstrip(" *_`~]")
    return not rest or rest[0] in ":,;—–-+&/(|)>" or (len(words) == 2 and words[0].isupper() and words[1].isdigit())


def _between(first: str, last: str, names: Mapping[str, str]) -> list[str]:
    """The workers of a range (`W1-W4`): those with the same word and a number or letter in between."""
    a, b = re.search(r"(\d+|[A-Za-z])$", first), re.search(r"(\d+|[A-Za-z])$", last)
    if not a or not b or a[0].isdigit() != b[0].isdigit():
        return [last]
    start, stop = (int(a[0]), int(b[0])) if a[0].isdigit() else (ord(a[0]), ord(b[0]))
    if not 0 <= stop - start <= 500:
        return [last]
    between = (str(n) if a[0].isdigit() else chr(n) for n in range(start + 1, stop + 1))
    known = (names.get(key(first[: a.start()] + n)) for n in between)
    return [worker for worker in known if worker] or [last]
