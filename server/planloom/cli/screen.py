"""What may go to a terminal: colours when it is one, and text whose invisible characters show.

Knows terminals; must not know what is printed.
"""

from __future__ import annotations

import os
import sys
from typing import Any, TextIO

from planloom.text.visible import escaped, visible

CODES = {"red": "31", "yellow": "33", "blue": "34", "cyan": "36", "green": "32", "bold": "1", "dim": "2"}
_TAB = 4


class Paint:
    """Puts colour codes around text, or leaves it as it is."""

    def __init__(self, out: TextIO) -> None:
        asked_not = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        self.on = not asked_not and out.isatty()

    def __call__(self, text: str, *styles: str) -> str:
        if not self.on or not text:
            return text
        return f"\x1b[{';'.join(CODES[style] for style in styles)}m{text}\x1b[0m"


def columns() -> int:
    """How wide the screen is; 120 where there is none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 120
    except (OSError, ValueError):
        return 120


def document(value: Any) -> str:
    """A value as JSON that can be printed anywhere."""
    import json

    return escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def exact(text: str, out: TextIO) -> str:
    """A text for programs to read, as it is; what it hides shows where a person reads it."""
    return "\n".join(map(visible, text.split("\n"))) if out.isatty() else text


def flat(text: str, start: int = 0) -> str:
    """Tabs as spaces up to the next stop, for text that begins at column `start`."""
    if "\t" not in text:
        return text
    from planloom.features.width import width

    out = ""
    for piece in text.split("\t")[:-1]:
        out += piece
        out += " " * (_TAB - (start + width(out)) % _TAB)
    return out + text.rsplit("\t", 1)[-1]
