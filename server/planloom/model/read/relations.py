"""Dependencies that a sentence or heading states: `W3 depends on W1`.

Knows lines and the environment; must not know fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.read.context import Context, Environment, Item, RawField
from planloom.model.read.dependencies import Piece, pieces
from planloom.model.read.text import lines_with, word_set
from planloom.syntax.chunks import Chunk, Kind, LineKind, Place
from planloom.text.lazy import lazy

_DASH = lazy(r"\s[—–-]\s|:\s")
_VERB = lazy(
    r"\(after\b|\b(?:depends? (?:up)?on|(?:is |are )?blocked (?:by|on)|requires?|"
    r"must (?:wait|run|come|start|merge) (?:for|after)|must wait|waits? (?:for|on)|needs?|unblocks? when|"
    r"(?:starts?|runs?|merges?) (?:only )?after|cannot start (?:until|before))\b",
    re.IGNORECASE,
)
_STOP = lazy(r"\)|[.;](?:\s|$)|:\s*\**\s*$|\bbut\b|\bbecause\b|\bif\b", re.IGNORECASE)
ARROW = lazy(r"(?:→|->|=>|⇒|➜|➔|-->|➡️?|──+[>▶►])\s*")
ARROW_LABEL = "→"
_HEADS = (">", "→", "⇒", "➜", "➔", "➡", "▶", "►")
"""The heads of all arrows."""
_STEMS = ("depend", "block", "requir", "wait", "need", "after", "cannot", "must ")
_OWN = ("'s", "’s")
"""`W1's interface` is a contract to write against, not work to wait for."""
_WORD = lazy(r"[^\W\d_]{2,}")
_FILLER = word_set("""
    and the agent agents worker workers stream streams workstream workstreams track tracks team teams lane lanes session
    sessions terminal terminals task tasks issue issues both then must all pr prs only last first second third is are
    also still explicitly
""")


def may_state(words: str) -> bool:
    """Whether a text (lower case) can state a dependency."""
    # Asked of every text: spelled out, it takes a fifth of what a loop does.
    return (
        "depend" in words
        or "block" in words
        or "requir" in words
        or "wait" in words
        or "need" in words
        or "after" in words
        or "cannot" in words
        or "must " in words
    )


def sentences(chunk: Chunk, words: str, environment: Environment) -> Iterator[RawField]:
    """A dependency field for each worker that a line of a heading or text says waits for another.

    `words` is the chunk's text, lower case.
    """
    for number in lines_with(words, _STEMS):
        line = chunk.lines[number]
        if len(line) > 1000:
            continue
        if chunk.kind == Kind.TEXT and chunk.marks[number].kind in (LineKind.BLANK, LineKind.RULE, LineKind.CODE):
            continue
        verb = _VERB.search(line)
        if verb and not _is_order(chunk, number, verb):
            yield from _sentence(chunk, number, verb, environment)


def _is_order(chunk: Chunk, number: int, verb: re.Match[str]) -> bool:
    """Whether a list item begins with the verb: its number is nobody who waits, as in `1. Wait for W2`."""
    mark = chunk.marks[number] if chunk.kind == Kind.TEXT else None
    return (
        mark is not None and mark.kind == LineKind.ITEM and not chunk.lines[number][mark.start : verb.start()].strip()
    )


def _sentence(chunk: Chunk, number: int, verb: re.Match[str], environment: Environment) -> Iterator[RawField]:
    line = chunk.lines[number]
    begin = max(line.rfind(". ", 0, verb.start()) + 1, line.rfind("; ", 0, verb.start()) + 1)
    head = line[begin : verb.start()]
    if line[begin - 2 : begin - 1].strip("*_ ") and begin:
        head = line[: verb.start()]
    head = _DASH.split(head)[-1] if verb[0].startswith("(") else head
    if not head.strip(" *_-"):
        return
    found = pieces(head, environment)
    who = [members[0] for _, _, members, _ in found if len(members) == 1]
    if not who or _prose(_without(head, found)):
        return
    stop = _STOP.search(line, verb.end())
    end = stop.start() if stop else len(line)
    rest = line[verb.end() : end]
    named = [
        m for _, b, members, _ in pieces(rest, environment) if rest[b : b + 2].lower() not in _OWN for m in members
    ]
    if not named:
        return
    at = Place(chunk.key, number, verb.start(), verb.end())
    item = Item(line[verb.end() : end], Place(chunk.key, number, verb.end(), end))
    for worker in dict.fromkeys(who):
        if worker not in named:
            yield RawField(worker, "depends_on", verb[0], at, (item,))


def _without(head: str, found: list[Piece]) -> str:
    for start, end, _, _ in reversed(found):
        head = f"{head[:start]} {head[end:]}"
    return head


def _prose(head: str) -> bool:
    """Whether the words before the verb say more than who is meant."""
    words = [word.lower() for word in _WORD.findall(re.sub(r"[(（][^)）]*[)）]", " ", head))]
    return sum(word not in _FILLER for word in words) > 2 or len(words) > 8


def may_draw(context: Context) -> bool:
    """Whether arrows draw dependencies here."""
    return context.section == "order" or context.label == "depends_on"


def has_arrow(text: str) -> bool:
    """Whether a text can hold an arrow."""
    return (
        ">" in text
        or "→" in text
        or "⇒" in text
        or "➜" in text
        or "➔" in text
        or "➡" in text
        or "▶" in text
        or "►" in text
    )


def chains(chunk: Chunk, words: str, environment: Environment) -> Iterator[RawField]:
    """The dependencies that arrows draw in a dependency section: each worker waits for those left of it.

    `words` is the chunk's text.
    """
    for number in lines_with(words, _HEADS):
        line = chunk.lines[number]
        if len(line) > 600 or not ARROW.search(line) or "git " in line:
            continue
        cuts = [0, *(end for m in ARROW.finditer(line) for end in m.span()), len(line)]
        parts = [(cuts[i], cuts[i + 1]) for i in range(0, len(cuts), 2)]
        ranks = [_workers(line[a:b], environment) for a, b in parts]
        for i in range(1, len(parts)):
            a, b = parts[i - 1]
            item = Item(line[a:b], Place(chunk.key, number, a, b))
            for worker in ranks[i]:
                if ranks[i - 1] and worker not in ranks[i - 1]:
                    yield RawField(worker, "depends_on", ARROW_LABEL, Place(chunk.key, number, b, parts[i][0]), (item,))


def _workers(text: str, environment: Environment) -> list[str]:
    return [member for _, _, members, _ in pieces(text, environment) for member in members]
