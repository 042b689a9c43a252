"""Whether two patterns have a path in common, and which; exact.

A pair of alternatives is walked segment by segment, `**` standing still as long as it likes; patterns that take paths
out are decided over characters (`automaton`). Knows what patterns mean; must not know claims or plans.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from planloom.model.pattern import automaton
from planloom.model.pattern.alternatives import BELOW, Alternative, alternatives
from planloom.model.pattern.pattern import Pattern
from planloom.model.pattern.segments import DEEP, common, expression, is_name


def overlaps(a: Pattern, b: Pattern) -> bool:
    """Whether some path matches both, or one is a path that the other puts something below by name."""
    return witness(a, b) is not None


def witness(a: Pattern, b: Pattern) -> str | None:
    """A shortest path (fewest segments) that shows the overlap of `a` and `b`, None when there is none."""
    if a.literal and b.literal:
        return _literal_witness(a, b)
    found = [path for x in _parts(a) for y in _parts(b) if (path := _meet(x, y)) is not None]
    if found and (a.excludes or b.excludes):
        kept = automaton.search((_parts(a), _parts(b)), (*_taken(a), *_taken(b)))
        found = found if kept == DEEP else [kept] if kept is not None else []
    if not found:
        found = [path for x, y in ((a, b), (b, a)) if not x.directory for path in _below(x, y)]
    return min(found, key=lambda path: (path.count("/"), len(path), path), default=None)


def matches(pattern: Pattern, path: str) -> bool:
    """Whether the pattern covers this path (forward slashes, NFC, from the root): matches it, or a folder above it."""
    return matcher(pattern)(path)


def covers(a: Pattern, b: Pattern) -> bool:
    """Whether every path of `b` is one of `a`."""
    return automaton.search((_parts(b),), (*_taken(b), *_parts(a))) is None


@lru_cache(maxsize=1 << 14)
def head(pattern: Pattern) -> str:
    """The names that every path of the pattern begins with, joined by slashes; empty where there are none."""
    shared: Alternative | None = None
    for part in _parts(pattern):
        names = _head(part)
        if shared is not None:
            names = names[: next((n for n, (x, y) in enumerate(zip(shared, names)) if x != y), len(shared))]  # noqa: B905
        shared = names
    return "/".join(shared or ())


@lru_cache(maxsize=1 << 12)
def matcher(pattern: Pattern) -> Callable[[str], bool]:
    """`matches` for one pattern, compiled: for many paths."""
    every = [_expression(part) for part in _parts(pattern)]
    match = re.compile("|".join(every) or "(?!)", re.DOTALL).match
    if not pattern.excludes:
        return lambda path: match(path) is not None
    taken = re.compile("|".join(_expression(part) for part in _taken(pattern)) or "(?!)", re.DOTALL).match
    return lambda path: match(path) is not None and taken(path) is None


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


def _meet(a: Alternative, b: Alternative) -> str | None:
    """The path with fewest segments that both match. Cheap ends first: most pairs differ there."""
    for x, y in zip(a, b):  # noqa: B905 - as far as both reach
        if DEEP in (x, y):
            break
        if common(x, y) is None:
            return None
    else:
        if len(a) != len(b):
            return None
    for x, y in zip(reversed(a), reversed(b)):  # noqa: B905 - as far as both reach
        if DEEP in (x, y):
            break
        if common(x, y) is None:
            return None
    return _walk(a, b)


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


def _below(a: Pattern, b: Pattern) -> list[str]:
    """Paths of `b` below one that `a` matches, for alternatives of `a` that end in a name and of `b` that spell it."""
    found = []
    for x in _parts(a):
        if not is_name(x[-1]):
            continue
        for y in _parts(b):
            head = _head(y)
            if any(len(y) > n and _meet(x, head[:n]) is not None for n in range(1, len(head) + 1)):
                found += [path] if (path := _meet(y, y)) is not None else []
    return found


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
