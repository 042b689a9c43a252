"""Whether a target branch holds a worker's commits, or the same changes under other names.

Computed from git when asked, from the target alone: what an upstream holds proves nothing. Must not know runs.
"""

from __future__ import annotations

import os

from planloom.run.git import Git
from planloom.run.trees.listed import HEADS


def reason_against(git: Git, tip: str, target: str) -> str:
    """Why the target does not hold the commit, in words; "" where it does. Raises GitError."""
    at = os.fsdecode(git.ask("rev-parse", "--verify", "--quiet", f"{HEADS}{target}^{{commit}}").out).strip()
    if not at:
        return f"the target branch {target} is gone"
    if git.ask("merge-base", "--is-ancestor", tip, at).code == 0:
        return ""
    base = os.fsdecode(git.ask("merge-base", tip, at).out).strip()
    if base and (_same_files(git, base, tip, at) or _same_patch(git, base, tip, at)):
        return ""
    return f"{target} holds neither its commits up to {tip[:10]} nor, by files and patch, the same changes"


def _same_files(git: Git, base: str, tip: str, at: str) -> bool:
    """Whether every file that the worker changed is in the target as the worker left it."""
    theirs = _changes(git, base, at)
    mine = _changes(git, base, tip)
    return bool(mine) and all(theirs.get(path) == what for path, what in mine.items())


def _changes(git: Git, base: str, commit: str) -> dict[bytes, tuple[bytes, bytes]]:
    """Mode and object that each changed path has."""
    said = git.read("diff-tree", "-r", "-z", "--no-renames", base, commit).split(b"\0")
    found = {}
    for about, path in zip(said[::2], said[1::2], strict=False):
        _, mode, _, blob, _ = about.split(b" ")
        found[path] = (mode, blob)
    return found


def _same_patch(git: Git, base: str, tip: str, at: str) -> bool:
    """Whether one commit of the target makes the same patch; never for what a patch shows only as binary."""
    plain = ("--no-ext-diff", "--no-textconv", "--no-renames", "--full-index", "-p")
    mine = git.read("diff-tree", *plain, base, tip)
    if not mine or b"\nBinary files " in mine or b"\nGIT binary patch" in mine:
        return False
    commits = git.read("rev-list", "--no-merges", f"{base}..{at}")
    theirs = git.read("diff-tree", "--stdin", *plain, stdin=commits)
    ids = {line.split(b" ")[0] for line in git.read("patch-id", "--stable", stdin=theirs).splitlines()}
    return any(line.split(b" ")[0] in ids for line in git.read("patch-id", "--stable", stdin=mine).splitlines())
