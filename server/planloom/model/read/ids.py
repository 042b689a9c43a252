"""What the id of a worker looks like, wherever it is written.

An id is a word and a number or letter (`Worker 1`, `Agent A`, `Issue #52`), a short form (`W1`), a code (`TASK-01`,
`B3F-LIN`), or a name with the word behind it (`Codex Lane`). Knows single lines; whether a candidate really is a
worker of its document is decided by `environment`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from planloom.text.lazy import lazy

WORDS = (
    "worker|sub-?agent|agent|workstream|stream|track|lane|team|session|terminal|task|prompt|deliverable|worktree|issue|"
    "pr|developer|dev|engineer|instance|job|slice|unit|squad|ws"
)
SHORT = {"w": "worker", "ws": "workstream", "dev": "developer", "subagent": "agent", "sub-agent": "agent"}
"""Short forms of words, as families."""

PEOPLE = frozenset(
    {"worker", "agent", "workstream", "stream", "track", "lane", "team", "session", "terminal", "prompt"}
)
"""Families that stand for someone who works: with the same number, two of them are one."""

_TAIL = r"(?:\d{1,9}[a-z]?)?(?:[.-]\d{1,9}[a-z]?){0,4}"
_NUMBER = (
    rf"(?:[ \t_#-]{{0,3}}\d{{1,9}}[a-z]?(?:[.-]\d{{1,9}}[a-z]?){{0,4}}|[ \t_#-]{{1,3}}[a-z]{_TAIL}|(?-i:[A-Z]){_TAIL})"
)
ID = lazy(
    rf"(?<![^\W_])(?:(?P<word>{WORDS})(?P<num>{_NUMBER})|(?P<w>W)[ -]?(?P<wn>\d+[a-z]?))(?![^\W_])",
    re.IGNORECASE,
)
_CODE = lazy(r"[A-Z][A-Z0-9]{0,7}(?:-[A-Z0-9]{1,10}){0,3}(?![\w-])")
_TRAILING = lazy(
    r"(?P<name>[\w&/+.-]+(?: [\w&/+.-]+){0,2}) (?P<word>worker|agent|workstream|stream|track|lane|team)(?![\w-])",
    re.IGNORECASE,
)
_ISSUE = lazy(r"#\d+")
_COUNTED = lazy(r"(\d{1,2})[.)]\s+(?=\S)")
NUMBERED = "nr"
"""The family of headings that only count (`3. Build it`): workers where dependencies call them `Task 3`."""
_LEAD = lazy(r"[^\w#]*")
_BEFORE = lazy(
    r"[^\w#]*(?:(?:wave|phase|batch|round|sprint|stage|step)[ -]?(?:\d+[a-z]?|[a-z])[\s:,—–-]+(?=\w))?", re.IGNORECASE
)
_SEPARATOR = lazy(
    r"(?:_PROMPT)?[*_`~\]]*\s*(?P<sep>:|：|—|–|->|--?(?![^\W_])|→|\(|（|\||,|\.(?=\s)|\]|\[|✅|$)[\s*_`:—–-]*"
)
_PAREN = lazy(r"[(（][^()（）]{0,200}[)）]\s{0,9}$")


class IdHit(NamedTuple):
    """An id found in a line: its text, columns, its word family and number, and the name behind it."""

    text: str
    start: int
    end: int
    family: str
    number: str
    name: str = ""


_BETWEEN = lazy(r"(?<=\d)[.-](?=\d)")
_KEPT = lazy(r"[^\W_]+|·")
_ZEROS = lazy(r"(?<!\d)0+(?=\d)")


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """What ids are compared by: no case, markup or separators, no leading zeros; `W1` is `Worker 1`."""
    folded = unicodedata.normalize("NFKC", text).lower()
    if "." in folded or "-" in folded:
        folded = _BETWEEN.sub("·", folded)
    letters = "".join(_KEPT.findall(folded))
    if letters[:1] == "w" and letters[1:].isdigit():
        letters = "worker" + letters[1:]
    elif letters[:2] == "ws" and letters[2:].isdigit():
        letters = "workstream" + letters[2:]
    return _ZEROS.sub("", letters) if "0" in letters else letters


def family(word: str) -> str:
    """The family of an id's word: lower case, short forms written out."""
    lower = word.lower()
    return SHORT.get(lower, lower)


