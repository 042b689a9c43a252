"""Text that shows all it holds: what a terminal would obey or a reader would not see is written out.

Knows characters; must not know where the text goes.
"""

from __future__ import annotations

import unicodedata

_KEPT = {"\u200d", "\ufe0f"}


def visible(text: str) -> str:
    """The text with every control, bidirectional or invisible character written out as `<U+XXXX>`; tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_written_out(character) for character in text)


def escaped(json: str) -> str:
    """A JSON document with such characters, which can only stand in its strings, as `\\uXXXX`: the same document."""
    acting = (character for character in set(json) if character != "\n" and _written_out(character) != character)
    return json.translate({ord(character): _as_json(character) for character in acting})


def _as_json(character: str) -> str:
    return "".join(f"\\u{unit:04x}" for unit in memoryview(character.encode("utf-16", "surrogatepass")[2:]).cast("H"))


def _written_out(character: str) -> str:
    if character.isprintable() or character in _KEPT or character == "\t" or unicodedata.category(character) == "Zs":
        return character
    return f"<U+{ord(character):04X}>"
