"""Whether two patterns have a path in common, and which; exact.

A pair of alternatives is walked segment by segment, `**` standing still as long as it likes; patterns that take paths
out are decided over characters (`automaton`). Knows what patterns mean; must not know claims or plans.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import takewhile

from planloom.model.pattern import automaton
from planloom.model.pattern.alternatives import BELOW, Alternative, alternatives
from planloom.model.pattern.pattern import Pattern
from planloom.model.pattern.segments import DEEP, common, expression, is_name


def overlaps(a: Pattern, b: Pattern) -> bool:
    """Whether some path matches both, or one is a path that the other puts something below by name."""
    if a.literal and b.literal:
        return _literal_witness(a, b) is not None
    if a.excludes or b.excludes:
        return witness(a, b) is not None
    if any(_meets(x, y) for x in _parts(a) for y in _parts(b)):
        return True
    return any(not x.directory and next(_below(x, y), None) is not None for x, y in ((a, b), (b, a)))


def witness(a: Pattern, b: Pattern) -> str | None:
    """A shortest path (fewest segments) that shows the overlap of `a` and `b`, None when there is none."""
    if a.literal and b.literal:
        return _literal_witness(a, b)
    found = [path for x in _parts(a) for y in _parts(b) if _meets(x, y) and (path := _walk(x, y)) is not None]
    if found and (a.excludes or b.excludes):
        kept = automaton.search((_parts(a), _parts(b)), (*_taken(a), *_taken(b)))
        found = found if kept == DEEP else [kept] if kept is not None else []
    if not found:
        below = [part for x, y in ((a, b), (b, a)) if not x.directory for part in _below(x, y)]
        found = [path for part in below if (path := _walk(part, part)) is not None]
    return min(found, key=lambda path: (path.count("/"), len(path), path), default=None)


def matches(pattern: Pattern, path: str) -> bool:
    """Whether the pattern covers this path (forward slashes, NFC, from the root): matches it, or a folder above it."""
    return bool(matcher(pattern)(path))


def covers(a: Pattern, b: Pattern) -> bool:
    """Whether every path of `b` is one of `a`."""
    return automaton.search((_parts(b),), (*_taken(b), *_parts(a))) is None


@lru_cache(maxsize=1 << 14)
def heads(pattern: Pattern) -> tuple[str, ...]:
    """The names that the paths of the pattern begin with, joined by slashes, one for each of its alternatives."""
    return tuple(dict.fromkeys("/".join(_head(part)) for part in _parts(pattern)))


@lru_cache(maxsize=1 << 14)
def head(pattern: Pattern) -> str:
    """The folder that every path of the pattern is in, as far as it is spelled out; empty where it is not."""
    every = [start.split("/") for start in heads(pattern)]
    shared = takewhile(lambda names: len(set(names)) == 1, zip(*every))  # noqa: B905 - as far as all reach
    return "/".join(names[0] for names in shared)


@lru_cache(maxsize=1 << 12)
def matcher(pattern: Pattern) -> Callable[[str], object]:
    """`matches` for one pattern, compiled, for many paths; what it gives is only true or false."""
    match = re.compile("|".join(map(_expression, _parts(pattern))) or "(?!)", re.DOTALL).match
    if not pattern.excludes:
        return match
    taken = re.compile("|".join(map(_expression, _taken(pattern))) or "(?!)", re.DOTALL).match
    return lambda path: match(path) and not taken(path)


@lru_cache(maxsize=1 << 14)
def _parts(pattern: Pattern) -> tuple[Alternative, ...]:
    if not pattern.literal:
        return alternatives(pattern.base)
    if not pattern.key:
        return ()
    return (tuple(pattern.stem.split("/")) + (BELOW if pattern.directory else ()),)


def _taken(pattern: Pattern) -> tuple[Alternative, ...]:
    """What the pattern takes out; a folder with its name, a name with what would be below it."""
    taken: list[Alternative] = []
    for part in (part for other in pattern.excludes for part in _parts(other)):
        base = part[:-2] if part[-2:] == BELOW else part
        named = bool(base) and is_name(base[-1])
        taken += [one for one in (part, base) if one]
        taken += [base + BELOW] if named else []
    return tuple(dict.fromkeys(taken))


def _literal_witness(a: Pattern, b: Pattern) -> str | None:
    short, long = (a, b) if len(a.stem) <= len(b.stem) else (b, a)
    if not short.key:
        return None
    if short.stem == long.stem:
        return f"{short.stem}/a" if short.directory and long.directory else short.stem
    if long.stem.startswith(short.stem + "/"):
        return long.key + "a" if long.directory else long.key
    return None


def _meets(a: Alternative, b: Alternative) -> bool:
    """Whether some path matches both. Ends first: most pairs differ there, and the rest is mostly `**` alone."""
    head = _agreed(a, b)
    if head < 0 or (a[0] == "") != (b[0] == ""):  # an absolute path begins with an empty segment, which is no `**`
        return False
    a, b = a[head:], b[head:]
    tail = _agreed(a[::-1], b[::-1])
    if tail < 0:
        return False
    a, b = a[: len(a) - tail], b[: len(b) - tail]
    return a == b or (DEEP,) in (a, b) or (bool(a and b) and _walk(a, b) is not None)


def _agreed(a: Alternative, b: Alternative) -> int:
    """How many segments up to the first `**` have a name in common; -1 where one has none."""
    count = 0
    for x, y in zip(a, b):  # noqa: B905 - as far as both reach
        if DEEP in (x, y):
            return count
        if x != y and common(x, y) is None:
            return -1
        count += 1
    return count


def _walk(a: Alternative, b: Alternative) -> str | None:
    """Breadth first over pairs of positions, one segment a step."""
    layer: dict[tuple[int, int], tuple[str, ...]] = {(0, 0): ()}
    seen = {(0, 0)}
    while layer:
        following: dict[tuple[int, int], tuple[str, ...]] = {}
        stack = list(layer.items())
        for (i, j), path in stack:
            if i == len(a) and j == len(b):
                return "/".join(path)
            x, y = a[i] if i < len(a) else None, b[j] if j < len(b) else None
            free = [(i + 1, j)] * (x == DEEP) + [(i, j + 1)] * (y == DEEP)
            for state in free:
                if state not in seen:
                    seen.add(state)
                    stack.append((state, path))
            if x is None or y is None or x == y == DEEP:
                continue
            name = _step(x, y)
            state = (i + (x != DEEP), j + (y != DEEP))
            if name is not None and state not in seen:
                following.setdefault(state, (*path, name))
        seen.update(following)
        layer = following
    return None


def _step(x: str, y: str) -> str | None:
    if DEEP in (x, y):
        name = y if x == DEEP else x
        return common(name, "*")
    return common(x, y)


def _below(a: Pattern, b: Pattern) -> Iterator[Alternative]:
    """The alternatives of `b` that spell out something below a path that `a` matches, where `a` ends in a name."""
    for x in _parts(a):
        if is_name(x[-1]):
            for y in _parts(b):
                names = _head(y)
                ends = (n for n, name in enumerate(names, 1) if name == x[-1] and n < len(y))
                if any(_meets(x, names[:n]) for n in ends):
                    yield y


def _head(part: Alternative) -> Alternative:
    """The names that an alternative begins with."""
    for at, text in enumerate(part):
        if not is_name(text):
            return part[:at]
    return part


def _expression(part: Alternative) -> str:
    """A regular expression for the paths of an alternative, and for what lies below where it ends in a name.

    Between two `**` the leftmost fit is as good as any, so groups are atomic and matching takes linear time.
    """
    groups: list[list[str]] = [[]]
    for text in part:
        if text == DEEP:
            groups.append([])
        else:
            groups[-1].append(expression(text))
    first, *rest = ("/".join(group) for group in groups)
    head = first + "/" if groups[0] and rest else first
    middle = "".join(f"(?>(?:[^/]+/)*?{group}/)" for group in rest[:-1])
    last = f"(?:[^/]+/)*{rest[-1]}" if rest else ""
    named = is_name(part[-1])
    return head + middle + last + (r"(?:/.*)?\Z" if named else r"\Z")
