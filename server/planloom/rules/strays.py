"""Which changed paths are not the worker's who changed them, and whose they are.

Looks each path up among claims by its own name and the folders above it, so that the cost follows claims and changes,
not their product. Agrees with `model.scope` on what a worker may write. Knows claims and changes; must not know how a
finding says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from planloom.model.checkpoint_path import checkpoint_of
from planloom.model.facts import Change, Facts, WorkerFacts
from planloom.model.pattern import matcher
from planloom.model.plan import Claim, Denial, Plan, Role
from planloom.model.scope import Scope
from planloom.rules.disk import is_ignored


class Stray(NamedTuple):
    """A path that a worker changed and may not write. `path` is as claims write it.

    `owners`: claims to write by the workers who own it, or, where nobody does, who modify it. `own`: what the worker
    itself claims on it (to read). `denials`: entries of its deny list that name it.
    """

    path: str
    change: Change
    owners: tuple[Claim, ...] = ()
    own: tuple[Claim, ...] = ()
    denials: tuple[Denial, ...] = ()


def strays(plan: Plan, facts: Facts) -> dict[str, list[Stray]]:
    """The strays of each worker that has some, its paths in order."""
    known = (worker for worker in plan.workers if worker in facts.workers)
    changed = {worker: _changes(plan, facts, facts.workers[worker]) for worker in known}
    paths = {path for changes in changed.values() for path in changes}
    if not paths:
        return {}
    claims = _Claims(plan, paths)
    found = {worker: list(_strays(plan, claims, worker, changes)) for worker, changes in changed.items() if changes}
    return {worker: some for worker, some in found.items() if some}


def _changes(plan: Plan, facts: Facts, worker: WorkerFacts) -> dict[str, Change]:
    """What a worker changed and the target does not hold yet, by path; plan and checkpoint never count.

    Neither do copies and links of what git ignores in the main worktree: a link is ignored by fewer patterns than the
    folder that it leads to.
    """
    exempt = {facts.plan, facts.checkpoint, checkpoint_of(plan, facts.plan)}
    landed = worker.merged and worker.commits
    found: dict[str, Change] = {}
    for change in worker.changes:
        placed = change.where == "untracked" and is_ignored(facts, change.path)
        if change.path not in exempt and not placed and not (landed and change.where == "commit"):
            found.setdefault(normalize("NFC", change.path), change)
    return dict(sorted(found.items()))


def _strays(plan: Plan, claims: _Claims, worker: str, changes: dict[str, Change]) -> Iterator[Stray]:
    denied = Scope(denied=tuple(d.pattern for d in plan.denied.get(worker, ()) if d.pattern))
    for path, change in changes.items():
        here = list(claims.on(path))
        own = [claim for claim in here if claim.worker == worker]
        forbidden = denied.forbids(path)
        if any(claim.role is not Role.READ for claim in own) and not forbidden:
            continue
        others = [claim for claim in here if claim.worker != worker and claim.role is not Role.READ]
        owners = [claim for claim in others if claim.role is Role.PRIMARY] or others
        denials = [d for d in plan.denied.get(worker, ()) if d.pattern and Scope(denied=(d.pattern,)).forbids(path)]
        if owners or forbidden or claims.speak_of(worker):
            yield Stray(path, change, tuple(owners), tuple(own), tuple(denials))


class _Claims:
    """The claims of a plan that may cover some of these paths."""

    def __init__(self, plan: Plan, paths: Iterable[str]) -> None:
        wanted = {folder for path in paths for folder in _at_and_above(path)}
        self._named: dict[str, list[Claim]] = {}
        self._globs: list[Claim] = []
        self._speaking: set[str] = set()
        for claims in plan.claims.values():
            for claim in claims:
                self._speaking.add(claim.worker)
                pattern = claim.pattern
                if not pattern.literal:
                    self._globs.append(claim)
                elif (stem := pattern.key.rstrip("/")) in wanted:
                    self._named.setdefault(stem, []).append(claim)

    def on(self, path: str) -> Iterator[Claim]:
        """The claims that cover a path."""
        for folder in _at_and_above(path):
            yield from (c for c in self._named.get(folder, ()) if folder != path or not c.pattern.directory)
        yield from (claim for claim in self._globs if matcher(claim.pattern)(path))

    def speak_of(self, worker: str) -> bool:
        """Whether the plan says anything of a worker's paths."""
        return worker in self._speaking


def _at_and_above(path: str) -> Iterator[str]:
    yield path
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
