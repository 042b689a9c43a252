"""Columns of one line in the three position encodings of the protocol, to code points and back.

Knows one line at a time; must not know documents. A column beyond the line's end means its end, a negative one its
beginning, one inside a character the place before that character. Lone surrogates count as the character they are.
"""

from __future__ import annotations

from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]
ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")


def to_code_points(line: str, column: int, encoding: Encoding) -> int:
    """The column in code points of a `column` counted in code units of `encoding`."""
    if column <= 0:
        return 0
    if encoding == "utf-32" or line.isascii():
        return min(column, len(line))
    head = line[:column]
    try:
        if encoding == "utf-8":
            return len(head.encode()[:column].decode(errors="ignore"))
        return len(head.encode("utf-16-le")[: 2 * column].decode("utf-16-le", errors="ignore"))
    except UnicodeEncodeError:
        return _count(head, column, encoding)


def to_code_units(line: str, column: int, encoding: Encoding) -> int:
    """The column in code units of `encoding` of a `column` counted in code points."""
    column = min(max(column, 0), len(line))
    if encoding == "utf-32" or line.isascii():
        return column
    if encoding == "utf-8":
        return len(line[:column].encode(errors="surrogatepass"))
    return len(line[:column].encode("utf-16-le", errors="surrogatepass")) // 2


def _count(head: str, column: int, encoding: Encoding) -> int:
    """As `to_code_points`, character by character: two lone surrogates side by side must not be read as one."""
    used = 0
    for index, character in enumerate(head):
        used += to_code_units(character, 1, encoding)
        if used > column:
            return index
    return len(head)
