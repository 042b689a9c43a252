"""The worktrees that git lists, each with git's own folder for it and the marker of the run that made it.

Changes nothing. Must not know runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from planloom.model.facts import Worktree
from planloom.run.git import Git
from planloom.run.survey.repository import MARKER, busy_in, find, names
from planloom.run.trees.refused import Refused

HEADS = "refs/heads/"


class Listed(NamedTuple):
    """A linked worktree and git's own folder for it (`<common>/worktrees/<id>`)."""

    worktree: Worktree
    own: Path


def common_folder(git: Git) -> Path:
    """Git's common folder, absolute, told by the disk alone. Raises Refused where there is no repository."""
    found = find(git.folder)
    if found is None:
        raise Refused(f"{git.folder} is in no repository")
    return Path(found.common)


def linked(git: Git) -> Iterator[Listed]:
    """The linked worktrees, the main one left out. Raises GitError."""
    own = _own_folders(common_folder(git))
    for entry in git.read("worktree", "list", "--porcelain", "-z").split(b"\0\0")[1:]:
        about = dict(line.partition(" ")[::2] for line in names(entry))
        folder = own.get(os.path.realpath(about.get("worktree", "")))
        if folder is None:
            continue
        head, branch = about.get("HEAD", ""), about.get("branch", "")
        yield Listed(
            Worktree(
                about["worktree"],
                head=head if head.strip("0") else None,
                branch=branch.removeprefix(HEADS) or None,
                locked=about.get("locked"),
                missing="prunable" in about,
                busy=busy_in(str(folder)),
                marker=marker_in(folder),
            ),
            folder,
        )


def listed_at(git: Git, path: str) -> Listed | None:
    """The linked worktree at a path, None where git knows none. Raises GitError."""
    return next((one for one in linked(git) if os.path.realpath(one.worktree.path) == os.path.realpath(path)), None)


def having(git: Git, branch: str) -> Iterator[tuple[str, Path]]:
    """Path and git's own folder of every worktree, the main one first, that has a branch checked out.

    Also those that will have it again when the rebase or bisection under way there ends. Raises GitError.
    """
    main = (git.folder, common_folder(git))
    for path, own in (main, *((one.worktree.path, one.own) for one in linked(git))):
        if HEADS + branch in _heads(own):
            yield path, own


def marker_in(own: Path) -> str | None:
    """Run and worker that made a worktree; None for others'."""
    with suppress(OSError):
        return (own / MARKER).read_text("utf-8", "surrogateescape").strip() or None
    return None


def own_folder(path: str) -> Path:
    """Git's own folder of the linked worktree at a path, told by its `.git` file. Raises Refused without one."""
    try:
        line = os.fsdecode(Path(path, ".git").read_bytes()).rstrip("\n")
    except OSError:
        if not Path(path).is_dir():
            raise Refused(f"{path} is gone; `git worktree prune`, then `planloom adopt` makes it again") from None
        line = ""
    own = Path(path, line.removeprefix("gitdir: "))
    if not line.startswith("gitdir: ") or not own.is_dir():
        raise Refused(f"{path} has lost its `.git` link; put it back with `git worktree repair`")
    return own


def _heads(own: Path) -> Iterator[str]:
    for file in ("HEAD", "rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START"):
        with suppress(OSError):
            said = os.fsdecode((own / file).read_bytes()).strip().removeprefix("ref: ")
            yield said if said.startswith(HEADS) else HEADS + said


def _own_folders(common: Path) -> dict[str, Path]:
    found = {}
    with suppress(OSError):
        for own in (common / "worktrees").iterdir():
            with suppress(OSError):
                link = os.fsdecode((own / "gitdir").read_bytes()).rstrip("\n")
                found[os.path.realpath((own / link).parent)] = own
    return found
