"""How a source text falls into lines, as the language server protocol counts them.

Only `\\n`, `\\r\\n` and `\\r` end a line; form feed, NEL, U+2028 and their kin are ordinary characters. Knows strings
only; must not know documents or edits.
"""

from __future__ import annotations

import re

_END = re.compile(r"(\r\n|\n|\r)")


def split(source: str) -> tuple[list[str], list[str]]:
    """The lines of `source` without their terminators, and the terminators; the last line has the terminator ""."""
    if "\r" not in source:
        lines = source.split("\n")
        ends = ["\n"] * len(lines)
        ends[-1] = ""
        return lines, ends
    pieces = _END.split(source)
    return pieces[::2], [*pieces[1::2], ""]
