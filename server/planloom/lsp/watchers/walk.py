"""Changes found by walking through folders again and again: where nobody tells of them.

Must not know what a change means.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Set

from planloom.run.survey.watch import Walked

# The shares of a processor that walking takes at most: through folders in which a run's worker is at work, which takes
# much more itself, and through all others.
_BUSY, _QUIET = 0.03, 0.007


class Walk:
    """Walks through folders: as often as that is cheap, and more often where somebody works."""

    name = "looking at times and sizes of their files; 'planloom[watch]' is sooner and costs less in large ones"

    def __init__(self) -> None:
        self._trees: dict[str, Walked] = {}
        self._stamps: dict[str, int] = {}
        self._rounds = {True: _Round(_BUSY), False: _Round(_QUIET)}

    def watch(self, trees: Mapping[str, bool]) -> None:
        """Walk through these folders and no others, when they are asked about."""
        self._trees = {tree: self._trees.get(tree) or Walked(tree) for tree in trees}
        self._stamps = {tree: self._stamps[tree] for tree in trees if tree in self._stamps}
        for is_busy, round_ in self._rounds.items():
            round_.begin({tree for tree in trees if trees[tree] is is_busy}, trees.keys() - self._stamps.keys())

    def stamp(self, tree: str) -> int:
        """A number that is another one when something in a watched folder changed."""
        for round_ in self._rounds.values():
            if round_.takes(tree):
                began = time.thread_time()
                self._stamps[tree] = self._trees[tree].look()
                round_.spend(time.thread_time() - began)
        return self._stamps[tree]


class _Round:
    """Folders that are walked through together; the next time when the last has been paid for."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._due: set[str] = set()
        self._spent = self._again = 0.0

    def begin(self, trees: set[str], new: Set[str]) -> None:
        """Have all of these walked through where it is time, else those that are new."""
        is_time = time.monotonic() >= self._again
        self._due = trees if is_time else trees & new
        self._spent = 0.0 if is_time else self._spent

    def takes(self, tree: str) -> bool:
        """Whether to walk through a folder now."""
        is_due = tree in self._due
        self._due.discard(tree)
        return is_due

    def spend(self, seconds: float) -> None:
        """Remember what a walk took."""
        self._spent += seconds
        self._again = time.monotonic() + self._spent / self._share