def hit(match: re.Match[str], name: str = "") -> IdHit:
    """The id that a match of `ID` found."""
    word, number = (match["word"], match["num"]) if match["word"] else (match["w"], match["wn"])
    return IdHit(match[0], match.start(), match.end(), family(word), number.lstrip(" \t_#-"), name)


@lru_cache(maxsize=2048)
def heading_id(line: str, start: int = 0) -> IdHit | None:
    """The id that a heading, or a line that stands for one, defines; None where none begins it.

    An id defines something only when a separator or the end of the line follows it.
    """
    before = _BEFORE.match(line, start)
    begin = before.end() if before else start
    found = ID.match(line, begin)
    if found:
        return _defined(line, hit(found))
    number = _ISSUE.match(line, begin) if line.startswith("#", begin) else None
    if number:
        return _defined(line, IdHit(number[0], begin, number.end(), "issue", number[0][1:]))
    counted = _COUNTED.match(line, begin) if line[begin : begin + 1].isdigit() else None
    if counted:
        name = clean_name(line[counted.end() :])
        return IdHit(counted[1], begin, counted.end(1), NUMBERED, counted[1], name)
    code = _CODE.match(line, begin)
    if code and any(c.isdigit() or c == "-" for c in code[0]):
        return _defined(line, IdHit(code[0], begin, code.end(), "code", code[0]))
    trailing = _TRAILING.match(line, begin)
    if trailing and _SEPARATOR.match(line, trailing.end()):
        word = family(trailing["word"])
        return _defined(line, IdHit(trailing[0], begin, trailing.end(), f"+{word}", trailing["name"]))
    return None


def called_by_word(text: str) -> bool:
    """Whether a whole text is a name with the word behind it: `Search Agent`."""
    return _TRAILING.fullmatch(text.strip(" *_`")) is not None


def _defined(line: str, found: IdHit) -> IdHit | None:
    separator = _SEPARATOR.match(line, found.end)
    if not separator:
        return None
    return found._replace(name=clean_name(line[separator.end() :], separator["sep"]))


def clean_name(text: str, separator: str = "") -> str:
    """A worker's name as people say it: markup, closing brackets, marks and trailing notes taken off."""
    name = text.replace("**", "").strip().strip("*_`#").strip()
    name = name.split(")")[0].split("）")[0] if separator in ("(", "（") else _PAREN.sub("", name)
    return name.strip(" *_`#:—–-")


def cell_id(cell: str, header: str) -> IdHit | None:
    """The id in the key cell of a worker table under `header`, None for an empty cell."""
    lead = _LEAD.match(cell)
    begin = lead.end() if lead else 0
    end = len(cell.rstrip(" *_`~]"))
    if begin >= end:
        return None
    found = ID.match(cell, begin)
    if found:
        separator = _SEPARATOR.match(cell, found.end())
        if separator:
            return hit(found, clean_name(cell[separator.end() :], separator["sep"]))
    bare = re.compile(r"#?(\d{1,4}[a-z]?(?:[.-]\d+[a-z]?)*|[A-Z]\d{0,3})(?![^\W_])").match(cell, begin)
    if bare:
        separator = _SEPARATOR.match(cell, bare.end())
        if separator:
            name = clean_name(cell[separator.end() :], separator["sep"])
            return IdHit(bare[0], begin, bare.end(), header_family(header), bare[1], name)
    text = cell[begin:end]
    plain = _PAREN.sub("", text).rstrip(" *_`")
    return IdHit(plain, begin, begin + len(plain), "name", plain, "")


@lru_cache(maxsize=1024)
def header_family(header: str) -> str:
    """The word family that a key column's header gives to bare letters and numbers below it ("" for none)."""
    found = re.search(rf"(?<![a-z])({WORDS})(?![a-z])", header.lower())
    return family(found[1]) if found else ""
