"""What the lines of one chunk offer by themselves: labels of fields, and ids that may be workers.

Knows one chunk; must not know the rest of the document, and so decides nothing that depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.read.ids import ID, IdHit, clean_name, heading_id, hit
from planloom.model.read.labels import LABELS, canonical
from planloom.syntax.chunks import Chunk, Kind, LineKind, Mark
from planloom.text.lazy import lazy

_FENCE, _FRONT, _TEXT, _BLANK, _CODE, _ITEM, _RULE = (
    Kind.FENCE,
    Kind.FRONT,
    Kind.TEXT,
    LineKind.BLANK,
    LineKind.CODE,
    LineKind.ITEM,
    LineKind.RULE,
)

BOLD = lazy(r"\*\*([^*]{1,90}?)\*\*[ \t]?([:：])?")
_BULLET = lazy(r"[\s└├│─┌┐>•*+\-–|·→]*")
_TREE = frozenset("└├│")
_COLON = lazy(r"[:：]")
PROSE = frozenset({"text", "txt", "md", "markdown", "yaml", "yml", "plain", "plaintext", "prompt", "ini", "toml"})
"""Info strings of fences whose lines may be fields."""
_ENTRY = lazy(r"[ \t]{0,3}(?:\((?P<name>[^()]{1,60})\))?[ \t]{0,3}:[ \t]{1,40}(?=[A-Za-z])")
LABEL_SPAN = 48
"""How far into a line's content a plain label's colon may stand."""


class LabelHit(NamedTuple):
    """A field label: its line, columns, canonical label ("" where unknown), and the columns of its value."""

    line: int
    start: int
    end: int
    label: str
    written: str
    value: int
    stop: int


class DefHit(NamedTuple):
    """An id that begins a line. `form`: bold (a line of its own), item (a list item), plain (a paragraph line),
    lead (bold words before others), entry (a line of a fence, with a field behind it)."""

    line: int
    id: IdHit
    form: str
    depth: int


class Outline(NamedTuple):
    """All labels and ids of a chunk, in line order."""

    labels: tuple[LabelHit, ...] = ()
    defs: tuple[DefHit, ...] = ()


EMPTY = Outline()


def outline(chunk: Chunk) -> Outline:
    """The labels and ids of a TEXT, FENCE or FRONT chunk; of any other kind, nothing."""
    labels: list[LabelHit] = []
    defs: list[DefHit] = []
    if chunk.kind == _TEXT:
        _text(chunk, labels, defs)
    elif chunk.kind == _FRONT or (chunk.kind == _FENCE and chunk.fence and is_prose(chunk.fence.info)):
        _plain(chunk, labels, defs)
    return Outline(tuple(labels), tuple(defs)) if labels or defs else EMPTY


def is_prose(info: str) -> bool:
    """Whether a fence with this info string holds text or data for people, no program."""
    return not info or info.split(maxsplit=1)[0].lower().rstrip(",") in PROSE


def _text(chunk: Chunk, labels: list[LabelHit], defs: list[DefHit]) -> None:
    for number, line in enumerate(chunk.lines):
        bold = "**" in line
        if not bold and ":" not in line and "：" not in line:
            continue
        mark = chunk.marks[number]
        if mark.kind in (_BLANK, _RULE) or len(line) > 4000:
            continue
        start = mark.start
        begin = _behind_bullet(line, start)
        found = _definition(line, number, mark, begin) if bold or mark.kind != _CODE else None
        if found:
            defs.append(found)
            start = found.id.end
            begin = _behind_bullet(line, start)
        labels += _line_labels(line, number, start, begin)


def _plain(chunk: Chunk, labels: list[LabelHit], defs: list[DefHit]) -> None:
    for number, line in enumerate(chunk.lines):
        colon = line.find(":")
        if (colon >= 0 or "：" in line) and len(line) <= 400 and not 0 <= line.find("#") < colon:
            entry = _entry(line, number)
            start = entry.id.end if entry else 0
            found = _line_labels(line, number, start, _behind_bullet(line, start))
            if entry and found:
                defs.append(entry)
            labels += found


def _entry(line: str, number: int) -> DefHit | None:
    """The id that begins a line of a fence, where a field of it follows: `Agent A (data):  branch: feat/data`."""
    match = ID.match(line, len(line) - len(line.lstrip(" \t-*")))
    found = _ENTRY.match(line, match.end()) if match else None
    if not match or not found:
        return None
    return DefHit(number, hit(match, found["name"] or "")._replace(end=found.end()), "entry", 0)


def _behind_bullet(line: str, start: int) -> int:
    lead = _BULLET.match(line, start)
    return lead.end() if lead else start


def _definition(line: str, number: int, mark: Mark, begin: int) -> DefHit | None:
    """The id that a text line, whose words begin at column `begin`, defines, if its form could define one."""
    start = mark.start
    at = line.find("**", start, start + 8)
    if at >= 0:
        close = line.find("**", at + 2)
        if close < 0 or line[at + 2 : close].rstrip(":").lower() in LABELS:
            return None
        found = heading_id(line, at + 2)
        if not found or found.start > close:
            return None
        alone = not line[close + 2 :].strip(" :.✅") or line[close + 2 :].lstrip().startswith("(")
        form = "item" if mark.kind == _ITEM else "bold" if alone else "lead"
        if found.end > close and "**" in found.name:
            found = found._replace(name=clean_name(found.name))
        return DefHit(number, found, form, mark.depth)
    match = ID.match(line, begin)
    if match and line[match.end() : match.end() + 40].lstrip(" *`")[:1] in (":", "：", "(", "—", "–"):
        found = heading_id(line, begin)
        if found:
            return DefHit(number, found, "item" if mark.kind == _ITEM else "plain", mark.depth)
    return None


def _line_labels(line: str, number: int, start: int, begin: int) -> list[LabelHit]:
    """The labels on one line from column `start`, its words at `begin`; each value ends where the next label begins."""
    found = _bold_labels(line, number, start) if "**" in line else []
    if not found or found[0].start > begin + 4:
        plain = _plain_label(line, number, begin)
        if plain:
            found = [plain, *(other for other in found if other.start >= plain.value)]
    for i in range(len(found) - 1):
        found[i] = found[i]._replace(stop=found[i + 1].start - 2)
    return found


def _bold_labels(line: str, number: int, start: int) -> list[LabelHit]:
    labels: list[LabelHit] = []
    for match in BOLD.finditer(line, start):
        text = match[1].rstrip()
        value = match.end()
        colon = match[2] or text.endswith((":", "："))
        behind = "" if colon else line[value:].lstrip()
        if behind and behind[0] not in "(（":
            continue
        label = canonical(text)
        first = not line[start : match.start()].strip(" -*•└├│─>+\t☐☑✅✔")
        noted = _COLON.search(line, value, value + 32) if behind else None
        value = noted.end() if noted else value
        if (label or first) if colon else label and (noted or (first and not behind)):
            end = match.start(1) + len(text)
            labels.append(LabelHit(number, match.start(1), end, label, text.rstrip(" :："), value, len(line)))
    return labels


def _plain_label(line: str, number: int, begin: int) -> LabelHit | None:
    colon = _COLON.search(line, begin, begin + LABEL_SPAN)
    if not colon or line.startswith("//", colon.end()):
        return None
    written = line[begin : colon.start()]
    label = canonical(written)
    if not label:
        return None
    return LabelHit(number, begin, colon.start(), label, written.strip(" *_`"), colon.end(), len(line))


def mentioned(line: str) -> Iterator[IdHit]:
    """Every id with a word of its own that stands anywhere in the line."""
    for match in ID.finditer(line):
        yield hit(match)
