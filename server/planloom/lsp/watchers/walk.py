"""Changes found by walking through folders again and again: where nobody tells of them.

Must not know what a change means.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from planloom.run.survey.watch import Walked

# Where nobody works now, a walk in so many is enough.
_RARELY = 10
# The share of a processor that walking takes at most.
_SHARE = 0.007


class Walk:
    """Walks through folders: each time through those in which somebody works, sometimes through the others."""

    name = "looking at times and sizes of their files; 'planloom[watch]' is sooner and costs less in large ones"

    def __init__(self) -> None:
        self._trees: dict[str, Walked] = {}
        self._stamps: dict[str, int] = {}
        self._due: set[str] = set()
        self._walks = 0
        self._spent = 0.0
        self._again = 0.0

    def watch(self, trees: Mapping[str, bool]) -> None:
        """Walk through these folders and no others, when they are asked about."""
        self._trees = {tree: self._trees.get(tree) or Walked(tree) for tree in trees}
        self._stamps = {tree: self._stamps[tree] for tree in trees if tree in self._stamps}
        self._due = self._trees.keys() - self._stamps.keys()
        if time.monotonic() >= self._again:
            self._walks += 1
            is_thorough = self._walks % _RARELY == 0
            self._due |= {tree for tree, is_busy in trees.items() if is_busy or is_thorough}
            self._spent = 0.0

    def stamp(self, tree: str) -> int:
        """A number that is another one when something in a watched folder changed."""
        if tree in self._due:
            began = time.thread_time()
            self._due.discard(tree)
            self._stamps[tree] = self._trees[tree].look()
            self._spent += time.thread_time() - began
            self._again = time.monotonic() + self._spent / _SHARE
        return self._stamps[tree]
