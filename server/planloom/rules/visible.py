"""Names that git gave, as a message may show them: file names can hold anything, control characters too.

Knows characters; must not know findings.
"""

from __future__ import annotations

SHORT = 7
LONGEST = 120


def visible(name: str) -> str:
    """A file's name on one line, what cannot be seen or encoded spelled out, a very long one shortened."""
    shown = "".join(character if character.isprintable() else _spelled(character) for character in name)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST // 2]}…{shown[-LONGEST // 2 :]}"


def is_plain(name: str) -> bool:
    """Whether a name can be written into a plan and read back as the same path."""
    return (
        name.isprintable() and name == name.strip() and not any(character in name for character in "`|*?[]{}<>,;!\\ ")
    )


def commit(oid: str | None) -> str:
    """A commit's id as people write it."""
    return oid[:SHORT] if oid else ""


def _spelled(character: str) -> str:
    number = ord(character)
    return f"\\x{number & 0xFF:02x}" if number < 0x100 or 0xDC80 <= number <= 0xDCFF else f"\\u{number:04x}"
