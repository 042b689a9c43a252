"""What was heard of changes in folders, by path; and whether it counts: what git ignores does not.

Knows folders and paths; must not know who tells of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from threading import Lock

from planloom.run.files import SKIPPED
from planloom.run.survey.ignored import is_ignored

# Of more paths than this, one will count.
_MANY = 300
# Seconds after which a folder counts as changed, for what nobody told of: other machines write to shared disks.
_AGE = 300.0


class Heard:
    """Changes in watched folders, from any thread. Numbers are never used twice."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers = count(1)
        self._stamps: dict[str, tuple[int, float]] = {}
        self._paths: dict[str, set[str]] = {}

    def watch(self, trees: Iterable[str]) -> None:
        """Listen for changes in these folders and no others."""
        with self._lock:
            self._stamps = {tree: self._stamps.get(tree) or self._new() for tree in trees}
            self._paths = {tree: self._paths.get(tree, set()) for tree in self._stamps}

    def hear(self, paths: Iterable[str]) -> bool:
        """Take note of changed paths; whether any may count."""
        is_news = False
        with self._lock:
            tree = ""
            for path in paths:
                if not (tree and path.startswith(tree + os.sep)):
                    tree = next((top for top in self._paths if _holds(top, path)), "")
                inside = _told(path[len(tree) + 1 :]) if tree else None
                if inside is not None and len(self._paths[tree]) <= _MANY:
                    self._paths[tree].add(inside)
                    is_news = True
        return is_news

    def changed(self, trees: Iterable[str]) -> None:
        """Take these folders for changed."""
        with self._lock:
            self._stamps.update((tree, self._new()) for tree in trees if tree in self._stamps)

    def stamp(self, tree: str) -> int:
        """A number that is another one when something that counts was heard of a folder."""
        with self._lock:
            number, at = self._stamps.get(tree) or self._new()
            paths, self._paths[tree] = self._paths.get(tree, set()), set()
        is_old = time.monotonic() - at > _AGE
        if is_old or "" in paths or len(paths) > _MANY or (paths and not is_ignored(tree, paths)):
            self.changed([tree])
            return self._stamps[tree][0]
        return number

    def _new(self) -> tuple[int, float]:
        return next(self._numbers), time.monotonic()


def _holds(tree: str, path: str) -> bool:
    return path == tree or path.startswith(tree + os.sep)


def _told(inside: str) -> str | None:
    """The path to ask git about: the folder that tools fill in place of its files; None for git's own files."""
    parts = Path(inside).parts
    if ".git" in parts:
        return None
    filled = next((at for at, part in enumerate(parts[:-1]) if part in SKIPPED), None)
    return inside if filled is None else f"{Path(*parts[: filled + 1])}{os.sep}"
