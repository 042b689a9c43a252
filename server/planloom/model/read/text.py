"""Taking the markup off a piece of a line, with its place.

Knows inline Markdown; must not know what the piece means.
"""

from __future__ import annotations

from collections.abc import Iterable

from planloom.model.plan import Value
from planloom.syntax.chunks import Chunk, Place
from planloom.text.lazy import lazy
from planloom.text.values import made

_OUTER = " \t*_`\"'“”"
_EMPHASIS = lazy(r"\*\*|__|`")
_LINK = lazy(r"\[([^\[\]]{1,200})\]\([^()]{0,400}\)")


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())


def plain(text: str) -> str:
    """A text without emphasis, code marks and link targets."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "__" in text:
        text = _EMPHASIS.sub("", text)
    elif "*" in text or "`" in text:
        text = text.replace("**", "").replace("`", "")
    return text.strip(" \t*")


def lines_with(text: str, words: Iterable[str]) -> list[int]:
    """The numbers of the lines of a text that hold one of some words."""
    found = set()
    for word in words:
        at, number, counted = text.find(word), 0, 0
        while at >= 0:
            number += text.count("\n", counted, at)
            counted = at
            found.add(number)
            end = text.find("\n", at)
            at = text.find(word, end) if end >= 0 else -1
    return sorted(found)


def place(chunk: Chunk, line: int, start: int, end: int) -> Place:
    """Columns `start` to `end` of a line of the chunk, white space at both ends left out."""
    piece = chunk.lines[line][start:end]
    text = piece.lstrip(" \t")
    start += len(piece) - len(text)
    return made(Place, (chunk.key, line, start, start + len(text.rstrip(" \t"))))


def value(text: str, at: Place) -> Value:
    """A value whose place covers the text without the marks around it."""
    inner = text.lstrip(_OUTER)
    start = at.start + len(text) - len(inner)
    inner = inner.rstrip(_OUTER)
    return made(Value, (plain(inner), made(Place, (at.chunk, at.line, start, start + len(inner)))))
