"""The comments that speak to Planloom itself: `<!-- planloom: allow RULE -->`, `allow-file RULE`, `plan`.

Knows the comments' form; must not know which rules there are, nor what a comment does.
"""

from __future__ import annotations

from typing import NamedTuple

from planloom.model.plan import Value
from planloom.syntax.chunks import Chunk, Kind, Place
from planloom.text.lazy import lazy

_COMMENT = lazy(r"<!-- *planloom: *([^<>]*?) *-->")
_WORD = lazy(r"[^\s,]+")


class Directive(NamedTuple):
    """One comment: its `word` (allow, allow-file, plan, or any other), the rule names behind it, its own place."""

    word: str
    rules: tuple[Value, ...]
    at: Place


def directives(chunk: Chunk) -> tuple[Directive, ...]:
    """The directives of a chunk, in order; none in chunks that are not HTML."""
    if chunk.kind is not Kind.HTML:
        return ()
    found: list[Directive] = []
    for number, line in enumerate(chunk.lines):
        if "planloom:" in line:
            for match in _COMMENT.finditer(line):
                at = Place(chunk.key, number, match.start(), match.end())
                words = list(_WORD.finditer(line, match.start(1), match.end(1)))
                values = [Value(word[0], Place(chunk.key, number, word.start(), word.end())) for word in words]
                if values:
                    found.append(Directive(values[0].text, tuple(values[1:]), at))
    return tuple(found)
