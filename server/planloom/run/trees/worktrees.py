"""Makes a branch and a worktree for a worker, and finishes what a killed process left half made.

Git registers first, then the marker is written, then the files come: what carries the marker is ours, and what does not
holds no file yet. Looks at git before each step, overwrites nothing. Must not know plans or the journal.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from planloom.run.git import Git, GitError
from planloom.run.records.durable import write_whole
from planloom.run.survey.repository import MARKER, names
from planloom.run.trees import lockfile
from planloom.run.trees.halfway import foreign
from planloom.run.trees.listed import HEADS, Listed, common_folder, linked, listed_at, own_folder
from planloom.run.trees.refused import Refused, some

_UNFINISHED = (None, "initializing")  # what git says of a worktree's lock: while it makes one, this word


class Wanted(NamedTuple):
    """A worktree to be made: absolute `path`, new `branch` ("" for a detached HEAD), commit it starts from.

    `marker` says whose it is (`RUN W1`). `cone`: folders, from the root, that it holds; all where none is named.
    """

    path: str
    branch: str
    base: str
    marker: str
    cone: tuple[str, ...] = ()


def make(git: Git, wanted: Wanted, onto: Iterable[str] = (), *, resuming: bool = False) -> str:
    """Make a branch and worktree from the base with the tips of `onto` merged in; the commit it starts from.

    `resuming`: it was begun before, so what lies there half made is ours. Calling it again for what is made changes
    nothing. Raises Refused, GitError.
    """
    start = joined(git, wanted.base, onto)
    found = listed_at(git, wanted.path)
    if found and found.worktree.marker != wanted.marker:
        if not resuming or not _is_half_made(found, wanted, start):
            raise Refused(f"{wanted.path} is a worktree that this run did not make; remove it or choose another path")
        _undo(git, found)
        found = None
    if found is None:
        _register(git, wanted, start, resuming=resuming)
    elif (found.worktree.branch or "") != wanted.branch:
        raise Refused(f"{wanted.path} has {found.worktree.branch or 'no branch'} checked out, not {wanted.branch}")
    _populate(git.at(wanted.path), wanted)
    return start


def attach(git: Git, path: str, branch: str, marker: str) -> None:
    """Check out a branch that exists in a new worktree. Raises Refused, GitError."""
    check_place(path)
    answer = git.try_write("worktree", "add", "--no-checkout", "--", path, branch)
    if answer.code:
        raise Refused(f"{path}: {GitError(('worktree add',), answer.code, answer.err)}")
    write_whole(own_folder(path) / MARKER, os.fsencode(marker) + b"\n")
    _populate(git.at(path), Wanted(path, branch, "", marker))


def joined(git: Git, base: str, tips: Iterable[str]) -> str:
    """The commit that holds base and tips: made in memory, the same one each time. Raises Refused on a conflict."""
    start = base
    for tip in tips:
        if _holds(git, start, tip):
            continue
        start = tip if _holds(git, tip, start) else _merged(git, start, tip)
    return start


def check_place(path: str) -> None:
    """Nothing lies at the path but perhaps an empty folder, and no link leads there. Raises Refused."""
    place = Path(path)
    if not place.is_absolute() or not place.parent.is_dir() or os.path.realpath(place.parent) != str(place.parent):
        raise Refused(f"{place.parent} is no folder, or a link on the way leads elsewhere; nothing is made there")
    if place.is_symlink() or (place.exists() and (not place.is_dir() or any(place.iterdir()))):
        raise Refused(f"{path} is there already and not an empty folder; move it away or choose another path")


def _holds(git: Git, commit: str, other: str) -> bool:
    return git.ask("merge-base", "--is-ancestor", other, commit).code == 0


def _merged(git: Git, first: str, second: str) -> str:
    answer = git.ask("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", first, second)
    tree, *files = names(answer.out) or [""]
    if answer.code == 1 and files:
        branch = git.text("for-each-ref", "--count=1", "--format=%(refname:short)", f"--points-at={second}", HEADS)
        raise Refused(
            f"{branch or second[:10]} cannot be merged with what comes before it, in {some(files)}; "
            "let one of the two workers depend on the other, or solve it in the later one's branch"
        )
    if answer.code:
        raise GitError(("merge-tree",), answer.code, answer.err)
    date = max(git.text("show", "--no-patch", "--format=%cI", commit) for commit in (first, second))
    env = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    words = ("commit-tree", "-p", first, "-p", second, "-m", "Start from the work of others", tree)
    return os.fsdecode(git.write(*words, env=env)).strip()


def _is_half_made(found: Listed, wanted: Wanted, start: str) -> bool:
    at = found.worktree
    return (
        at.marker is None
        and at.branch in (None, wanted.branch)
        and at.head in (None, start)
        and at.locked in _UNFINISHED
        and not (found.own / "index").exists()
        and _is_bare(wanted.path)
    )


def _undo(git: Git, found: Listed) -> None:
    """Take back a registration that has no file yet, in the steps that git itself would have taken."""
    path = Path(found.worktree.path)
    if found.worktree.locked is not None:
        git.write("worktree", "unlock", "--", str(path))
    (path / ".git").unlink(missing_ok=True)
    if path.is_dir():
        path.rmdir()
    git.write("worktree", "remove", "--", str(path))


def _register(git: Git, wanted: Wanted, start: str, *, resuming: bool) -> None:
    check_place(wanted.path)
    if wanted.branch:
        _branch(git, wanted.branch, start, resuming=resuming)
    how = ("--", wanted.path, wanted.branch) if wanted.branch else ("--detach", "--", wanted.path, start)
    answer = git.try_write("worktree", "add", "--no-checkout", *how)
    if answer.code:
        if wanted.branch and listed_at(git, wanted.path) is None:
            git.try_write("update-ref", "-d", HEADS + wanted.branch, start)
        raise Refused(f"{wanted.path}: {GitError(('worktree add',), answer.code, answer.err)}")
    write_whole(own_folder(wanted.path) / MARKER, os.fsencode(wanted.marker) + b"\n")


def _branch(git: Git, branch: str, start: str, *, resuming: bool) -> None:
    """A new branch, made in one step that fails where there is one already."""
    # Git refuses these to a person, but not to `update-ref`.
    if branch.startswith("-") or branch == "HEAD":
        raise Refused(f"branch {branch} is no name that git takes for a branch; rename it")
    if resuming:
        lockfile.clear_reference(common_folder(git), HEADS + branch)
    made = git.try_write(
        "update-ref", "--create-reflog", "-m", "planloom: branch made", HEADS + branch, start, "0" * len(start)
    )
    if made.code == 0:
        return
    there = git.ask("rev-parse", "--verify", "--quiet", f"{HEADS}{branch}^{{commit}}").out.decode().strip()
    if not there:
        raise Refused(f"branch {branch}: {GitError(('update-ref',), made.code, made.err)}")
    where = next((one.worktree.path for one in linked(git) if one.worktree.branch == branch), None)
    if not resuming or there != start or where:
        at = f", checked out in {where}" if where else ""
        raise Refused(f"branch {branch} is there already (at {there[:10]}{at}); rename it or choose another name")


def _populate(git: Git, wanted: Wanted) -> None:
    own = own_folder(wanted.path)
    if not (own / "index").exists():
        lockfile.clear(own, wanted.path)
        _empty(git)
        if wanted.cone:
            folders = b"".join(os.fsencode(folder) + b"\n" for folder in wanted.cone)
            git.write("sparse-checkout", "set", "--cone", "--stdin", stdin=folders)
    answer = git.try_write("checkout", "--quiet")
    if answer.code:
        raise Refused(
            f"{wanted.path} is kept as it is: git could not fill it, or its post-checkout hook failed: "
            f"{GitError(('checkout',), answer.code, answer.err)}"
        )


def _empty(git: Git) -> None:
    """Take away what a killed checkout had written; git writes all of it again."""
    if _is_bare(git.folder):
        return
    strange = foreign(git, ["HEAD"])
    if strange:
        raise Refused(f"{git.folder} holds files that nobody committed: {some(strange)}; move them away")
    folders: set[Path] = set()
    for name in names(git.read("ls-tree", "-r", "-z", "--name-only", "HEAD")):
        file = Path(git.folder, name)
        file.unlink(missing_ok=True)
        folders.update(file.parents)
    for folder in sorted(folders, key=lambda folder: -len(folder.parts)):
        if folder.is_relative_to(git.folder) and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _is_bare(path: str) -> bool:
    """Whether nothing but git's link is in a worktree's folder, should there be one."""
    folder = Path(path)
    return not os.path.lexists(path) or {entry.name for entry in folder.iterdir()} <= {".git"}
