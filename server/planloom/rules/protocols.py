"""Whose a branch, a worktree or a path in a command is.

Knows workers and their names; must not know which rule asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.plan import Plan, ProtocolCommand, Value, Worker
from planloom.rules.parts import kept, kept_each
from planloom.syntax.chunks import Place
from planloom.text.lazy import lazy

_ENTER = lazy(
    r"(?:^|&&|[;|(])\s*(?:cd|pushd|git -C|make -C|npm --prefix|cargo -C)\s+"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^\s;&|()]+))"
)


def path_key(path: str) -> str:
    """A worktree's path as compared: no `./`, no slash at the end."""
    text = path.strip().rstrip("/") if path[-1:] in "/ " or path[:1] == " " else path
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
    return bool(_tail(worktree)) and bool(_found_in(path, worktree))


def _tail(worktree: str) -> list[str]:
    """The parts of a worktree's path that any way to it has; of an absolute one the last part."""
    parts = [part for part in path_key(worktree).split("/") if part not in ("", ".", "..", "~")]
    return parts[-1:] if worktree.startswith(("/", "~", "$")) else parts


def _found_in(path: str, worktree: str) -> int:
    """The number of parts up to the end of the worktree's own parts in a path that leads there; 0 for none."""
    if not path.startswith(("/", "~", "$", "..")):
        return 0
    parts, tail = path.split("/"), _tail(worktree)
    ends = range(len(parts), len(tail) - 1, -1)
    return next((end for end in ends if parts[end - len(tail) : end] == tail), 0)


def inside(path: str, worktree: str) -> str:
    """What of a path leads on into a worktree: `/ui` of `../cf-w1/ui`."""
    path, worktree = path_key(path), path_key(worktree)
    if path.startswith(f"{worktree}/"):
        return path[len(worktree) :]
    end = _found_in(path, worktree)
    return "".join(f"/{part}" for part in path.split("/")[end:]) if end else ""


def misspelt(path: str, worktree: str) -> bool:
    """Whether a path that is no worktree looks like one written wrongly."""
    from difflib import SequenceMatcher

    tail = _tail(worktree)
    ours = path_key(path).split("/")[-len(tail) :] if tail else []
    likeness = SequenceMatcher(None, "/".join(ours), "/".join(tail)).ratio()
    return len(ours) == len(tail) and likeness >= 0.8 and "/" in path


def rebased(path: str, worktree: str) -> str:
    """The worktree as it is reached the way that a wrong path goes: by the same absolute path to the repository."""
    tail = _tail(worktree)
    if not path.startswith(("/", "~")) or not tail or worktree.startswith(("/", "~", "$", "..")):
        return worktree
    parts = path_key(path).split("/")
    kept = parts[: -len(tail)] if misspelt(path, worktree) else parts
    return "/".join([*kept, *tail])


class Holders(NamedTuple):
    """Workers by their branches, worktrees and the names of their worktrees' folders."""

    branches: dict[str, Worker]
    worktrees: dict[str, Worker]
    folders: dict[str, Worker]

    def are_of_one(self, path: str, branch: str) -> bool:
        """Whether a path and a branch are, as they stand, those of one worker."""
        worker = self.worktrees.get(path)
        return worker is not None and worker is self.branches.get(branch)

    def of_branch(self, name: str) -> Worker | None:
        """The worker with this branch, whether it is named with its remote or without."""
        return self.branches.get(name) or self.branches.get(name.removeprefix("origin/"))

    def of_path(self, path: str) -> Worker | None:
        """The worker whose worktree a path is or lies in."""
        direct = self.worktrees.get(path)
        if direct:
            return direct
        key = path_key(path)
        parts = key.split("/")
        for end in range(len(parts), 0, -1):
            found = self.worktrees.get("/".join(parts[:end]))
            if found:
                return found
        if not path.startswith(("/", "~", "$", "..")):
            return None
        for part in reversed(parts):
            found = self.folders.get(part)
            if found and found.worktree and is_at(path, found.worktree.text):
                return found
        return None

    def of(self, command: ProtocolCommand) -> Worker | None:
        """The worker that a command is about, by its worktree, else its branch."""
        found = self.of_path(command.worktree.text) if command.worktree else None
        return found or (self.of_branch(command.branch.text) if command.branch else None)


@kept("workers")
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


class Visit(NamedTuple):
    """A folder that a worker's commands enter: whose commands, the path, where it stands."""

    worker: Worker
    path: str
    at: Place


@kept("workers", "protocol")
def visits(plan: Plan) -> tuple[Visit, ...]:
    """Every folder but its own that a worker's validation, or a protocol command that stands under it, enters.

    Blocks that also make, merge or remove trees are the orchestrator's own work, and enter what they must.
    """
    return tuple(_visits(plan))


def _visits(plan: Plan) -> Iterator[Visit]:
    seen: set[Place] = set()
    for entered in _entered(plan):
        for visit in entered:
            seen.add(visit.at)
            if not visit.worker.worktree or visit.path != visit.worker.worktree.text:
                yield visit
    for id_, tree in _led(plan):
        worker = plan.workers.get(id_)
        own = worker.worktree.text if worker and worker.worktree else None
        if worker and tree.at not in seen and tree.text != own:
            yield Visit(worker, tree.text, tree.at)


@kept("protocol")
def _led(plan: Plan) -> list[tuple[str, Value]]:
    """The folders that the protocol enters under a worker's name, in blocks that do nothing else."""
    commands = plan.protocol.commands
    handling = {step.command.at.chunk for step in commands if step.kind != "cd"}
    entering = [step for step in commands if step.kind == "cd" and step.command.at.chunk not in handling]
    return [(step.section_worker, step.worktree) for step in entering if step.section_worker and step.worktree]


@kept_each
def _entered(worker: Worker) -> list[Visit]:
    """Every folder that a worker's validation enters, but for commands that stay in its own tree."""
    found: list[Visit] = []
    there = f"cd {worker.worktree.text} " if worker.worktree else "\n"
    for command in worker.validation:
        if not _stays(command.text, there):
            for match in _ENTER.finditer(command.text):
                group = match.lastindex or 0
                start = command.at.start + match.start(group)
                at = Place(command.at.chunk, command.at.line, start, start + len(match[group]))
                found.append(Visit(worker, match[group], at))
    return found


def _stays(command: str, there: str) -> bool:
    """Whether a command goes there first and nowhere after it; cheap, for the many commands that do just that."""
    if not command.startswith(there):
        return False
    rest = command[len(there) :]
    return "cd " not in rest and "-C " not in rest and "pushd " not in rest and "--prefix " not in rest


def owner_of(known: Holders, worker: Worker, path: str) -> Worker | None:
    """Whose worktree a path is in that a worker enters; its own before anybody else's."""
    if worker.worktree and is_at(path, worker.worktree.text):
        return worker
    return known.of_path(path)
