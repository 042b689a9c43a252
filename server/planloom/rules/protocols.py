"""Whose a branch, a worktree or a path in a command is.

Knows workers and their names; must not know which rule asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from planloom.model.plan import Command, Plan, ProtocolCommand, Worker
from planloom.syntax.chunks import Place

_ENTER = re.compile(
    r"(?:^|&&|[;|(])\s*(?:cd|pushd|git -C|make -C|npm --prefix|cargo -C)\s+"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^\s;&|()]+))"
)


def path_key(path: str) -> str:
    """A worktree's path as compared: no `./`, no slash at the end."""
    text = path.strip().rstrip("/")
    while text.startswith("./"):
        text = text[2:]
    return text


def last_part(path: str) -> str:
    """The folder's own name."""
    return path_key(path).rpartition("/")[2]


def is_at(path: str, worktree: str) -> bool:
    """Whether a path is a worktree or a folder in it, however the way to it is written."""
    path, worktree = path_key(path), path_key(worktree)
    if path == worktree or path.startswith(f"{worktree}/"):
        return True
    name = last_part(worktree)
    return bool(name) and name not in (".", "..") and path.startswith(("/", "~", "$", "..")) and name in path.split("/")


@dataclass(frozen=True, slots=True)
class Holders:
    """Workers by their branches, worktrees and the names of their worktrees' folders."""

    branches: dict[str, Worker]
    worktrees: dict[str, Worker]
    folders: dict[str, Worker]

    def of_branch(self, name: str) -> Worker | None:
        """The worker with this branch, whether it is named with its remote or without."""
        return self.branches.get(name) or self.branches.get(name.removeprefix("origin/"))

    def of_path(self, path: str) -> Worker | None:
        """The worker whose worktree a path is or lies in."""
        found = self.worktrees.get(path_key(path))
        if found or not path.startswith(("/", "~", "$", ".")):
            return found
        return next((self.folders[part] for part in path_key(path).split("/")[::-1] if part in self.folders), None)

    def of(self, command: ProtocolCommand) -> Worker | None:
        """The worker that a command is about, by its worktree, else its branch."""
        found = self.of_path(command.worktree.text) if command.worktree else None
        return found or (self.of_branch(command.branch.text) if command.branch else None)


def holders(plan: Plan) -> Holders:
    """Whose each branch and worktree of a plan is; what two workers share belongs to the first."""
    branches: dict[str, Worker] = {}
    worktrees: dict[str, Worker] = {}
    folders: dict[str, Worker] = {}
    for worker in plan.workers.values():
        if worker.branch:
            branches.setdefault(worker.branch.text, worker)
        if worker.worktree:
            worktrees.setdefault(path_key(worker.worktree.text), worker)
            folders.setdefault(last_part(worker.worktree.text), worker)
    for name in ("", ".", ".."):
        folders.pop(name, None)
    return Holders(branches, worktrees, folders)


class Entered(NamedTuple):
    """A folder that a command enters, and where that stands."""

    path: str
    at: Place


def entered(command: Command) -> Iterator[Entered]:
    """Every folder that a command line enters."""
    for match in _ENTER.finditer(command.text):
        group = next(i for i in (1, 2, 3) if match[i] is not None)
        start = command.at.start + match.start(group)
        yield Entered(match[group], Place(command.at.chunk, command.at.line, start, start + len(match[group])))
