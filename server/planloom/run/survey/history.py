"""The commits above what all branches share, as a graph in memory: two calls of git answer every question of descent.

Knows commits by object id; must not know plans or files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from planloom.run.git import Git, GitError


class History:
    """The commits that some of the given tips hold and not all of them do. `base`: the best commit that all hold.

    A commit that is not among `parents` is held by every tip.
    """

    def __init__(self, base: str | None, parents: dict[str, tuple[str, ...]]) -> None:
        self.base, self._parents = base, parents
        self._held: dict[str, frozenset[str]] = {}

    def knows(self, commit: str) -> bool:
        """Whether a commit is in the graph or at its bottom."""
        return commit in self._parents or commit == self.base

    def rank(self, commit: str) -> int:
        """A number by which descendants come before their ancestors."""
        return self._ranks.get(commit, len(self._ranks))

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {commit: rank for rank, commit in enumerate(self._parents)}

    def held(self, tip: str) -> frozenset[str]:
        """The commits of the graph that a tip holds, itself among them."""
        if tip not in self._held:
            found: set[str] = set()
            waiting = [tip]
            while waiting:
                commit = waiting.pop()
                if commit in self._parents and commit not in found:
                    found.add(commit)
                    waiting.extend(self._parents[commit])
            self._held[tip] = frozenset(found)
        return self._held[tip]

    def holds(self, tip: str, commit: str) -> bool:
        """Whether a tip is a commit or descends from it."""
        return commit not in self._parents or commit in self.held(tip)

    def fork(self, first: str, second: str) -> str | None:
        """The best commit that both hold; None where they share none."""
        shared = self.held(first) & self.held(second)
        return min(shared, key=self.rank) if shared else self.base

    def only(self, tip: str, others: Iterable[str]) -> list[str]:
        """The commits that a tip holds and none of the others does, latest first."""
        own = self.held(tip).difference(*map(self.held, others))
        return sorted(own, key=self.rank)

    def line(self, tip: str) -> Iterator[str]:
        """The commits that a tip went through by itself: first parents, latest first, down to one that all hold."""
        yield tip
        while parents := self._parents.get(tip):
            tip = parents[0]
            yield tip


def read(git: Git, tips: Iterable[str], older: Iterable[str] = ()) -> History:
    """The history of some tips, deep enough for commits that are `older` and perhaps gone. Raises GitError."""
    tips, older = list(dict.fromkeys(tips)), list(dict.fromkeys(older))
    if not tips:
        return History(None, {})
    known = [*tips, *older]
    answer = git.ask("merge-base", "--octopus", *known)
    if answer.code > 1 and older:
        known = tips
        answer = git.ask("merge-base", "--octopus", *known)
    if answer.code > 1:
        raise GitError(["merge-base"], answer.code, answer.err)
    base = answer.out.decode().strip() or None
    asked = "\n".join([*known, *([f"^{base}"] if base else []), ""])
    listed = git.read("rev-list", "--topo-order", "--parents", "--stdin", stdin=asked.encode()).decode().splitlines()
    rows = (line.split() for line in listed)
    return History(base, {commit: tuple(parents) for commit, *parents in rows})
