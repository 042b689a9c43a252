"""The legend of a matrix: the role words that a document explains itself.

`- PRIMARY: creates or owns the file`, `Legend: X = both touch it; R = reads`. Knows the lines of one text; must not
know what the explanations mean (`roles` does).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planloom.text.lazy import lazy

_LEGEND = lazy(r"(?:legend|leyenda|图例|凡例)\W*", re.IGNORECASE)
_PARTS = lazy(r";|·|•|,\s+(?=[`*]|\S{1,12}\s*=)")
_ENTRY = lazy(r"[\s>*+-]*[`*\"']*([^\s`*\"'=:|]{1,16}|-)[`*\"']*\s*(?:=|:|：|—|–|\s-\s|→)[\s*]*(\S.*)")


def may_explain(text: str) -> bool:
    """Whether a text can hold the word "Legend"."""
    return "egen" in text or "EGEN" in text or "例" in text or "ley" in text


def read_legend(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words that a text explains below (or behind) the word "Legend", lower case, with what it says of them."""
    open_ = False
    for line in lines:
        found = _LEGEND.search(line) if may_explain(line) else None
        begins = found is not None and not line[: found.start()].strip(" *_#>-")
        if not open_ and not begins:
            continue
        text = line[found.end() :] if found and begins else line
        open_ = begins or not text.strip() or text.lstrip()[0] in "-*+>`|•" or "=" in text
        for part in _PARTS.split(text) if open_ else ():
            entry = _ENTRY.match(part)
            if entry:
                yield entry[1].lower(), entry[2].strip()
