"""The plainest text there is: one string, searched anew for every question. What `planloom.text` must agree with."""

from __future__ import annotations

import random

SNIPPETS = (
    "a", "xyz", " ", "", "\n", "\r", "\r\n", "\n\r", "\r\r\n", "\u2028", "\u2029", "\x85", "\f", "\v", "\x1c",
    "\U0001f600", "\U0001f469\u200d\U0001f469", "é", "e\u0301", "漢字", "\ufeff", "\ud83d", "\ude00",
    "| a | b |\n", "\tx", "line\nline\r\nline\r", "\n\n\n", "\0",
)  # fmt: skip


def line_spans(source: str) -> list[tuple[int, int]]:
    """Start and end offset of each line, terminators left out."""
    spans, start, at = [], 0, 0
    while at < len(source):
        if source[at] in "\r\n":
            spans.append((start, at))
            at += 2 if source[at : at + 2] == "\r\n" else 1
            start = at
        else:
            at += 1
    return [*spans, (start, len(source))]


def units(character: str, encoding: str) -> int:
    """The number of code units of one character."""
    code = ord(character)
    if encoding == "utf-8":
        return 1 + (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF)
    return 1 + (encoding == "utf-16" and code > 0xFFFF)


def offset(source: str, line: int, column: int, encoding: str) -> int:
    """The offset of a position whose column counts code units of `encoding`."""
    spans = line_spans(source)
    if line < 0:
        return 0
    if line >= len(spans):
        return len(source)
    at, end = spans[line]
    while at < end and column >= units(source[at], encoding):
        column -= units(source[at], encoding)
        at += 1
    return at


def random_source(random: random.Random, pieces: int) -> str:
    """A text made of up to `pieces` awkward pieces."""
    return "".join(random.choice(SNIPPETS) for _ in range(random.randrange(pieces + 1)))


def random_position(random: random.Random, source: str) -> tuple[int, int]:
    """A position in or around `source`, its column past the end or negative now and then."""
    return random.randrange(-1, len(line_spans(source)) + 2), random.choice((0, 0, 1, 2, 3, 5, 8, 10**6, -1))
