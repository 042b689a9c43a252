"""Whether a text could define a worker at all: a look at its lines that costs a fraction of reading it as a plan.

Most Markdown of a repository is no plan, and whoever walks through all of it must not pay for a plan each time. The
look may say yes to what is none; it never says no to a plan. Knows single lines; must not know chunks.
"""

from __future__ import annotations

from collections.abc import Iterable

from planloom.model.read.columns import shape
from planloom.model.read.ids import ID, heading_id
from planloom.syntax.cells import begins_table, cells
from planloom.text.lazy import lazy

_LEAD = lazy(r"(?:[\s└├│─┌┐>•*+\-–|·→]|\d+[.)](?=\s)|\[[ xX]\](?=\s))*")
_UNDERLINE = frozenset("=-")


def may_define_workers(lines: Iterable[str]) -> bool:
    """Whether a heading, a line or a table's row among the lines of a text could define a worker."""
    above = ""
    for line in lines:
        if line:
            first = line[0]
            if first == "#" or (first in " \t>" and line.lstrip(" \t>")[:1] == "#"):
                found = heading_id(line, _after_marks(line)) is not None
            elif "-" in line and _may_be_header(above, line):
                found = True
            elif "**" in line or ":" in line or "：" in line:
                found = _may_define(line)
            else:
                found = above != "" and first in "=- " and _is_underline(line) and heading_id(above) is not None
            if found:
                return True
        above = line
    return False


def _is_underline(line: str) -> bool:
    return _UNDERLINE.issuperset(line.strip())


def _after_marks(line: str) -> int:
    return len(line) - len(line.lstrip("# \t>"))


def _may_be_header(above: str, line: str) -> bool:
    """Whether the two lines begin a table whose header could be about workers."""
    if not begins_table(above, line.lstrip("> \t")):
        return False
    header = tuple(cells(above.lstrip("> \t")))
    return shape(header).kind not in ("", "files") or sum(bool(ID.search(cell)) for cell in header) >= 2


def _may_define(line: str) -> bool:
    bold = line.find("**")
    if bold >= 0 and heading_id(line, bold + 2):
        return True
    lead = _LEAD.match(line)
    return lead is not None and ID.match(line, lead.end()) is not None
