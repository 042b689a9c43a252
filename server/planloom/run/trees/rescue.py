"""References that keep commits which nothing else would hold: `refs/planloom/rescue/<run>/<worker>`.

Never moves one; a commit that finds its name taken gets `.1`, `.2` behind it. Must not know why.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from planloom.run.git import Git
from planloom.run.trees import lockfile
from planloom.run.trees.listed import HEADS, common_folder

_REFS = "refs/planloom/rescue/"
_ID = re.compile(rb"\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b")


def reference(marker: str) -> str:
    """The reference for a worktree's marker, `RUN W1`."""
    return _REFS + "/".join(
        quote(part, safe="").replace(".", "%2E").replace("~", "%7E") for part in marker.split(" ", 1)
    )


def keep(git: Git, marker: str, commit: str) -> str:
    """Hold a commit; the reference that does. Raises GitError."""
    name, number = reference(marker), 0
    while True:
        ref = f"{name}.{number}" if number else name
        held = os.fsdecode(git.ask("rev-parse", "--verify", "--quiet", ref).out).strip()
        if held == commit:
            return ref
        if not held:
            lockfile.clear_reference(common_folder(git), ref)
            git.write("update-ref", "-m", "planloom: rescue", ref, commit, "0" * len(commit))
            return ref
        number += 1


def keep_all(git: Git, marker: str, commits: Iterable[str]) -> None:
    """Hold every one of these commits that no branch, tag or other reference holds. Raises GitError."""
    wanted = _existing(git, commits)
    if not wanted:
        return
    loose = set(git.read("rev-list", "--stdin", "--not", "--all", stdin="\n".join(wanted).encode()).decode().split())
    ends = [commit for commit in wanted if commit in loose]
    if len(ends) > 1:
        ends = git.text("merge-base", "--independent", *ends).split()
    for commit in ends:
        keep(git, marker, commit)


def remembered_in(git: Git, own: Path) -> set[str]:
    """Every object that a worktree's own files name: where its HEAD has been, and what git noted beside it."""
    files = [own / "HEAD", own / "ORIG_HEAD", own / "logs" / "HEAD", *(own / "refs").rglob("*")]
    return {commit for file in files for commit in _named_in(file)} | _walked(git, f"worktrees/{own.name}/HEAD")


def remembered_of(git: Git, branch: str) -> set[str]:
    """Every object that a branch has been at. Raises Refused."""
    return set(_named_in(common_folder(git) / "logs" / (HEADS + branch))) | _walked(git, HEADS + branch)


def _walked(git: Git, name: str) -> set[str]:
    """What git itself tells of a reflog, for repositories that keep it elsewhere."""
    return set(git.ask("rev-list", "--walk-reflogs", name, "--").out.decode().split())


def _named_in(file: Path) -> Iterable[str]:
    with suppress(OSError):
        for line in file.read_bytes().splitlines():
            # A message may name commits too; only what stands before it is where HEAD was.
            yield from (found.decode() for found in _ID.findall(line.partition(b"\t")[0]))


def _existing(git: Git, commits: Iterable[str]) -> list[str]:
    asked = "".join(f"{commit}\n" for commit in sorted(set(commits)) if commit.strip("0")).encode()
    said = git.read("cat-file", "--batch-check=%(objectname) %(objecttype)", stdin=asked).split(b"\n")
    return [line.split(b" ")[0].decode() for line in said if line.endswith(b" commit")]
