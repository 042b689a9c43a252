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

from planloom.run.git import Git, GitError

# What Git LFS writes into a repository that it was installed in.
_KNOWN = frozenset({"git-lfs clean -- %f", "git-lfs smudge -- %f", "git-lfs filter-process"})
_PROGRAM = re.compile(r"(filter|merge)\.(.+)\.(clean|smudge|process|driver)", re.IGNORECASE | re.DOTALL)
_HARMLESS = {"filter": ("clean=", "smudge=", "process=", "required=false")}
_MERGE = "git merge-file --quiet %A %O %B"


def disarmed(git: Git, common: str) -> Git:
    """The same git, without filters and merge drivers that the repository's own configuration brings along."""
    if not any(_may_name_programs(path) for path in _configurations(common)):
        return git
    try:
        listed = git.read("config", "--list", "--includes", "--show-scope", "-z")
    except GitError:
        return git
    words = listed.split(b"\0")
    return git.under(_instead(map(os.fsdecode, words[::2]), map(os.fsdecode, words[1::2])))


def _instead(scopes: Iterator[str], entries: Iterator[str]) -> list[str]:
    found: dict[str, None] = {}
    for scope, entry in zip(scopes, entries, strict=False):
        key, _, value = entry.partition("\n")
        program = _PROGRAM.fullmatch(key)
        if program and scope in ("local", "worktree") and value not in _KNOWN:
            kind, name = program[1].lower(), program[2]
            settings = _HARMLESS.get(kind) or (f"driver={_MERGE}",)
            found.update((f"{kind}.{name}.{setting}", None) for setting in settings)
    return list(found)


def _configurations(common: str) -> Iterator[Path]:
    yield Path(common, "config")
    yield from Path(common).glob("config.worktree")
    yield from Path(common).glob("worktrees/*/config.worktree")


def _may_name_programs(path: Path) -> bool:
    try:
        text = path.read_bytes().lower()
    except OSError:
        return False
    return any(word in text for word in (b"filter", b"[merge", b"include"))
