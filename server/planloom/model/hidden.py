"""Characters that have no shape of their own: zero-width, bidirectional, tag characters; and where they belong.

Emoji sequences, and scripts that are written with joiners and direction marks, need some of them. And letters that look
like Latin ones. Knows characters; must not know what a plan is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from planloom.text.lazy import lazy

_RANGES = (
    *((0xAD, 0xAD), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180E, 0x180E), (0x200B, 0x200F)),
    *((0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB)),
    (0xE0000, 0xE007F),
)
_CHARACTERS = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1))
_HIDDEN = lazy(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _RANGES)}]+")
_WORD = lazy(r"[^\W\d_]+")
_MIMICS = lazy(
    "[\u0430\u0441\u0435\u043e\u0440\u0456\u0458\u0455\u0445\u0443\u04bb\u0501\u051b\u051d"
    "\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e\u0420\u0405\u0422\u0425\u0423"
    "\u03bf\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7]"
)  # Cyrillic, Greek
_JOINERS = frozenset("\u200c\u200d")
_MARKS = frozenset("\u200e\u200f\u061c")
_FLAG = "\U0001f3f4"
_CANCEL = "\U000e007f"


def has_hidden(text: str) -> bool:
    """Whether any hidden character stands in a text, wherever it belongs."""
    if text.isascii():
        return False
    # Whether a line is ASCII is known without looking at it; an expression would try each range on each character.
    return not all(map(_CHARACTERS.isdisjoint, [line for line in text.split("\n") if not line.isascii()]))


def hidden_spans(line: str) -> Iterator[tuple[int, int]]:
    """Start and end column of each run of hidden characters that does not belong where it stands."""
    for found in _HIDDEN.finditer(line):
        if not _belongs(line, found.start(), found.end()):
            yield found.span()


def lookalikes(text: str) -> str:
    """The letters of other scripts that stand in one word with Latin ones, and look like them."""
    if text.isascii():
        return ""
    found = ""
    for word in _WORD.findall(text):
        others = "".join(letter for letter in word if _MIMICS.match(letter))
        found += others if others != word and any(unicodedata.name(o, "").startswith("LATIN") for o in word) else ""
    return found


def named(characters: str) -> str:
    """Hidden characters as U+XXXX, each once."""
    return ", ".join(dict.fromkeys(f"U+{ord(character):04X}" for character in characters))


def _belongs(line: str, start: int, end: int) -> bool:
    characters = set(line[start:end])
    before, after = line[start - 1 : start], line[end : end + 1]
    if characters <= _JOINERS:
        return _joins(before) and _joins(after)
    if characters <= _MARKS:
        return any(unicodedata.bidirectional(character) in ("R", "AL") for character in line)
    return before == _FLAG and line[end - 1] == _CANCEL


def _joins(character: str) -> bool:
    """Whether a joiner may stand beside this: an emoji or its modifiers, or a letter of a script that uses joiners."""
    if not character or character.isascii():
        return False
    return unicodedata.category(character) in ("So", "Sk", "Mn", "Mc", "Me", "Lo")
