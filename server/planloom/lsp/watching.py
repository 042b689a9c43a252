"""Facts around the open documents, read again when something changed: looked for, observed, handed to the documents.

Works in a thread of its own, away from keystrokes. Knows documents and observing; must not know the protocol. Only for
clients that trust their workspace: it reads git.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from planloom.actions.status import status
from planloom.lsp.asked import Asked
from planloom.lsp.closed import Closed
from planloom.lsp.config import path_of
from planloom.lsp.log import failure, log
from planloom.lsp.overwritten import Overwritten
from planloom.lsp.watchers import Source
from planloom.model.facts import Facts, WorkerFacts
from planloom.model.plan import Plan
from planloom.run.errors import RunError
from planloom.run.observe import observe
from planloom.run.owner import plan_of
from planloom.run.preparing import read_plan
from planloom.run.records.state import StateFolder
from planloom.run.situation import look_at
from planloom.run.survey.repository import Repository, find, look
from planloom.run.survey.watch import Lookout, Picture, Watched, watched

# Seconds between looks where nobody tells of a change before.
PAUSE = 1.0
# Those that pass at least and at most, however much changes: with the time of an observation, two seconds of a change.
_LEAST, _MOST = 0.1, 0.7
# The share of a processor that looking around a large repository takes at most.
_SHARE = 0.002
_PASSING = frozenset({"seconds", "last_output", "tokens", "cost", "evidence"})


class Documents(Protocol):
    """Who keeps the open documents."""

    def opened(self) -> list[Asked]:
        """Those that are plans or checkpoints."""

    def know(self, asked: Asked, facts: Facts | None) -> bool:
        """Tell a document what is known around it; whether it took it."""


class News(NamedTuple):
    """What a look brought. `changed`: something may be shown otherwise. `warnings`: what the user must know.

    `statuses`: those that differ from before, each with the `uri` of its plan.
    """

    changed: bool = False
    statuses: tuple[dict[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()


class _Kept(NamedTuple):
    """What was found out for a document, and how everything looked before that."""

    asked: Asked
    facts: Facts | None
    places: Watched
    picture: Picture | None
    said: dict[str, Any] | None = None


class Watch:
    """Looks around the open documents, one thread at a time.

    `source`: tells of changes in worktrees. `folders`: those of the workspace, where statuses are wanted: of its plans
    that are not open, too.
    """

    def __init__(self, documents: Documents, source: Source, folders: Callable[[], Iterable[str]] | None) -> None:
        self._documents = documents
        self._source = source
        self._folders = folders
        self._closed = Closed()
        self._overwritten = Overwritten()
        self._kept: dict[str, _Kept] = {}
        self._lookouts: dict[str, Lookout] = {}
        self._observing = 0.0

    @property
    def rest(self) -> float:
        """Seconds in which it should not look, whatever changes."""
        return min(max(_LEAST, self._observing), _MOST)

    def look(self) -> News:
        """Look at everything once, and observe what changed."""
        self._observing = 0.0
        opened = self._documents.opened()
        if self._folders:
            opened += self._closed.asked(self._folders(), opened)
        uris = {asked.uri for asked in opened}
        self._kept = {uri: kept for uri, kept in self._kept.items() if uri in uris}
        self._lookouts = {uri: self._lookouts.get(uri) or Lookout(_SHARE) for uri in uris}
        stamps = self._stamps()
        news = [self._look_around(asked, stamps) for asked in opened]
        return News(
            any(one.changed for one in news),
            tuple(status for one in news for status in one.statuses),
            tuple(self._warnings(opened)),
        )

    def _warnings(self, opened: list[Asked]) -> Iterator[str]:
        self._overwritten.forget_all_but({asked.uri for asked in opened})
        for asked in opened:
            path = path_of(asked.uri)
            warning = self._overwritten.warning(asked, path) if path else None
            if warning:
                yield warning

    def _stamps(self) -> Mapping[str, int]:
        """How the worktrees are that are looked at."""
        trees: dict[str, bool] = {}
        for tree in (tree for kept in self._kept.values() for tree in kept.places.trees):
            trees[tree.top] = trees.get(tree.top, False) or tree.is_busy
        self._source.watch(trees)
        return {top: self._source.stamp(top) for top in trees}

    def _look_around(self, asked: Asked, stamps: Mapping[str, int]) -> News:
        path, kept = path_of(asked.uri), self._kept.get(asked.uri)
        repository = find(path.parent) if path else None
        if path is None or repository is None:
            return News()
        picture = self._lookouts[asked.uri].look(kept.places, stamps) if kept else None
        if kept and picture == kept.picture and asked.fits(kept.asked):
            return News(asked.known is not kept.facts and self._documents.know(asked, kept.facts))
        began = time.monotonic()
        try:
            new = self._observe(asked, path, repository, _settled(kept, picture))
        except Exception as error:
            # What failed for this plan fails again, until something is another than it was.
            failure("looking around a plan", error)
            new = kept or _Kept(asked, None, Watched(frozenset({str(path)})), None)
            new = new._replace(asked=asked)
        self._observing += time.monotonic() - began
        # What was not looked at before may have changed since it was observed: then it is looked at once more.
        is_known = kept and kept.places == new.places
        self._kept[asked.uri] = new._replace(
            picture=picture if is_known or not picture else picture._replace(around=None)
        )
        if kept and kept.facts == new.facts:
            self._kept[asked.uri] = new = self._kept[asked.uri]._replace(facts=kept.facts)
        # What is offered depends on more than facts: who drives the run, which of its processes ended. Of that, what
        # changed before the first picture was taken is seen nowhere.
        is_otherwise = bool(kept and picture and (not kept.picture or kept.picture.around != picture.around))
        changed = (asked.known is not new.facts and self._documents.know(asked, new.facts)) or is_otherwise
        if new.said is None or (kept and kept.said and lasting(kept.said) == lasting(new.said)):
            return News(changed)
        return News(changed, ({"uri": asked.uri, **new.said},))

    def _observe(self, asked: Asked, path: Path, repository: Repository, settled: Mapping[str, WorkerFacts]) -> _Kept:
        meant = plan_of(asked.plan, path, repository)
        around = look(repository)._replace(workers=settled) if meant else None
        facts = observe(*meant, target=asked.target, around=around) if meant else None
        if meant is None or facts is None:
            records = str(StateFolder(Path(repository.common)).path)
            return _Kept(asked, None, Watched(walks=frozenset({records})), None)
        tells = self._folders and meant[0] is asked.plan
        said = _status(*meant, facts) if tells else None
        return _Kept(asked, facts, watched(meant[0], facts), None, said)


def _settled(kept: _Kept | None, picture: Picture | None) -> dict[str, WorkerFacts]:
    """The workers whose worktrees look as they did when they were observed."""
    if not (kept and kept.facts and picture):
        return {}
    same = picture.unchanged(kept.picture)
    return {id_: one for id_, one in kept.facts.workers.items() if one.worktree and one.worktree.path in same}


def status_of(plan: Plan | None, path: Path) -> dict[str, Any] | None:
    """The document of `planloom status --json` for a plan or its checkpoint; None where it cannot be had.

    Without a plan, the one in the file. Raises NotReadyError where that cannot be read.
    """
    plan = plan or read_plan(path).analysis.plan
    repository = find(path.parent)
    meant = plan_of(plan, path, repository) if repository else None
    return _status(*meant, None) if meant else None


def _status(plan: Plan, path: Path, facts: Facts | None) -> dict[str, Any] | None:
    try:
        return status(look_at(plan, path, facts=facts))
    except (RunError, OSError) as error:
        log(f"status not read: {type(error).__name__}")
        return None


def lasting(said: dict[str, Any]) -> dict[str, Any]:
    """A status without what changes while nothing happens."""
    workers = [{key: value for key, value in worker.items() if key not in _PASSING} for worker in said["workers"]]
    return {**said, "workers": workers}
