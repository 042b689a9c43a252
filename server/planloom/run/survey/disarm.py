"""Takes the weapons from a repository that is only to be looked at: programs that its own configuration names.

Git runs the filter of a file to see whether it changed, and the merge driver of a file to merge it. Those that the user
set up for all repositories are the user's; those that a repository brings along could have come with a download. Knows
git's configuration; must not know what is read afterwards.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from planloom.run.git import Git

# What Git LFS writes into a repository that it was installed in.
_KNOWN = frozenset({"git-lfs clean -- %f", "git-lfs smudge -- %f", "git-lfs filter-process"})
_PROGRAM = re.compile(r"(filter|merge)\.(.+)\.(clean|smudge|process|driver)", re.IGNORECASE | re.DOTALL)
_HARMLESS = {
    "filter": ("clean=", "smudge=", "process=", "required=false"),
    "merge": ("driver=git merge-file --quiet %A %O %B",),
}


def disarmed(git: Git, common: str) -> Git:
    """The same git, without filters and merge drivers that the repository or a submodule of it brings along."""
    return git.under(dict.fromkeys(setting for path in _armed(Path(common)) for setting in _instead(git, path)))


def _instead(git: Git, path: Path) -> Iterator[str]:
    """Settings that make the programs of a configuration harmless."""
    for entry in git.ask("config", "--file", str(path), "--list", "--includes", "-z").out.split(b"\0"):
        key, _, value = os.fsdecode(entry).partition("\n")
        program = _PROGRAM.fullmatch(key)
        if program and value not in _KNOWN:
            kind, name = program[1].lower(), program[2]
            yield from (f"{kind}.{name}.{setting}" for setting in _HARMLESS[kind])


def _armed(common: Path) -> Iterator[Path]:
    """The configurations that could name programs."""
    owned = [common, *common.glob("worktrees/*")]
    places = [*owned, *(inner for place in owned for inner in _submodules(place / "modules"))]
    return (path for place in places for path in (place / "config", place / "config.worktree") if _may_name(path))


def _submodules(folder: Path) -> Iterator[Path]:
    """Git's folders of the submodules below a folder, whose names can hold slashes; those in submodules, too."""
    waiting = [folder]
    while waiting:
        try:
            inner = [place for place in waiting.pop().iterdir() if place.is_dir() and not place.is_symlink()]
        except OSError:
            continue
        found = [place for place in inner if (place / "HEAD").exists()]
        yield from found
        waiting += [place / "modules" for place in found]
        waiting += [place for place in inner if place not in found]


def _may_name(path: Path) -> bool:
    try:
        text = path.read_bytes().lower()
    except OSError:
        return False
    return any(word in text for word in (b"filter", b"[merge", b"include"))
