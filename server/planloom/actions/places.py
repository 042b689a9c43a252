"""Where each worker works: its branch and its worktree, as the plan gives them or as they follow from its name.

Whether they can be made is judged from facts. Paths are POSIX, for runs are. Must not know the disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import NamedTuple
from unicodedata import normalize

from planloom.actions.problem import Problem
from planloom.model.branch import branch_fault
from planloom.model.facts import Facts
from planloom.model.placeholder import IN_NAME
from planloom.model.plan import Plan, Value, Worker
from planloom.model.slug import slug_of
from planloom.model.worktree import worktree_fault

_LONGEST_SUFFIX = 24


class Spot(NamedTuple):
    """A worker's branch, its worktree as written and as an absolute path."""

    worker: Worker
    branch: str
    written: str
    path: str


class Ground(NamedTuple):
    """What the disk says of the places where worktrees would lie, all of them absolute paths.

    `occupied`: where something lies that is no empty folder. `home`: the user's home folder.
    """

    occupied: frozenset[str] = frozenset()
    home: str = ""


def spots(plan: Plan, root: str, slug: str) -> dict[str, Spot]:
    """The branch and worktree of every worker; those that the plan does not name are `<slug>-w1`."""
    parent, _, repository = root.rpartition("/")
    found: dict[str, Spot] = {}
    taken: set[str] = set()
    for worker in plan.workers.values():
        suffix = _suffix(worker.id, taken)
        taken.add(suffix)
        branch = worker.branch.text if worker.branch else f"{slug}-{suffix}"
        written = worker.worktree.text if worker.worktree else f"../{repository}-{slug}-{suffix}"
        plain = written.rstrip("/")
        path = f"{parent}/{plain[3:]}" if plain.startswith("../") else f"{root}/{plain}"
        found[worker.id] = Spot(worker, branch, written, path)
    return found


def _suffix(worker: str, taken: set[str]) -> str:
    short = re.sub(r"^worker-?(?=\d)", "w", slug_of(worker))[:_LONGEST_SUFFIX].strip("-")
    return next(name for n in count(1) if (name := short if n == 1 else f"{short}-{n}") not in taken)


def branch_problems(found: Mapping[str, Spot], facts: Facts, target: str, ours: frozenset[str]) -> Iterator[Problem]:
    """What speaks against making these branches; workers in `ours` may have theirs already."""
    existing = {_folded(name) if facts.fold_case else name: name for name in facts.branches}
    seen: dict[str, Spot] = {}
    for spot in found.values():
        said = _branch_fault(spot, existing, target, facts, ours) or _branch_clash(spot, seen)
        seen.setdefault(_folded(spot.branch), spot)
        if said:
            yield _problem(spot, spot.worker.branch, f"branch `{spot.branch}` of {spot.worker.id} {said}")


def _branch_fault(
    spot: Spot, existing: Mapping[str, str], target: str, facts: Facts, ours: frozenset[str]
) -> str | None:
    name = spot.branch
    left = IN_NAME.search(name)
    if left:
        return f"is still to be filled in: `{left[0]}`"
    fault = branch_fault(name)
    if fault:
        return f"{fault}; choose another name"
    if name == target:
        return "is the branch to merge into; give the worker a branch of its own"
    found = existing.get(_folded(name) if facts.fold_case else name)
    if found and spot.worker.id not in ours:
        other = "" if found == name else f" as `{found}`"
        return (
            f"exists already{other}, and no run of this plan made it; choose another name, or take that work over "
            f"with `planloom adopt`"
        )
    above = next((one for one in facts.branches if name.startswith(f"{one}/") or one.startswith(f"{name}/")), None)
    return f"cannot be made beside the branch `{above}`; choose another name" if above else None


def _branch_clash(spot: Spot, seen: Mapping[str, Spot]) -> str | None:
    folded = _folded(spot.branch)
    if folded in seen:
        other = seen[folded]
        same = "is" if other.branch == spot.branch else "differs only in case or Unicode form from"
        return f"{same} the branch of {other.worker.id}; give each worker its own"
    near = next((o for name, o in seen.items() if name.startswith(f"{folded}/") or folded.startswith(f"{name}/")), None)
    return f"cannot be made beside `{near.branch}` of {near.worker.id}; choose another name" if near else None


def worktree_problems(
    found: Mapping[str, Spot], facts: Facts, ground: Ground, ours: frozenset[str]
) -> Iterator[Problem]:
    """What speaks against making these worktrees; workers in `ours` may have theirs already."""
    seen: dict[str, Spot] = {}
    for spot in found.values():
        said = _worktree_fault(spot, facts) or _worktree_clash(spot, seen) or _taken(spot, facts, ground, ours)
        seen.setdefault(_folded(spot.path), spot)
        if said:
            yield _problem(spot, spot.worker.worktree, f"worktree `{spot.written}` of {spot.worker.id} {said}")


def _worktree_fault(spot: Spot, facts: Facts) -> str | None:
    left = IN_NAME.search(spot.written)
    if left:
        return f"is still to be filled in: `{left[0]}`"
    fault = worktree_fault(spot.written) or _misplaced(spot.path, facts.root)
    repository = facts.root.rpartition("/")[2]
    return f"{fault}; write `../{repository}-{_suffix(spot.worker.id, set())}`" if fault else None


def _misplaced(path: str, root: str) -> str | None:
    parent, _, repository = root.rpartition("/")
    above, _, name = path.rpartition("/")
    if path == root:
        return "is the repository itself"
    if path.startswith(f"{root}/"):
        return "lies inside the repository"
    if above != parent or name in ("", ".", ".."):
        return "does not lie beside the repository"
    return "has a name that Planloom merges in" if name.startswith(f"{repository}-planloom-") else None


def _worktree_clash(spot: Spot, seen: Mapping[str, Spot]) -> str | None:
    other = seen.get(_folded(spot.path))
    if not other:
        return None
    same = "is" if other.path == spot.path else "differs only in case or Unicode form from"
    return f"{same} the worktree of {other.worker.id}; give each worker its own"


def _taken(spot: Spot, facts: Facts, ground: Ground, ours: frozenset[str]) -> str | None:
    if spot.worker.id in ours:
        return None
    path = spot.path
    held = [("the home folder", ground.home), ("git's own folder", facts.common)]
    held += [(f"the worktree of `{one.branch or one.head}`", one.path) for one in facts.worktrees]
    for what, where in held:
        if where and (path == where or where.startswith(f"{path}/") or path.startswith(f"{where}/")):
            how = "is" if path == where else "holds" if where.startswith(f"{path}/") else "lies in"
            return f"{how} {what}; choose another folder"
    if path in ground.occupied:
        return "is not empty; choose another folder, or move away what lies there"
    return None


def _problem(spot: Spot, value: Value | None, message: str) -> Problem:
    return Problem(message, value.at if value else spot.worker.at, spot.worker.id)


def _folded(name: str) -> str:
    return normalize("NFC", normalize("NFC", name).casefold())
