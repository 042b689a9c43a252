"""What was changed: between commits, and in a worktree beside them.

A rename counts as a file that went and one that came. Knows the forms in which git prints changes; must not know plans,
or who may change what.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from planloom.model.facts import Change
from planloom.run.git import Git

_DIFF = ("--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none")


class Span(NamedTuple):
    """A piece of history: what `tip` changed against `start`, and the commits that are answerable for it."""

    tip: str
    start: str
    commits: Sequence[str]


def committed(git: Git, spans: Sequence[Span]) -> list[tuple[Change, ...]]:
    """For each span the paths that differ at its end and that one of its commits touched. Raises GitError."""
    if not spans:
        return []
    lines = [line for span in spans for line in (f"{span.tip} {span.start}", *span.commits)]
    said = git.read("diff-tree", "--stdin", "-r", "-z", "-c", "--root", "--always", *_DIFF, stdin=_lines(lines))
    differences = _differences(said)
    return [_answerable(next(differences), {commit: next(differences) for commit in span.commits}) for span in spans]


def _answerable(net: Mapping[str, str], touched: Mapping[str, Mapping[str, str]]) -> tuple[Change, ...]:
    latest: dict[str, str] = {}
    for commit, paths in touched.items():
        for path in paths:
            latest.setdefault(path, commit)
    return tuple(Change(path, status, "commit", latest[path]) for path, status in net.items() if path in latest)


def _differences(said: bytes) -> Iterator[dict[str, str]]:
    """For each line that diff-tree was given, the status of each path."""
    parts = iter(said.split(b"\0"))
    current: dict[str, str] | None = None
    for part in parts:
        if part.startswith(b":") and current is not None:
            # A merge has a letter for each parent and is listed only where it differs from all of them.
            current[os.fsdecode(next(parts))] = part.rpartition(b" ")[2][:1].decode()
        elif part:
            if current is not None:
                yield current
            current = {}
    if current is not None:
        yield current


def uncommitted(git: Git) -> tuple[Change, ...]:
    """What a worktree holds beyond its commit: index, tree, untracked files. Raises GitError."""
    words = ("--porcelain=v2", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=none")
    said = git.read("status", *words)
    return tuple(change for entry in said.split(b"\0") for change in _changes(entry))


def _changes(entry: bytes) -> Iterator[Change]:
    kind, _, rest = entry.partition(b" ")
    if kind == b"?":
        yield Change(os.fsdecode(rest.rstrip(b"/")), "?", "untracked")
    elif kind == b"u":
        yield Change(os.fsdecode(rest.split(b" ", 9)[9]), "U", "tree")
    elif kind == b"1":
        fields = rest.split(b" ", 7)
        path, letters = os.fsdecode(fields[7]), fields[0].decode()
        yield from (Change(path, a, where) for a, where in zip(letters, ("index", "tree"), strict=True) if a != ".")


def _lines(words: Sequence[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()
