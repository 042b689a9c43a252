"""Where a plan's text says that something is added to a manifest or a lock file.

Remembers the last tree it read and reads on only what an edit touched. Knows lines of text; must not know claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planloom.syntax import difference
from planloom.syntax.chunks import Chunk, Kind, Place, Tree
from planloom.text.lazy import lazy

_FILE = lazy(
    r"(?<![\w/.-])((?:[\w@.-]+/)*(?:Cargo\.(?:toml|lock)|package(?:-lock)?\.json|pyproject\.toml|go\.(?:mod|sum)|"
    r"requirements(?:-\w+)?\.txt|Gemfile(?:\.lock)?|composer\.(?:json|lock)|pom\.xml|build\.gradle(?:\.kts)?|"
    r"pubspec\.yaml|Package\.swift|pnpm-lock\.yaml|yarn\.lock|poetry\.lock|uv\.lock|setup\.(?:py|cfg)))(?![\w/-])"
)
_ADDS = lazy(r"\b(?:add|adds|adding|declare|declares|bump|bumps|register|registers|export|exports)\b", re.IGNORECASE)
_NOT = lazy(r"\b(?:not|never|no|without|don't|avoid|unless|if)\b", re.IGNORECASE)


_WORDS = ("add", "declar", "bump", "regist", "export")
"""What every word of `_ADDS` begins with: a cheap look that spares most chunks the others."""


class Addition(NamedTuple):
    """A line that says something is added to the manifest `path`, which stands at `at`."""

    path: str
    at: Place
    line: str


def additions(tree: Tree) -> Iterator[Addition]:
    """Every such line."""
    before, known = _last[0]
    gone, come = difference(before, tree)
    found = dict(known)
    for chunk in gone:
        found.pop(chunk.key, None)
    for chunk in come:
        if chunk.kind is Kind.TEXT and (read := tuple(_read(chunk))):
            found[chunk.key] = read
    _last[0] = tree, found
    return (addition for read in found.values() for addition in read)


_last: list[tuple[Tree | None, dict[int, tuple[Addition, ...]]]] = [(None, {})]
"""The tree read last and what was found in it; swapped as one, so that no reader sees halves."""


def _read(chunk: Chunk) -> Iterator[Addition]:
    words = "\n".join(chunk.lines).lower()
    if not any(word in words for word in _WORDS):
        return
    for number, line in enumerate(chunk.lines):
        if "." in line or "Gemfile" in line:
            match = _FILE.search(line)
            if match and _ADDS.search(line) and not _NOT.search(line):
                yield Addition(match[1], Place(chunk.key, number, match.start(1), match.end(1)), line)
