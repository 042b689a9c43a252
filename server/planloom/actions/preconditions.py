"""What must be true of machine and repository before a run begins, all of it looked at in one go.

Knows facts and values that were found out; must not know how. What speaks against the plan itself is `blueprint`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planloom.actions.problem import Problem
from planloom.model.branch import git_fault
from planloom.model.facts import Facts

OLDEST_GIT = (2, 38)
_SPARE = 64 << 20
"""Bytes that journal, logs and commits of a run are given beside its worktrees."""


class Machine(NamedTuple):
    """What was found on this machine.

    `platform` as `sys.platform`. `lacking`: those of the programs a run needs that are not there. `free` bytes where
    worktrees would be made, `size` bytes of the files in one; None where it is not known.
    """

    platform: str = "linux"
    lacking: tuple[str, ...] = ()
    free: int | None = None
    size: int | None = None


def problems(facts: Facts | None, target: str, machine: Machine, workers: int) -> Iterator[Problem]:
    """Everything that stands in the way of a run of so many workers. `facts` None: there is no repository."""
    if machine.platform == "win32":
        yield Problem("plans cannot be run on Windows itself; check and show work here, run works in WSL")
    if facts is None:
        yield Problem("the plan lies in no git repository; make one around it with `git init`, and commit")
        return
    yield from map(Problem, _repository(facts))
    yield from map(Problem, _target(facts, target))
    yield from map(Problem, _machine(facts, machine, workers))


def _repository(facts: Facts) -> Iterator[str]:
    if facts.git and facts.git[:2] < OLDEST_GIT:
        found, wanted = ".".join(map(str, facts.git)), ".".join(map(str, OLDEST_GIT))
        yield f"git is {found} here, and a run needs {wanted} or newer; update git"
        return
    yield from (f"git says: {problem}; mend that first" for problem in facts.problems)
    if facts.bare:
        yield f"{facts.root} is a bare repository, without files to work on; run the plan in a clone of it"
    elif facts.head is None and not facts.problems:
        yield f"{facts.root} has no commit yet, so there is nothing to branch off; commit first"
    if facts.busy:
        yield f"a {facts.busy} is under way in {facts.root}; finish it or take it back (`git {facts.busy} --abort`)"


def _target(facts: Facts, target: str) -> Iterator[str]:
    if facts.bare or facts.head is None:
        return
    if not target:
        yield f"no branch is checked out in {facts.root}, so none to merge into; name one with --target"
    elif git_fault(target):
        yield f"the branch to merge into, `{target}`, {git_fault(target)}; name another with --target"
    elif target not in facts.branches:
        near = ", ".join(sorted(facts.branches)[:8])
        yield f"there is no branch `{target}` to merge into; name one with --target (there are: {near})"


def _machine(facts: Facts, machine: Machine, workers: int) -> Iterator[str]:
    for program in machine.lacking:
        yield f"the program `{program}` is not found or cannot be executed; install it, or put its folder on PATH"
    if machine.free is not None and machine.size is not None:
        # One more worktree than workers: everything is merged in one of its own.
        needed = machine.size * (workers + 1) + _SPARE
        if machine.free < needed:
            where, free = facts.root.rpartition("/")[0] or "/", machine.free >> 20
            yield f"{free} MB are free in {where}, and the worktrees need about {needed >> 20} MB; make room"
