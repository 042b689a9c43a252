"""The paths that a cell or a list item names, each with its columns and with what is said about it.

`src/a.rs`, `src/b.rs` (new) — what changes there: two paths, the second with two notes. A path behind "from", "see"
and the like is mentioned, not claimed, and so is what stands behind a dash or in brackets. Knows one line of text;
must not know whose it is nor which form of the plan it belongs to.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from planloom.model.read.shapes import bare, plain, quoted
from planloom.text.lazy import lazy
from planloom.text.values import made


class Spot(NamedTuple):
    """One path in a line: as compared, as written, its columns, its lines of the file, and the words about it.

    `before` are the words that lead to it, `note` the brackets and the description behind it.
    """

    path: str
    written: str
    start: int
    end: int
    lines: tuple[int, int] | None = None
    before: str = ""
    note: str = ""


PLAIN = frozenset(
    ("", ",", ", ", " ", " and ", " & ", " + ", "/", " / ", ", and ", "; ", " or ", "、", "，", " · ", " | ")
)
"""What stands between two paths of a simple list."""

_STOP = lazy(r"[\w)`*/]?\**(?:\s[-–—]{1,3}\s|\s?—\s?|:\s|\s(?:=|==)\s|\s//\s)")
_MENTION = lazy(
    r"(?:^|[\s(])(?:to|with|from|via|using|use|uses|per|see|by|on|for|than|like|as|not|outside|except|without|excluding|"
    r"against|calls?|imports?|consumes?|after|before|until|reads?|if|instead of|part of|copy of|follow(?:s|ing)?|"
    r"matches|matching|mirrors?|depends on|requires?|needs?|conforms? to|of|never|no)\s*[:\"'*(]*$",
    re.IGNORECASE,
)
_EXCEPT = lazy(r"(?:^|[\s(（])(?:except(?: for)?|excluding|excl\.|but not|minus|without)\s*[:\"'(]*$", re.IGNORECASE)
_SUBJECT = lazy(
    r"(?:(?:all|rest|contents|files|everything|whole|inside|most) of|(?:edit|change|update|addition|modification|fix|"
    r"fixe|append)s? to)\s*$",
    re.IGNORECASE,
)
_VERB = lazy(
    r"\W{0,8}(?:also |and )?(?:modif|creat|add|append|edit|update|extend|touch|wire|rewrit|refactor|renam|delet|"
    r"remov|new\b|own|read|write)",
    re.IGNORECASE,
)
_TOKEN = lazy(r"(?:[^\s,;{}`、，；（）|]|\{[^\s{}`]*\})+")
_LONGEST_NOTE = 40  # code spans and gaps together
_LINES_NOTE = lazy(r"\blines?\s*~?(\d{1,7})\s*(?:[-–—]|to)\s*~?(\d{1,7})", re.IGNORECASE)
_SUFFIXES = lazy(r"(.*/)?([^/]+)\.(\w+)((?:/\w{1,5})+)")


@lru_cache(maxsize=256)  # an item is asked whether it begins with a path, then for its paths, and again at each key
def spots(text: str, *, column: bool = False) -> tuple[Spot, ...]:
    """Every path that `text` names as its subject; `column`: the text is a cell of a column of paths."""
    parts = text.split("`")
    found = _from_code(parts, column=column) if len(parts) > 2 else []
    if not found:
        found = _from_words(_without_code(parts), column=column)
    return tuple(found)


def _without_code(parts: list[str]) -> str:
    """The text with its code spans blanked out, every column as before; of an unclosed one only the mark."""
    whole = len(parts) - (len(parts) + 1) % 2
    return " ".join(" " * len(part) if i % 2 and i < whole else part for i, part in enumerate(parts))


def _from_code(parts: list[str], *, column: bool) -> list[Spot]:
    """The paths among the code spans (odd parts), each with the plain text around it."""
    found: list[Spot] = []
    before = parts[0]
    at, depth, simple = len(before) + 1, before.count("(") - before.count(")"), before in PLAIN
    outer, opened = 0, ""
    for i in range(1, len(parts) - 1, 2):
        code, gap = parts[i], parts[i + 1]
        end = at + len(code)
        if found and not simple and _EXCEPT.search(before[-24:]) and (shape := quoted(code)):
            found.append(Spot("!" + shape.path.lstrip("!"), code, at, end))
        elif (depth <= outer or not found or _VERB.match(opened)) and (simple or not _mentioned(before)):
            outer = outer if found else depth
            if plain(code):
                found.append(made(Spot, (code, code, at, end, None, before, "")))
            elif shape := quoted(code, column=column):
                found.append(made(Spot, (shape.path, code, at, end, shape.lines, before, "")))
            elif " " in code or "," in code:
                found.extend(_inside(code, at, before))
        at = end + len(gap) + 2
        before, simple = gap, gap in PLAIN
        if simple:
            continue
        if found and depth <= outer and found[-1].path[0] != "!":
            _note(found, gap, parts, i + 2)
            if _STOP.match(gap):
                break
        if "(" in gap:
            opened = gap[gap.rindex("(") + 1 :]
        depth += gap.count("(") - gap.count(")")
    return found


def _mentioned(before: str) -> bool:
    """Whether the words before a path only refer to it."""
    near = before[-40:]
    return _MENTION.search(near) is not None and not _SUBJECT.search(near)


def _inside(code: str, at: int, before: str) -> list[Spot]:
    """Several paths in one code span; none where any word of it is something else (a command)."""
    found = []
    for match in _TOKEN.finditer(code):
        shape = quoted(match[0])
        if shape is None:
            return []
        found.append(Spot(shape.path, match[0], at + match.start(), at + match.end(), shape.lines, before))
    return found


def _note(found: list[Spot], gap: str, parts: list[str], behind: int) -> None:
    """Give the last path the words that follow it: the gap, and what it opens in the parts from `behind` on."""
    note = gap
    if behind < len(parts) and _opens(gap):
        note = "`".join([gap, *parts[behind : behind + _LONGEST_NOTE]])
        note = note[: note.find(")", len(gap)) + 1] or note
    path, written, start, end, lines, before, _ = found[-1]
    found[-1] = made(Spot, (path, written, start, end, lines or lines_of(note), before, note.strip()))


def _opens(gap: str) -> bool:
    """Whether what follows `gap` still belongs to the note that it begins."""
    return gap.count("(") > gap.count(")") or bool(_STOP.match(gap))


def lines_of(note: str) -> tuple[int, int] | None:
    """The line range that a note gives, as in "(help text lines 12-77)"."""
    match = _LINES_NOTE.search(note) if "ine" in note or "INE" in note else None
    return (int(match[1]), int(match[2])) if match else None


def _from_words(text: str, *, column: bool) -> list[Spot]:
    """The paths among the words of text without code; only its head, up to a dash or colon behind a path, counts."""
    found: list[Spot] = []
    end = 0
    for match in _TOKEN.finditer(text):
        word, start = _trimmed(match[0], match.start())
        if len(word) < 3 or not ("/" in word or "." in word or "\\" in word or word.isalpha()):
            continue
        before = text[end:start]
        if found:
            if _STOP.match(before) or (
                before.count("(") > before.count(")") and not _VERB.match(before[before.rindex("(") + 1 :])
            ):
                break
        elif before.count("(") > before.count(")") or len(before) > 60:
            break
        if _mentioned(before):
            continue
        shape = bare(word, column=column)
        if shape:
            if found:
                _note(found, before, [], 0)
            found.append(Spot(shape.path, word, start, start + len(word), shape.lines, before))
            end = start + len(word)
    if found:
        _note(found, text[end:], [], 0)
    return found


def _trimmed(word: str, start: int) -> tuple[str, int]:
    """A word without the punctuation and emphasis around it, and its column."""
    if word[0] in "*_\"'([" and not word.startswith(("*.", "**/", "*/", "*_", "__", "_")) and not _bracketed(word):
        cut = word.lstrip("*\"'([")
        start += len(word) - len(cut)
        word = cut
    while word and (word[-1] in "\"':!?" or word[-1] == "." or (word[-1] in ")]" and not _balanced(word))):
        word = word[:-1]
    if word.endswith("**") and not word.endswith("/**"):
        word = word.rstrip("*")
    return word, start


def _bracketed(word: str) -> bool:
    """Whether a word begins with a route segment: `[id].tsx`, `(auth)/login`."""
    close = "]" if word[0] == "[" else ")"
    return word[0] in "[(" and close in word[:-1]


def _balanced(word: str) -> bool:
    return word.count(")") == word.count("(") and word.count("]") == word.count("[")


def split_suffixes(path: str) -> tuple[str, ...]:
    """`a/b.hpp/cpp` as the two paths it stands for; any other path as it is."""
    match = _SUFFIXES.fullmatch(path)
    if not match or len(match[3]) > 5 or not all(part.isalpha() for part in match[4][1:].split("/")):
        return (path,)
    head = f"{match[1] or ''}{match[2]}."
    return tuple(head + extension for extension in (match[3], *match[4][1:].split("/")))
