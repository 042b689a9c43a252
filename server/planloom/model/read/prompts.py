"""Lists of files inside prompts and key-value blocks: fences in a worker's section that hold text or YAML.

`You own these files:` and dashes, `### File Ownership` and dashes, `owns:` and dashes. Knows the lines of one fence's
chunk; must not understand single items (`lists` does).
"""

from __future__ import annotations

from planloom.model.read import roles
from planloom.model.read.context import OWNERSHIP, Item, RawField
from planloom.model.read.labels import canonical
from planloom.syntax.chunks import Chunk, Place
from planloom.text.lazy import lazy

_NUMBER = lazy(r"^[\d.]+\s+")
_ITEM = lazy(r"\s*(?:[-*•+]|\d{1,2}[.)])\s+(?:\[[ xX]\]\s+)?")
_LONGEST = 400


def prompt_fields(chunk: Chunk, worker: str, open_: tuple[str, str]) -> tuple[list[RawField], tuple[str, str]]:
    """The ownership lists of a fence's chunk, and the label (canonical, written) that is open behind it.

    `open_` is the label that the chunk before left open.
    """
    found: list[RawField] = []
    label, written = open_
    at, items = Place(chunk.key, 0, 0, 0), []
    for number, line in enumerate(chunk.lines):
        text = line.strip()
        if not text:
            continue
        item = _ITEM.match(line)
        if item:
            if label:
                here = Place(chunk.key, number, item.end(), len(line.rstrip()))
                items.append(Item(line[here.start : here.end], here, True))
            continue
        if items:
            found.append(RawField(worker, label, written, at, tuple(items)))
        (label, written), items = _opened(text), []
        start = line.index(text)
        at = Place(chunk.key, number, start, start + len(text))
    if items:
        found.append(RawField(worker, label, written, at, tuple(items)))
    return found, (label, written)


def _opened(text: str) -> tuple[str, str]:
    """The ownership label, canonical and as written, of the list that a line leads to."""
    if len(text) > _LONGEST or not (text[0] == "#" or text.endswith((":", ":**", "："))):
        return "", ""
    written = _NUMBER.sub("", text.lstrip("#* ")).rstrip(":：* ")
    label = canonical(written)
    if label:
        return (label, written) if label in OWNERSHIP else ("", "")
    said = roles.lead(written)
    if said is None:
        return "", ""
    return ("must_not_touch" if said.denied else "reads" if said == roles.READS else "files_owned"), written
