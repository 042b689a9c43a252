"""Work trees that a killed git left between two commits: what in them is git's own doing, and what is somebody's.

A file is git's own where it is as one of the commits has it, or as far as a git that was killed had written it.
Knows commits and files; must not know runs.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from planloom.run.git import Git
from planloom.run.survey.repository import names
from planloom.run.trees.listed import own_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATUS = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=none")


def status(git: Git, env: dict[str, str] | None = None) -> dict[str, str]:
    """Every path that differs between HEAD, index and work tree, with git's two letters. Raises GitError."""
    return {entry[3:]: entry[:2] for entry in names(git.read(*_STATUS, env=env))}


def differing(git: Git, commit: str) -> dict[str, str]:
    """Every path of the work tree that is not as the commit has it, whatever the index says; with git's letter."""
    with _index_of(git, commit) as env:
        return {path: letters[1] for path, letters in status(git, env).items() if letters[1] != " "}


def foreign(git: Git, commits: Iterable[str], among: Collection[str] | None = None) -> list[str]:
    """The paths (of those asked about) whose content is none of these commits' and no beginning of it either."""
    commits = tuple(commits)
    first, *others = (differing(git, commit) for commit in commits)
    strange = {path for path in first if all(path in other for other in others)}
    strange = {path for path in strange if among is None or path in among}
    gone = {path for path in strange if not os.path.lexists(Path(git.folder, path))}
    return sorted(path for path in strange - gone if not any(_begins(git, commit, path) for commit in commits))


def go_back(git: Git, commit: str, paths: Iterable[str]) -> None:
    """Make these paths as the commit has them. Only for paths that are not `foreign`. Raises GitError, OSError."""
    wrong = set(differing(git, commit)) & set(paths)
    for path in wrong:
        with suppress(FileNotFoundError):
            Path(git.folder, path).unlink()
    with _index_of(git, commit) as env:
        listed = b"\0".join(os.fsencode(path) for path in wrong)
        held = names(git.read("ls-files", "-z", env=env)) if wrong else []
        missing = b"\0".join(os.fsencode(path) for path in held if path in wrong)
        if listed and missing:
            git.write("checkout-index", "-z", "--stdin", stdin=missing + b"\0", env=env)


def _begins(git: Git, commit: str, path: str) -> bool:
    """Whether a file is the first part of what the commit has there."""
    place = Path(git.folder, path)
    if place.is_symlink() or not place.is_file():
        return False
    whole = git.ask("cat-file", "--filters", f"{commit}:{path}")
    return whole.code == 0 and whole.out.startswith(place.read_bytes())


@contextmanager
def _index_of(git: Git, commit: str) -> Iterator[dict[str, str]]:
    """An environment in which the index is the commit's own and nothing of it is known to be unchanged."""
    index = _own(git) / "planloom-index"
    env = {"GIT_INDEX_FILE": str(index)}
    for left in (index, index.with_name(index.name + ".lock")):
        left.unlink(missing_ok=True)
    git.write("read-tree", commit, env=env)
    try:
        yield env
    finally:
        index.unlink(missing_ok=True)


def _own(git: Git) -> Path:
    link = Path(git.folder, ".git")
    return link if link.is_dir() else own_folder(git.folder)
