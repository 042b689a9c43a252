"""Who tells that something changed in a worktree: a library, the client, or a walk through it. The best is taken.

Knows that there are several; must not know what a change means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from planloom.lsp.log import log


class SourceError(Exception):
    """This source cannot watch here; the message says why."""


class Source(Protocol):
    """Tells of changes in folders, with all that lies in them."""

    @property
    def name(self) -> str:
        """What it is, for the log."""

    def watch(self, trees: Mapping[str, bool]) -> None:
        """Watch these folders and no others; True for those in which a run's worker is at work. Raises SourceError."""

    def stamp(self, tree: str) -> int:
        """A number that is another one when something in a watched folder may have changed."""


class Best:
    """The first source that can watch; where one fails later on, the next."""

    def __init__(self, makers: Iterator[Callable[[], Source]]) -> None:
        self._makers = makers
        self._source = self._next()

    @property
    def name(self) -> str:
        """What it is, for the log."""
        return self._source.name

    def watch(self, trees: Mapping[str, bool]) -> None:
        """Watch these folders and no others."""
        while True:
            try:
                self._source.watch(trees)
                return
            except SourceError as error:
                log(f"worktrees cannot be watched by {self.name}: {error}")
            self._source = self._next()

    def stamp(self, tree: str) -> int:
        """A number that is another one when something in a watched folder may have changed."""
        return self._source.stamp(tree)

    def _next(self) -> Source:
        for make in self._makers:
            try:
                source = make()
            except SourceError as error:
                log(str(error))
                continue
            log(f"worktrees are watched by {source.name}")
            return source
        raise SourceError("nothing is left that can watch")
