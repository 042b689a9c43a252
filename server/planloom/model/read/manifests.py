"""Where a plan's text says that something is added to a manifest or a lock file.

Knows lines of text; must not know claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import Value
from planloom.model.read.text import lines_with
from planloom.syntax.chunks import Chunk, Place
from planloom.text.lazy import lazy

_FILE = lazy(
    r"(?<![\w/.-])((?:[\w@.-]+/)*(?:Cargo\.(?:toml|lock)|package(?:-lock)?\.json|pyproject\.toml|go\.(?:mod|sum)|"
    r"requirements(?:-\w+)?\.txt|Gemfile(?:\.lock)?|composer\.(?:json|lock)|pom\.xml|build\.gradle(?:\.kts)?|"
    r"pubspec\.yaml|Package\.swift|pnpm-lock\.yaml|yarn\.lock|poetry\.lock|uv\.lock|setup\.(?:py|cfg)))(?![\w/-])"
)
_ADDS = lazy(r"\b(?:add|adds|adding|declare|declares|bump|bumps|register|registers|export|exports)\b", re.IGNORECASE)
_STEMS = ("add", "declar", "bump", "regist", "export")
_NOT = lazy(r"\b(?:not|never|no|without|don't|avoid|unless|if)\b", re.IGNORECASE)


def may_add(words: str) -> bool:
    """Whether a text (lower case) can say that something is added: has what a word of `_ADDS` begins with."""
    return "add" in words or "declar" in words or "bump" in words or "regist" in words or "export" in words


def additions(chunk: Chunk, words: str) -> Iterator[Value]:
    """The manifest of each line that says so; `words` is the chunk's text, lower case."""
    for number in lines_with(words, _STEMS):
        line = chunk.lines[number]
        match = _FILE.search(line) if _ADDS.search(line) else None
        if match and not _NOT.search(line):
            yield Value(match[1], Place(chunk.key, number, match.start(1), match.end(1)))
