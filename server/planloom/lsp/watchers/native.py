"""Changes told by the operating system, through a library that may be installed: the extra `planloom[watch]`.

The only place that imports it. Must not know what a change means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

from planloom.lsp.watchers import SourceError
from planloom.lsp.watchers.heard import Heard

# Milliseconds: how often it is looked whether something was told, and how long what comes in a row is gathered.
_STEP, _GATHER = 150, 450
# Each listener costs a little while nothing happens; in place of more, one is made.
_MOST = 4

# A folder and its number on its disk: made anew at the same path, it is another one.
_Tree = tuple[str, int]


class Native:
    """Listens to the system. `wake` is called, from a thread of its own, when something may have changed."""

    name = "the operating system"

    def __init__(self, wake: Callable[[], None]) -> None:
        try:
            from watchfiles import watch
        except ImportError:
            raise SourceError("watchfiles, which watches worktrees best, is not installed") from None
        self._open: Callable[..., Iterator[set[Any]]] = watch
        self._wake = wake
        self._heard = Heard()
        self._listeners: list[_Listener] = []

    def watch(self, trees: Mapping[str, bool]) -> None:
        """Watch these folders and no others. Raises SourceError."""
        wanted = frozenset(_identified(trees))
        self._heard.watch(trees)
        self._keep(lambda one: bool(one.trees & wanted))
        new = wanted.difference(*(one.trees for one in self._listeners))
        if new and len(self._listeners) >= _MOST:
            self._keep(lambda _: False)
            new = wanted
        if new:
            self._listeners.append(_Listener(self._open, new, self._tell))
            self._heard.changed(top for top, _ in new)
        failed = next((one.failure for one in self._listeners if one.failure), None)
        if failed:
            self._keep(lambda _: False)
            raise SourceError(failed)

    def stamp(self, tree: str) -> int:
        """A number that is another one when something in a watched folder may have changed."""
        return self._heard.stamp(tree)

    def _keep(self, fits: Callable[[_Listener], bool]) -> None:
        for one in self._listeners:
            if not fits(one):
                one.over.set()
        self._listeners = [one for one in self._listeners if fits(one)]

    def _tell(self, changes: Iterable[tuple[Any, str]]) -> None:
        if self._heard.hear(path for _, path in changes):
            self._wake()


class _Listener:
    """Listens below some folders until it is `over`, in a thread. `failure`: why it could not."""

    def __init__(self, watch: Callable[..., Iterator[set[Any]]], trees: frozenset[_Tree], tell: Callable[..., None]):
        self.trees = trees
        self.over = Event()
        self.failure = ""
        self._tell = tell
        self._changes = watch(
            *sorted(top for top, _ in trees),
            watch_filter=None,
            debounce=_GATHER,
            step=_STEP,
            stop_event=self.over,
            rust_timeout=_STEP,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        # With its first answer everything is watched.
        self._take()
        Thread(target=self._listen, name="watch", daemon=True).start()

    def _listen(self) -> None:
        while not self.over.is_set() and not self.failure:
            self._take()

    def _take(self) -> None:
        try:
            changes = next(self._changes, None)
            if changes is None and not self.over.is_set():
                self.failure = "nothing is told any more"
            self._tell(changes or ())
        except (OSError, RuntimeError) as error:
            self.failure = str(error) or type(error).__name__


def _identified(tops: Iterable[str]) -> Iterator[_Tree]:
    for top in tops:
        with suppress(OSError):
            yield top, Path(top).stat().st_ino
