"""Paths in every one of some sets and in none of some others: the exact answer where a pattern takes paths out.

Sets of positions are followed character by character, so what is left out can be told as well as what is in. Knows
alternatives and characters; must not know patterns as values.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from planloom.model.pattern.alternatives import Alternative
from planloom.model.pattern.segments import ANY, DEEP, Ranges, readable, segment

MOST_STATES = 20_000  # past this nothing is proved; what may overlap is then taken to

_SLASH: Ranges = ((47, 47),)
_States = frozenset[tuple[int, int]]


class _Steps:
    """Alternatives as one machine: a step is a character set, a slash, None for `*`, or the text `**`."""

    def __init__(self, parts: Iterable[Alternative]) -> None:
        self.ways = [_steps(part) for part in parts]
        self.start = self._free((way, 0) for way in range(len(self.ways)))
        self.ends = {(way, len(steps)) for way, steps in enumerate(self.ways)}

    def step(self, states: _States, char: int) -> _States:
        """The states that one character leads to."""
        reached = []
        for way, at in states:
            steps = self.ways[way]
            step = steps[at] if at < len(steps) else ()
            if step is None:
                if char != 47:
                    reached.append((way, at))
            elif isinstance(step, str):  # in the middle of a segment that `**` stands for
                reached.append((way, at if char != 47 else at - 1))
            elif any(lo <= char <= hi for lo, hi in step):
                reached.append((way, at + 1))
        return self._free(reached)

    def _free(self, states: Iterable[tuple[int, int]]) -> _States:
        found: set[tuple[int, int]] = set()
        stack = list(states)
        while stack:
            way, at = state = stack.pop()
            if state in found:
                continue
            found.add(state)
            steps = self.ways[way]
            if at < len(steps) and steps[at] is None:
                stack.append((way, at + 1))
            elif at + 1 < len(steps) and steps[at + 1] == DEEP:
                stack.append((way, at + 2))
        return frozenset(found)


def _steps(part: Alternative) -> list[Ranges | str | None]:
    """A `**` is two steps: a first character that is no slash, then the state inside its segment."""
    steps: list[Ranges | str | None] = []
    for at, text in enumerate(part):
        if text == DEEP:
            steps += [ANY, DEEP]
            continue
        read = segment(text)
        steps += read.tokens if read.literal is None else [((ord(c), ord(c)),) for c in read.literal]
        steps += [_SLASH] if at + 1 < len(part) else []
    return steps


def search(inside: Iterable[Iterable[Alternative]], outside: Iterable[Alternative]) -> str | None:
    """A shortest path that matches one alternative of each set in `inside` and none in `outside`; None: there is none.

    Returns "**" where the answer was not found within the bound.
    """
    machines = [_Steps(parts) for parts in inside]
    wall = _Steps(outside)
    letters = _letters([*machines, wall])
    start = (*(machine.start for machine in machines), wall.start)
    seen, layer = {start}, [(start, "")]
    while layer:
        following = []
        for states, word in layer:
            *within, beyond = states
            if all(m.ends & s for m, s in zip(machines, within, strict=True)) and not wall.ends & beyond:
                return word
            for char in letters:
                reached = [m.step(s, char) for m, s in zip(machines, within, strict=True)]
                if not all(reached):
                    continue
                state = (*reached, wall.step(beyond, char))
                if state not in seen:
                    seen.add(state)
                    following.append((state, word + chr(char)))
        if len(seen) > MOST_STATES:
            return DEEP
        layer = following
    return None


def _letters(machines: Iterable[_Steps]) -> list[int]:
    """One character for each way in which the steps can tell characters apart, readable ones where possible."""
    sets = {step for machine in machines for way in machine.ways for step in way if isinstance(step, tuple)} | {ANY}
    cuts = sorted({edge for ranges in sets for lo, hi in ranges for edge in (lo, hi + 1)})
    cells = pairwise(cuts)
    chosen: dict[frozenset[Ranges], str] = {}
    for lo, hi in cells:
        told = frozenset(ranges for ranges in sets if any(a <= lo <= b for a, b in ranges))
        char = readable(((lo, hi - 1),))
        known = chosen.get(told)
        if char is not None and (known is None or _rank(char) < _rank(known)):
            chosen[told] = char
    return sorted({ord(char) for told, char in chosen.items() if told}, key=lambda c: _rank(chr(c)))


def _rank(char: str) -> tuple[bool, bool, str]:
    return not char.isascii(), not char.isalnum(), char
