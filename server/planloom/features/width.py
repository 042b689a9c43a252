"""How many columns a text takes on a terminal or in a monospaced editor. Knows characters only."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

_EMOJI_STYLE = "\ufe0f"
_JOINER = "\u200d"


def width(text: str) -> int:
    """The number of columns of a text without tabs and line ends."""
    return len(text) if text.isascii() else sum(columns for _, columns in cells(text))


def cells(text: str) -> list[tuple[str, int]]:
    """Each character with the columns it adds; one that joins, combines or styles the one before adds what changes."""
    found: list[tuple[str, int]] = []
    joined = False
    for character in text:
        if character == _EMOJI_STYLE:
            columns = 1 if found and found[-1][1] == 1 and not found[-1][0].isascii() else 0
        elif joined or character == _JOINER or combining(character):
            columns = 0
        else:
            columns = 2 if east_asian_width(character) in "WF" else 1
        joined = character == _JOINER
        found.append((character, columns))
    return found
