"""One segment of a path pattern (what stands between two slashes): its grammar, and when two segments meet.

Knows characters; must not know slashes, `**` or braces.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from planloom.text.lazy import lazy

Ranges = tuple[tuple[int, int], ...]  # code points, sorted, disjoint, both ends included

DEEP = "**"  # as a segment: any number of segments, none included
_SLASH = ord("/")
ANY: Ranges = ((0, _SLASH - 1), (_SLASH + 1, 0x10FFFF))
_READABLE = "abcdefghijklmnopqrstuvwxyz0123456789-_.ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ROUTE = lazy(r"\[{1,2}[^\[\]]*\]{1,2}(?=\.|$)")
_CLASS = lazy(r"\[[!^]?(?:\][^\]]*|[^\]]+)\]")


class Segment(NamedTuple):
    """A segment taken apart: `tokens` character sets, or None for `*`; `literal` is its text if it has no choice."""

    literal: str | None
    tokens: tuple[Ranges | None, ...]


@lru_cache(maxsize=1 << 15)
def segment(text: str) -> Segment:
    """Read a segment. `*` alone is one character or more: no segment is empty."""
    route = _ROUTE.match(text)
    start = route.end() if route else 0
    if not any(mark in text[start:] for mark in "*?["):
        return Segment(text, ())
    tokens: list[Ranges | None] = [((ord(c), ord(c)),) for c in text[:start]]
    chosen, at = False, start
    while at < len(text):
        found = _CLASS.match(text, at) if text[at] == "[" else None
        if found:
            tokens.append(_class(found[0][1:-1]))
        elif text[at] == "*":
            if not tokens or tokens[-1] is not None:
                tokens.append(None)
        elif text[at] == "?":
            tokens.append(ANY)
        else:
            tokens.append(((ord(text[at]), ord(text[at])),))
        chosen = chosen or bool(found) or text[at] in "*?"
        at = found.end() if found else at + 1
    if not chosen:
        return Segment(text, ())
    return Segment(None, (ANY, None) if tokens == [None] else tuple(tokens))


@lru_cache(maxsize=1 << 15)
def common(a: str, b: str) -> str | None:
    """A short segment that both `a` and `b` match, None when there is none. Neither is `**`."""
    left, right = segment(a), segment(b)
    if left.literal is not None and right.literal is not None:
        return a if a == b else None
    if left.literal is not None:
        return a if _whole(b).fullmatch(a) else None
    if right.literal is not None:
        return b if _whole(a).fullmatch(b) else None
    shortest = _search(left.tokens, right.tokens)
    longer = "a" + (shortest or "")
    if shortest and not shortest[0].isalnum() and _whole(a).fullmatch(longer) and _whole(b).fullmatch(longer):
        return longer  # `a.rs` is told sooner for a file name than `.rs`
    return shortest


@lru_cache(maxsize=1 << 12)
def _whole(text: str) -> re.Pattern[str]:
    return re.compile(expression(text), re.DOTALL)


def is_name(text: str) -> bool:
    """Whether the segment stands for itself only."""
    return text != DEEP and segment(text).literal is not None


def expression(text: str) -> str:
    """A regular expression for the segment, linear in what it is matched against; it ends where the segment must."""
    read = segment(text)
    if read.literal is not None:
        return re.escape(read.literal)
    pieces: list[list[str]] = [[]]
    for token in read.tokens:
        if token is None:
            pieces.append([])
        else:
            pieces[-1].append(_set_expression(token))
    first, *rest = ("".join(piece) for piece in pieces)
    if not rest:
        return first
    *middle, last = rest
    return first + "".join(f"(?>[^/]*?{piece})" for piece in middle if piece) + f"[^/]*{last}(?![^/])"


def intersect(a: Ranges, b: Ranges) -> Ranges:
    """The characters in both sets."""
    both = ((max(lo, low), min(hi, high)) for lo, hi in a for low, high in b)
    return tuple((lo, hi) for lo, hi in both if lo <= hi)


def readable(chars: Ranges) -> str | None:
    """One character of the set, a letter if it has one; None for the empty set."""
    if len(chars) == 1 and chars[0][0] == chars[0][1]:
        return chr(chars[0][0])
    for char in _READABLE:
        if any(lo <= ord(char) <= hi for lo, hi in chars):
            return char
    return chr(chars[0][0]) if chars else None


def _search(a: tuple[Ranges | None, ...], b: tuple[Ranges | None, ...]) -> str | None:
    """Breadth first over pairs of positions; what is free costs no character."""
    layer, seen = {(0, 0): ""}, {(0, 0)}
    while layer:
        following: dict[tuple[int, int], str] = {}
        stack = list(layer.items())
        for (i, j), word in stack:
            if i == len(a) and j == len(b):
                return word
            x, y = a[i] if i < len(a) else (), b[j] if j < len(b) else ()
            free = [(i + 1, j)] * (x is None) + [(i, j + 1)] * (y is None)
            for state in free:
                if state not in seen:
                    seen.add(state)
                    stack.append((state, word))
            if x is None and y is None:
                continue
            char = readable(intersect(ANY if x is None else x, ANY if y is None else y))
            state = (i + (x is not None), j + (y is not None))
            if char is not None and state not in seen:
                following.setdefault(state, word + char)
        seen.update(following)
        layer = following
    return None


def _class(body: str) -> Ranges:
    """The characters of `[body]`: ranges, and `!` or `^` at its start for all others. A slash is never among them."""
    others = body[0] in "!^" and len(body) > 1
    at, found = int(others), []
    while at < len(body):
        reaches = body[at + 1 : at + 2] == "-" and at + 2 < len(body)
        low, high = ord(body[at]), ord(body[at + 2 if reaches else at])
        if low <= high:
            found.append((low, high))
        at += 3 if reaches else 1
    if not others:
        return intersect(_joined(found), ANY)
    kept, low = [], 0
    for lo, hi in _joined(found):
        kept.append((low, lo - 1))
        low = hi + 1
    kept.append((low, 0x10FFFF))
    return intersect(tuple((lo, hi) for lo, hi in kept if lo <= hi), ANY)


def _joined(ranges: list[tuple[int, int]]) -> Ranges:
    joined: list[tuple[int, int]] = []
    for lo, hi in sorted(ranges):
        if joined and lo <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(hi, joined[-1][1]))
        else:
            joined.append((lo, hi))
    return tuple(joined)


def _set_expression(chars: Ranges) -> str:
    if chars == ANY:
        return "[^/]"
    if not chars:
        return "(?!)"
    if len(chars) == 1 and chars[0][0] == chars[0][1]:
        return re.escape(chr(chars[0][0]))
    return "[" + "".join(f"{re.escape(chr(lo))}-{re.escape(chr(hi))}" for lo, hi in chars) + "]"
