"""Tells that something changed around a plan, by looking at times and sizes of files: no process, no content.

Knows where git and runs keep what they say, and how a folder is looked through. Must not know what a change means, nor
who tells of changes in worktrees.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from stat import S_ISDIR
from time import monotonic, thread_time, time_ns
from typing import NamedTuple

from planloom.model.facts import Facts, WorkerFacts
from planloom.model.plan import Plan
from planloom.model.progress import Progress, WorkerState
from planloom.run.files import SKIPPED
from planloom.run.records.locks import Holder, LockedError, holder
from planloom.run.records.state import Run
from planloom.run.survey.places import records_of
from planloom.run.survey.repository import own_folder

_GITS = ("HEAD", "packed-refs", "index", "worktrees", "reftable/tables.list")
_OWN = ("", "HEAD", "index")
# A folder that changed so lately may change again within one tick of the disk's clock.
_FRESH = 100_000_000


class Tree(NamedTuple):
    """A worktree: its folder, what git keeps beside it, and whether a run's worker is at work in it."""

    top: str
    own: tuple[str, ...] = ()
    is_busy: bool = False


class Watched(NamedTuple):
    """What is looked at: `places`, files and folders by themselves; `many`, the same, of which there may be many.

    `walks`: folders with all that lies in them. `trees`: worktrees. `lock`: who holds it.
    """

    places: frozenset[str] = frozenset()
    many: frozenset[str] = frozenset()
    walks: frozenset[str] = frozenset()
    trees: tuple[Tree, ...] = ()
    lock: str | None = None


class Picture(NamedTuple):
    """How everything looked: numbers that are others when something there changed; those of worktrees by folder.

    `around`: of all else, None where it was not looked at.
    """

    around: int | None
    trees: Mapping[str, int]

    def unchanged(self, before: Picture | None) -> frozenset[str]:
        """The worktrees that look as they did before."""
        return frozenset(top for top, one in self.trees.items() if before and before.trees.get(top) == one)


def watched(plan: Plan, facts: Facts) -> Watched:
    """What must be looked at to see that these facts of a plan are true no longer."""
    common, root = Path(facts.common), Path(facts.root)
    places = {str(common / name) for name in _GITS}
    places.update(str(root / path) for path in (facts.plan, facts.checkpoint or ""))
    places.update(map(str, _records(plan, facts)))
    trees = tuple(_tree(worker, facts.progress) for worker in facts.workers.values() if _is_apart(worker, facts.root))
    return Watched(
        frozenset(places),
        frozenset(str(root / folder) for folder in facts.folders),
        frozenset([str(common / "refs" / "heads")]),
        trees,
        str(records_of(plan, facts).lock),
    )


def _is_apart(worker: WorkerFacts, root: str) -> bool:
    return worker.worktree is not None and worker.worktree.path != root


def _tree(worker: WorkerFacts, progress: Progress | None) -> Tree:
    assert worker.worktree is not None
    own = own_folder(worker.worktree.path)
    is_busy = progress is not None and worker.state is WorkerState.RUNNING
    return Tree(worker.worktree.path, tuple(str(own / name) for name in _OWN), is_busy)


def _records(plan: Plan, facts: Facts) -> Iterator[Path]:
    """Where the plan's runs are recorded: all of them, the last one, and the processes it waits for."""
    owner = records_of(plan, facts)
    yield from (owner.state.path, owner.path)
    try:
        numbers = [int(entry.name) for entry in owner.path.iterdir() if entry.name.isdecimal()]
    except OSError:
        return
    if numbers:
        run = Run(owner, max(numbers))
        yield from (run.folder, run.journal)
        for at in facts.progress.workers.values() if facts.progress else ():
            if at.current:
                yield run.attempt(at.worker, at.current.number, at.current.kind.value)


class Lookout:
    """Remembers how everything looked, so that the next look costs a question a file.

    `share`: of a processor, what looking at that takes at most of which there may be many.
    """

    def __init__(self, share: float) -> None:
        self._share = share
        self._watched: Watched | None = None
        self._walks: dict[str, Walked] = {}
        self._many = 0
        self._again = 0.0

    def look(self, watched: Watched, stamps: Mapping[str, int]) -> Picture:
        """How everything looks now. `stamps`: numbers that are others when something in a worktree's folder changed."""
        if monotonic() >= self._again or watched != self._watched:
            self._look_at_many(watched)
        around = hash((*map(_stamp, sorted(watched.places)), self._many, _holder(watched.lock)))
        return Picture(around, {top: hash((stamps.get(top), *map(_stamp, own))) for top, own, _ in watched.trees})

    def _look_at_many(self, watched: Watched) -> None:
        began = thread_time()
        self._watched = watched
        self._walks = {top: self._walks.get(top) or Walked(top) for top in watched.walks}
        walks = [walked.look() for _, walked in sorted(self._walks.items())]
        self._many = hash((*map(_stamp, sorted(watched.many)), *walks))
        self._again = monotonic() + (thread_time() - began) / self._share


class Walked:
    """A folder that is looked through again and again; what lies in each folder is listed when that changes."""

    def __init__(self, top: str) -> None:
        self._top = top
        self._known: dict[str, tuple[int, list[str], list[str]]] = {}

    def look(self) -> int:
        """A number that is another one when something there changed."""
        seen: dict[str, tuple[int, list[str], list[str]]] = {}
        stamps: list[tuple[int, int]] = []
        waiting = [self._top]
        while waiting:
            folder = waiting.pop()
            at, _ = _stamp(folder)
            known = self._known.get(folder)
            if known is None or known[0] != at:
                known = (at if time_ns() - at > _FRESH else -1, *_listed(folder))
            seen[folder] = known
            stamps.append((at, -1))
            stamps += [_stamp(file) for file in known[2]]
            waiting += known[1]
        self._known = seen
        return hash(tuple(stamps))


def _holder(lock: str | None) -> Holder | None:
    try:
        return holder(Path(lock)) if lock else None
    except LockedError:
        return None


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and the other things in a folder, without those that hold no work."""
    folders, files = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    files.append(entry.path)
                elif entry.name not in SKIPPED:
                    folders.append(entry.path)
    except OSError:
        return [], []
    return folders, files


def _stamp(path: str) -> tuple[int, int]:
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return 0, 0
    return found.st_mtime_ns, 0 if S_ISDIR(found.st_mode) else found.st_size
