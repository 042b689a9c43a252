"""How large a document may be to be read as a plan. Beyond it only its structure is looked at, and nothing runs."""

from __future__ import annotations

from planloom.syntax.chunks import Kind, Tree

BYTES = 16 << 20
TABLE_ROWS = 200_000


def is_too_large(tree: Tree, lines: int, characters: int) -> bool:
    """Whether a document of so many lines and characters is beyond the caps (a character counts as one byte)."""
    if characters > BYTES:
        return True
    return lines > TABLE_ROWS and sum(len(c.lines) for c in tree.chunks if c.kind is Kind.TABLE) > TABLE_ROWS
