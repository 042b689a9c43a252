"""What a worker did since it began, in git: the one answer for every command that shows it.

Ties together plan, last run and repository. Must not know how it is shown.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from planloom.model.facts import Change, Facts, WorkerFacts
from planloom.model.plan import Plan
from planloom.run.errors import RunError
from planloom.run.git import Git, GitError
from planloom.run.observe import glance
from planloom.run.situation import last_run
from planloom.run.survey.disarm import disarmed

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LARGEST = 16_000_000


class NoWorkError(RunError):
    """There is nothing that could be shown; the message says why."""


class Worked(NamedTuple):
    """A worker with a branch. `changes` are its own doing: neither plan nor checkpoint is among them."""

    facts: Facts
    worker: WorkerFacts
    start: str
    tip: str
    changes: tuple[Change, ...]


def worked(plan: Plan, path: Path, name: str) -> Worked:
    """What a worker, whatever the case of its name, changed for the plan in a file.

    Raises NoWorkError, JournalError, StateError, LaunchError.
    """
    worker = next((id_ for id_ in plan.workers if id_.casefold() == name.casefold()), None)
    if worker is None:
        raise NoWorkError(f"there is no worker {name}; it has {', '.join(plan.workers)}")
    found = last_run(plan, path)
    facts = glance(plan, path, progress=found.progress if found else None)
    known = facts.workers.get(worker) if facts else None
    if facts is None or known is None or known.tip is None or known.start is None:
        raise NoWorkError(f"{worker} has no branch now, so there is nothing to compare")
    own = frozenset(filter(None, (facts.plan, facts.checkpoint)))
    changes = tuple(change for change in known.changes if change.path not in own)
    return Worked(facts, known, known.start, known.tip, changes)


def patch(seen: Worked) -> str:
    """What changed in the files, from the worker's start to its worktree, or to its branch where it has none.

    Raises GitError.
    """
    worktree = seen.worker.worktree
    place, until = (worktree.path, ()) if worktree else (seen.facts.root, (seen.tip,))
    git = disarmed(Git(place), seen.facts.common)
    text = git.read("diff", "--no-ext-diff", "--no-textconv", "--no-renames", "--no-color", seen.start, *until, "--")
    return text.decode(errors="replace")


def content(folder: Path, commit: str, path: str) -> bytes:
    """What a file held in a commit of the repository around a folder. Raises NoWorkError, GitError."""
    parts = path.split("/")
    if not _COMMIT.fullmatch(commit) or "\0" in path or not {"", ".", ".."}.isdisjoint(parts):
        raise NoWorkError("a whole object id is expected, and a path from the repository's root")
    name = f"{commit}:{path}"
    git = Git(folder)
    try:
        if int(git.text("cat-file", "-s", name)) > _LARGEST:
            raise NoWorkError(f"{path} is too large to be shown")
        return git.read("cat-file", "blob", name)
    except GitError as error:
        raise NoWorkError(f"{path}: {error}") from None
