"""The fenced code blocks of a plan, whole: several chunks of one long block are one text. Knows chunks only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planloom.syntax.chunks import Chunk, Kind, Tree
from planloom.syntax.shapes import is_closer

SHELLS = frozenset({"", "bash", "sh", "shell", "zsh"})
SESSIONS = frozenset({"console", "shell-session", "shellsession", "terminal", "sh-session"})
PROMPT = "$ "


class Line(NamedTuple):
    """A line of a block without the block's indent, and the chunk and line where it stands."""

    text: str
    chunk: int
    line: int


class Block(NamedTuple):
    """A fenced block: the first word behind its opening fence, lower case, and its lines without the fences."""

    language: str
    lines: tuple[Line, ...]

    @property
    def script(self) -> tuple[Line, ...] | None:
        """The lines as bash runs them, None for another language; of a session what stands behind its prompts."""
        prompted = [line for line in self.lines if line.text.startswith(PROMPT)]
        if self.language in SESSIONS or (self.language in SHELLS and prompted):
            return tuple(line._replace(text=line.text.removeprefix(PROMPT)) for line in prompted)
        return self.lines if self.language in SHELLS else None


def blocks(tree: Tree) -> Iterator[tuple[tuple[int, ...], Block]]:
    """Every fenced block, and the keys of its chunks, in document order."""
    pieces: list[Chunk] = []
    for chunk in tree.chunks:
        begins = chunk.kind is Kind.FENCE and chunk.state is None
        if pieces and (chunk.kind is not Kind.FENCE or begins):
            yield _block(pieces)
            pieces = []
        if chunk.kind is Kind.FENCE:
            pieces.append(chunk)
    if pieces:
        yield _block(pieces)


def _block(pieces: list[Chunk]) -> tuple[tuple[int, ...], Block]:
    fence = pieces[0].fence
    assert fence is not None
    first = pieces[0].lines[0]
    indent = len(first) - len(first.lstrip(" "))
    lines = [
        Line(_without(text, indent), piece.key, number) for piece in pieces for number, text in enumerate(piece.lines)
    ][1:]
    if lines and is_closer(lines[-1].text.lstrip(" "), fence.marker, fence.length):
        lines.pop()
    language = fence.info.strip().split(" ")[0].lower().strip("{.}")
    return tuple(piece.key for piece in pieces), Block(language, tuple(lines))


def _without(text: str, indent: int) -> str:
    """A line without as much of its indent as the opening fence has."""
    return text[min(indent, len(text) - len(text.lstrip(" "))) :]
