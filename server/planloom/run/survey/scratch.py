"""A place to write objects beside a repository: git sees them and the repository's own, the repository never does.

Knows git's object folders and index; must not know what is merged with what.
"""

from __future__ import annotations

import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from planloom.model.facts import Change
from planloom.run.git import Answer, Git
from planloom.run.survey.repository import own_folder

_NOBODY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Planloom"), ("EMAIL", "planloom@localhost"), ("DATE", "2000-01-01T00:00:00Z"))
}
_SETTINGS = ("core.fsync=none", "core.safecrlf=false")
# Bytes of a changed file beyond which its content is left out: to hash it takes longer than to know is worth.
_LARGEST = 16 << 20
_OPEN: set[tempfile.TemporaryDirectory[str]] = set()


class Scratch:
    """Git whose new objects go to a folder of their own. `env`: the variables that say so."""

    def __init__(self, git: Git, folder: Path, objects: Path) -> None:
        self._git = git.under(_SETTINGS)
        self._folder = folder
        (folder / "objects" / "info").mkdir(parents=True)
        (folder / "objects" / "info" / "alternates").write_bytes(bytes(objects) + b"\n")
        self.env = {**_NOBODY, "GIT_OBJECT_DIRECTORY": str(folder / "objects")}

    def read(self, *words: str, stdin: bytes | None = None) -> bytes:
        """As `Git.read`. Raises GitError."""
        return self._git.read(*words, stdin=stdin, env=self.env)

    def ask(self, *words: str) -> Answer:
        """As `Git.ask`."""
        return self._git.ask(*words, env=self.env)

    def commit(self, tree: str, *parents: str) -> str:
        """A commit of a tree. Raises GitError."""
        words = [word for parent in parents for word in ("-p", parent)]
        return self.read("commit-tree", tree, *words, stdin=b"").decode().strip()

    def commit_of(self, worktree: str, head: str, dirt: Iterable[Change]) -> str:
        """A commit on top of a worktree's head that holds what is not committed there. Raises GitError and OSError."""
        git = self._git.at(worktree)
        with tempfile.TemporaryDirectory(dir=self._folder) as own:
            index = Path(own, "index")
            # With its time: by it git knows which files may have changed without a newer time of their own.
            shutil.copy2(own_folder(worktree) / "index", index)
            env = {**self.env, "GIT_INDEX_FILE": str(index)}
            paths = {change.path for change in dirt if change.where != "index" and _is_worth_it(worktree, change)}
            names = b"".join(bytes(Path(path)) + b"\0" for path in sorted(paths))
            git.read("update-index", "--add", "--remove", "--replace", "-z", "--stdin", stdin=names, env=env)
            tree = git.read("write-tree", env=env).decode().strip()
        return self.commit(tree, head)


def _is_worth_it(worktree: str, change: Change) -> bool:
    try:
        found = Path(worktree, change.path).lstat()
    except OSError:
        return True
    # An untracked folder is a repository inside of this one, which git would not add without being told to.
    return found.st_size <= _LARGEST and not (change.where == "untracked" and stat.S_ISDIR(found.st_mode))


@contextmanager
def scratch(git: Git, common: str) -> Iterator[Scratch]:
    """A scratch for the repository with this common folder, gone afterwards."""
    folder = tempfile.TemporaryDirectory(prefix="planloom-", ignore_cleanup_errors=True)
    _OPEN.add(folder)
    try:
        yield Scratch(git, Path(folder.name), Path(common, "objects"))
    finally:
        folder.cleanup()
        _OPEN.discard(folder)


def abandon() -> None:
    """Remove the scratches that other threads have open; for a process that ends without waiting for them."""
    for folder in list(_OPEN):
        folder.cleanup()
