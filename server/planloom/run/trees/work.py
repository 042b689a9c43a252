"""What is in a worktree and in no commit: changes, also hidden ones, and files beside the committed ones.

Follows no link, changes nothing. Must not know runs.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from planloom.run.git import Git
from planloom.run.survey.repository import names
from planloom.run.trees.halfway import differing, status


def uncommitted(git: Git) -> dict[str, str]:
    """Every path with work that no commit holds, ignored files left out, with git's two letters. Raises GitError."""
    return {**hidden(git), **status(git)}


def hidden(git: Git) -> dict[str, str]:
    """The changed paths that `assume-unchanged` or `skip-worktree` hide from git's own status. Raises GitError."""
    flagged = {entry[2:] for entry in names(git.read("ls-files", "-v", "-z")) if entry[0] == "S" or entry[0].islower()}
    if not flagged:
        return {}
    present = {path for path in flagged if os.path.lexists(Path(git.folder, path))}
    return {path: f" {letter}" for path, letter in differing(git, "HEAD").items() if path in present}


def beside(git: Git, disposable: Collection[str]) -> Iterator[str]:
    """Every file and link that git does not track and that lies in no disposable folder; folders that git or the system
    would not let go of, too: repositories of their own (`path/.git`). Raises GitError, OSError."""
    yield from strangers(git.folder, names(git.read("ls-files", "-z")), disposable)


def strangers(folder: str, tracked: Iterable[str], disposable: Collection[str]) -> Iterator[str]:
    """As `beside`, for a folder of which it is known otherwise what is tracked. Raises OSError."""
    known = set(tracked)
    folders = {above for path in known for above in _above(path)}
    yield from _walk(folder, "", (known, folders, tuple(disposable)))


def _walk(folder: str, prefix: str, known: tuple[set[str], set[str], tuple[str, ...]]) -> Iterator[str]:
    tracked, folders, disposable = known
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = prefix + entry.name
            if entry.name == ".git":
                if prefix:
                    yield path
            elif path in tracked:
                # A link to a folder is a tracked file; a tracked folder is a submodule.
                if entry.is_dir(follow_symlinks=False):
                    yield from _walk(entry.path, path + "/", known)
            elif not entry.is_dir(follow_symlinks=False):
                if not _matches(entry.name, disposable):
                    yield path
            elif path not in folders and _matches(entry.name, disposable):
                yield from _repositories(entry.path, path)
            else:
                yield from _walk(entry.path, path + "/", known)


def _repositories(folder: str, prefix: str) -> Iterator[str]:
    for place, inner, files in os.walk(folder):
        if ".git" in inner or ".git" in files:
            yield f"{prefix}{place[len(folder) :]}/.git"
            inner.clear()


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern.rstrip("/")) for pattern in patterns)


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path
