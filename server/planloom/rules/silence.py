"""Where to put the comment that silences one finding: `<!-- planloom: allow RULE -->` above the block it stands in.

No comment can stand between the lines of a table, list or fence, so there it goes above the whole of it, and silences
the rule in all of it. Knows chunks and findings; must not know what the rules are about.
"""

from __future__ import annotations

from planloom.rules.finding import Edit, Finding
from planloom.syntax.chunks import Chunk, Kind, LineKind, Place, Tree

# These speak of the file as a whole, or of the comments themselves.
NEVER = frozenset(("bad-encoding", "internal-error", "too-large", "unused-allow"))


def silence(finding: Finding, tree: Tree) -> Edit | None:
    """The edit that silences a finding; None where no comment can."""
    position = next((i for i, chunk in enumerate(tree.chunks) if chunk.key == finding.at.chunk), None)
    if position is None or finding.rule in NEVER:
        return None
    chunk = tree.chunks[position]
    if chunk.kind is Kind.FRONT:
        return None
    line = 0
    if chunk.kind is Kind.TEXT:
        line = _top(chunk, finding.at.line)
    else:
        while tree.chunks[position].state is not None and position > 0:
            position -= 1
    at = Place(tree.chunks[position].key, line, 0, 0)
    return Edit(at, f"<!-- planloom: allow {finding.rule} -->\n")


def _top(chunk: Chunk, line: int) -> int:
    """The first line of the list that a line belongs to; the line itself outside of lists."""
    if not chunk.marks or not _in_list(chunk, line):
        return line
    while line > 0 and (_in_list(chunk, line - 1) or chunk.marks[line - 1].kind is LineKind.BLANK):
        line -= 1
    while not _in_list(chunk, line):
        line += 1
    return line


def _in_list(chunk: Chunk, line: int) -> bool:
    mark = chunk.marks[line]
    return mark.kind is LineKind.ITEM or mark.depth > 0
