"""A worker's part of the plan, as it is written, without comments. Knows chunks and lines; must not know prompts."""

from __future__ import annotations

import re

from planloom.model.plan import Plan, Worker
from planloom.syntax import first_lines
from planloom.syntax.chunks import Chunk, Kind, LineKind, Place
from planloom.text.lazy import lazy

_COMMENT = lazy(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class Document:
    """A plan's lines with what they are; made once, asked for every worker."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._chunks = [chunk for chunk in plan.tree.chunks for _ in chunk.lines]
        self._lines = [line for chunk in plan.tree.chunks for line in chunk.lines]
        self._first = first_lines(plan.tree)
        self._heads = {self._row(at): worker.id for worker in plan.workers.values() for at in worker.definitions}

    def part(self, worker: Worker) -> str:
        """Everything that defines a worker: its sections, list items and table rows, in document order."""
        pieces = ["\n".join(self._piece(at, worker)) for at in sorted(worker.definitions, key=self._row)]
        text = "\n\n".join(without_comments(piece).strip("\n") for piece in dict.fromkeys(pieces))
        return "".join(f"{line.rstrip()}\n" for line in text.split("\n"))

    def _row(self, at: Place) -> int:
        return self._first[at.chunk] + at.line

    def _piece(self, at: Place, worker: Worker) -> list[str]:
        row = self._row(at)
        chunk = self._chunks[row]
        if chunk.kind is Kind.TABLE:
            return self._rows(row)
        lines = [self._lines[row]]
        level = chunk.level if chunk.kind is Kind.HEADING else 7
        for number in range(row + 1, len(self._lines)):
            if self._ends(number, level, worker, chunk):
                break
            lines.append(self._lines[number])
        while lines and (not lines[-1].strip() or not lines[-1].strip("-*_ ")):
            lines.pop()
        return lines

    def _ends(self, row: int, level: int, worker: Worker, begun: Chunk) -> bool:
        """Whether a line no longer belongs to the section that `begun` began."""
        chunk = self._chunks[row]
        if chunk.kind is Kind.HEADING and chunk.level <= level and chunk is not begun:
            return True
        if self._heads.get(row, worker.id) != worker.id and chunk.kind is not Kind.TABLE:
            return True
        if begun.kind is Kind.FENCE:
            return chunk.kind is not Kind.FENCE or chunk.state is None
        return level > 6 and bool(chunk.marks) and chunk.marks[self._within(row)].kind is LineKind.RULE

    def _within(self, row: int) -> int:
        return row - self._first[self._chunks[row].key]

    def _rows(self, row: int) -> list[str]:
        """A table's row below its header; the whole table for a worker that the header names."""
        first = end = row
        while first and self._goes_on(first):
            first -= 1
        while end + 1 < len(self._lines) and self._goes_on(end + 1):
            end += 1
        head = self._lines[first : first + 2]
        return [*head, self._lines[row]] if row > first + 1 else self._lines[first : end + 1]

    def _goes_on(self, row: int) -> bool:
        """Whether a line belongs to the same table as the one above it."""
        chunk, above = self._chunks[row], self._chunks[row - 1]
        return chunk is above or (above.kind is chunk.kind is Kind.TABLE and chunk.state is not None)


def without_comments(text: str) -> str:
    """A text without its HTML comments; one that never ends goes on to the end."""
    return _COMMENT.sub("", text)
