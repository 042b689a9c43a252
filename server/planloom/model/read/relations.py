"""Dependencies that a sentence or heading states: `W3 depends on W1`.

Knows lines and the environment; must not know fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.read.context import Environment, Item, RawField
from planloom.model.read.dependencies import pieces
from planloom.syntax.chunks import Chunk, Kind, LineKind, Place

_VERB = re.compile(
    r"\b(?:depends? (?:up)?on|(?:is |are )?blocked (?:by|on)|requires?|must (?:wait|run|come|start|merge) (?:for|after)|"
    r"waits? (?:for|on)|needs?|unblocks? when|(?:starts?|runs?|merges?) (?:only )?after|cannot start (?:until|before))\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.;](?:\s|$)|:\s*\**\s*$|\bbut\b|\bbecause\b|\bif\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FILLER = frozenset(
    "and the agent agents worker workers stream streams workstream workstreams track tracks team teams lane lanes session "
    "sessions terminal terminals task tasks issue issues both then must all pr prs only last first second third is are "
    "also still explicitly".split()
)


def sentences(chunk: Chunk, environment: Environment) -> Iterator[RawField]:
    """A dependency field for each worker that a line of a heading or text says waits for another."""
    for number, line in enumerate(chunk.lines):
        if len(line) > 1000:
            continue
        if chunk.kind == Kind.TEXT and chunk.marks[number].kind in (LineKind.BLANK, LineKind.RULE, LineKind.CODE):
            continue
        verb = _VERB.search(line)
        if verb:
            yield from _sentence(chunk, number, verb, environment)


def _sentence(chunk: Chunk, number: int, verb: re.Match[str], environment: Environment) -> Iterator[RawField]:
    line = chunk.lines[number]
    begin = max(line.rfind(". ", 0, verb.start()) + 1, line.rfind("; ", 0, verb.start()) + 1)
    head = line[begin : verb.start()]
    if line[begin - 2 : begin - 1].strip("*_ ") and begin:
        head = line[: verb.start()]
    who = [members[0] for _, _, members, _ in pieces(head, environment) if len(members) == 1]
    if not who or _prose(head):
        return
    stop = _STOP.search(line, verb.end())
    end = stop.start() if stop else len(line)
    named = [
        m for _, _, members, unknown in pieces(line[verb.end() : end], environment) if not unknown for m in members
    ]
    if not named:
        return
    at = Place(chunk.key, number, verb.start(), verb.end())
    item = Item(line[verb.end() : end], Place(chunk.key, number, verb.end(), end))
    for worker in dict.fromkeys(who):
        if worker not in named:
            yield RawField(worker, "depends_on", verb[0], at, (item,))


def _prose(head: str) -> bool:
    """Whether the words before the verb say more than who is meant."""
    words = [word.lower() for word in _WORD.findall(re.sub(r"[(（][^)）]*[)）]", " ", head))]
    return sum(word not in _FILLER for word in words) > 2 or len(words) > 8
