"""What each worker may write and what it must not touch, over all forms of the plan. Must not know the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from planloom.actions.problem import Problem
from planloom.model.pattern import Pattern, is_placeholder, parse
from planloom.model.placeholder import IN_PATH
from planloom.model.plan import Claim, Plan, Role, Worker
from planloom.model.scope import EVERYTHING


class Share(NamedTuple):
    """One worker's paths: patterns with their role, the strongest where forms differ; and what is denied to it.

    `denied` are patterns, `forbidden` the plan's own words for all that it must not touch.
    """

    owned: Mapping[str, Role]
    denied: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()

    @property
    def writes(self) -> tuple[str, ...]:
        """The patterns of what it may write."""
        return tuple(key for key, role in self.owned.items() if role is not Role.READ)


def cone(share: Share) -> tuple[str, ...]:
    """The folders that hold all that a worker writes and reads; none where its patterns do not say which.

    What lies at the root is in every sparse worktree.
    """
    found = set()
    for key in share.owned:
        pattern = parse(key)
        steps = pattern.base.rstrip("/").split("/")
        known = [*takewhile(lambda step: not set("*?[{") & set(step), steps)] if not pattern.literal else steps
        if not known:
            return ()
        found.add("/".join(known if pattern.directory or len(known) < len(steps) else known[:-1]))
    inner = {path for path in found if any(path.startswith(f"{other}/") for other in found)}
    return tuple(sorted(found - inner - {""}))


def shares(plan: Plan, kept: Iterable[str]) -> dict[str, Share]:
    """Every worker's share. `kept`: paths that no worker may write, whatever the plan says."""
    kept = tuple(kept)
    owned: dict[str, dict[str, Role]] = {worker: {} for worker in plan.workers}
    for claim in _claims(plan):
        mine = owned.get(claim.worker)
        key = claim.pattern.key
        if mine is not None and key and key not in kept:
            mine[key] = min(mine.get(key, claim.role), claim.role, key=list(Role).index)
    return {
        worker.id: Share(owned[worker.id], (*_denied(worker), *kept), tuple(one.written for one in worker.denied))
        for worker in plan.workers.values()
    }


def problems(plan: Plan, found: Mapping[str, Share]) -> Iterator[Problem]:
    """What speaks against a run: workers that may write nothing, paths outside, paths still to be filled in."""
    for worker in plan.workers.values():
        if not found[worker.id].writes:
            what = f"{worker.id} may write no file, so nothing it does could be merged; give it Files Owned"
            yield Problem(what, worker.at, worker.id)
    seen = set()
    for claim in _claims(plan):
        said = _fault(claim.pattern) if claim.role is not Role.READ else None
        if said and (claim.worker, claim.pattern.key) not in seen:
            seen.add((claim.worker, claim.pattern.key))
            yield Problem(f"file `{claim.path}` of {claim.worker} {said}", claim.at, claim.worker)


def _fault(pattern: Pattern) -> str | None:
    key = pattern.key
    if is_placeholder(pattern) or IN_PATH.search(key):
        return "is still to be filled in"
    if key.startswith(("/", "../", "~")) or key == ".." or key[1:2] == ":":
        return "lies outside the repository; a worker writes only inside it"
    if ".git" in key.casefold().split("/"):
        return "lies in git's own folder; a worker writes only what git tracks"
    return None


def _claims(plan: Plan) -> Iterator[Claim]:
    return (claim for some in plan.claims.values() for claim in some)


def _denied(worker: Worker) -> tuple[str, ...]:
    """The patterns of a deny list; "everything" is said of all that is not the worker's own, and takes nothing back."""
    keys = (one.pattern.key for one in worker.denied if one.pattern is not None)
    return tuple(dict.fromkeys(key for key in keys if key not in EVERYTHING))
