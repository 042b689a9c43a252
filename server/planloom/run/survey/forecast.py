"""How the workers' branches would merge: with each other, with the target, one after the other.

Tried out by git in memory. What is not committed yet counts. Writes nothing into the repository, nor into any worktree.
Must not know who owns what.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import NamedTuple

from planloom.model.facts import Facts, Forecast, WorkerFacts
from planloom.model.plan import Plan
from planloom.run.git import Git, GitError
from planloom.run.survey.disarm import disarmed
from planloom.run.survey.scratch import Scratch, scratch

_MANY_AT_ONCE = (2, 39)
_SUFFIX = re.compile(r"~[0-9a-f]{40,64}(?:_\d+)?$")
_HOW = ("--name-only", "--no-messages", "--allow-unrelated-histories")


class Merged(NamedTuple):
    """What a merge came to: its tree, and the files in conflict (none: it is clean)."""

    tree: str
    files: tuple[str, ...] = ()


def forecast(plan: Plan, facts: Facts) -> Iterator[Forecast]:
    """The merges that would stop at a conflict. Raises GitError and OSError."""
    busy = [worker for worker in _in_order(plan, facts) if _has_work(worker)]
    onto = facts.branches.get(facts.target or "")
    if not busy or (len(busy) == 1 and onto is None):
        return
    git = disarmed(Git(facts.worktrees[0].path), facts.common)
    with scratch(git, facts.common) as place:
        with ThreadPoolExecutor(2) as pool:
            tips = dict(zip([one.worker for one in busy], pool.map(lambda one: _commit(place, one), busy), strict=True))
        found = list(_side_by_side(place, facts, tips, onto))
        yield from found
        if onto is not None:
            yield from _chain(place, tips, onto, found)


def _has_work(worker: WorkerFacts) -> bool:
    return worker.tip is not None and bool(worker.changes) and not (worker.merged and not _dirt(worker))


def _dirt(worker: WorkerFacts) -> bool:
    return any(change.where != "commit" for change in worker.changes)


def _commit(place: Scratch, worker: WorkerFacts) -> str:
    """A commit that holds all of a worker's work; its tip where that is all, or where no more can be had."""
    tree, tip = worker.worktree, worker.tip or ""
    if tree is None or tree.head != tip or tree.busy or not _dirt(worker):
        return tip
    try:
        return place.commit_of(tree.path, tip, [change for change in worker.changes if change.where != "commit"])
    except (GitError, OSError):
        return tip


def _side_by_side(place: Scratch, facts: Facts, tips: Mapping[str, str], onto: str | None) -> Iterator[Forecast]:
    pairs: list[tuple[str, str | None]] = [(worker, None) for worker in tips] if onto else []
    pairs += combinations(tips, 2)
    results = _merge(place, [(tips[b] if b else onto or "", tips[a]) for a, b in pairs], facts.git)
    there = place.read("rev-parse", "--verify", f"{onto}^{{tree}}").decode().strip() if onto else ""
    # A branch whose merge leaves the target as it is was merged in another way, squashed perhaps.
    over = {pair[0] for pair, merged in zip(pairs, results, strict=True) if pair[1] is None and merged.tree == there}
    for (first, second), merged in zip(pairs, results, strict=True):
        if merged.files and over.isdisjoint((first, second)):
            yield Forecast(first, second, merged.files)


def _chain(place: Scratch, tips: Mapping[str, str], onto: str, known: Sequence[Forecast]) -> Iterator[Forecast]:
    """The conflicts that show up only when one branch after the other is merged into the target."""
    stuck = {one.first for one in known if one.second is None}
    before: set[str] = set()
    current = onto
    for worker, tip in tips.items():
        if worker in stuck:
            continue
        merged = _merge_one(place, current, tip)
        if not merged.files:
            current = place.commit(merged.tree, current, tip)
            before.add(worker)
            continue
        pairs = [one for one in known if one.second is not None and worker in (one.first, one.second)]
        said = {file for one in pairs if {one.first, one.second} & before for file in one.files}
        new = tuple(file for file in merged.files if file not in said)
        if new:
            yield Forecast(worker, None, new, chain=True)


def _merge(place: Scratch, pairs: Sequence[tuple[str, str]], version: tuple[int, ...]) -> list[Merged]:
    if version < _MANY_AT_ONCE:
        return [_merge_one(place, *pair) for pair in pairs]
    asked = "".join(f"{ours} {theirs}\n" for ours, theirs in pairs)
    parts = iter(place.read("merge-tree", "--stdin", *_HOW, stdin=asked.encode()).split(b"\0"))
    return [_next(parts) for _ in pairs]


def _next(parts: Iterator[bytes]) -> Merged:
    """The next of many results: whether it is clean, its tree, its files up to an empty name."""
    next(parts)
    return _merged(next(parts), iter(lambda: next(parts), b""))


def _merge_one(place: Scratch, ours: str, theirs: str) -> Merged:
    answer = place.ask("merge-tree", "--write-tree", "-z", *_HOW, ours, theirs)
    if answer.code > 1:
        raise GitError(["merge-tree"], answer.code, answer.err)
    tree, *files = answer.out.rstrip(b"\0").split(b"\0")
    return _merged(tree, files)


def _merged(tree: bytes, files: Iterable[bytes]) -> Merged:
    # A file in the way of a folder gets the commit's name for a suffix.
    plain = (_SUFFIX.sub("", os.fsdecode(file)) for file in files)
    return Merged(tree.decode(), tuple(dict.fromkeys(plain)))


def _in_order(plan: Plan, facts: Facts) -> list[WorkerFacts]:
    """The workers as the plan merges them: its own order, then dependencies, then the document."""
    said = [step.worker for step in plan.merge.steps if step.worker]
    rest = [worker for wave in (plan.order.waves if plan.order else []) for worker in wave]
    return [facts.workers[worker] for worker in dict.fromkeys([*said, *rest]) if worker in facts.workers]
