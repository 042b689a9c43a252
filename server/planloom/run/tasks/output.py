"""Reads what tasks wrote, and makes it harmless: it may hold anything, and people's terminals obey it.

Knows logs with a hole in the middle, escape codes and hidden characters. Must not know agents.
"""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from planloom.run.tasks.executor import Piece

_PIECE = 1 << 16
_LONGEST_LINE = 1 << 16
# How much output `tail` looks at.
TAIL = 1 << 18
# Strings for the terminal (titles, links, clipboard, graphics) up to their end or the line's; commands; single codes.
_CODES = re.compile(
    "(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)?"
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"
    "|\x1b[ -/]*[0-~]?"
)
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


class _Harmless(dict[int, str | None]):
    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        kept = character if character == "\t" or unicodedata.category(character) not in _DROPPED else None
        self[code] = kept
        return kept


_HARMLESS = _Harmless()


def pieces(path: Path, start: int = 0) -> Iterator[Piece]:
    """A log from a byte offset to its present end, in pieces of at most 64 KiB; a negative offset counts from the end.

    A missing log is an empty one.
    """
    try:
        log = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    try:
        if start < 0:
            start = max(0, os.fstat(log).st_size + start)
        while (begin := _data_from(log, start)) is not None:
            if begin > start:
                yield Piece(b"\n[%d bytes were cut out here]\n" % (begin - start), start, begin)
            end = min(os.lseek(log, begin, os.SEEK_HOLE), begin + _PIECE)
            data = os.pread(log, end - begin, begin)
            # Cut out while it was read: what came are zeros.
            if _data_from(log, begin) == begin:
                yield Piece(data, begin, begin + len(data))
                begin += len(data)
            start = begin
    finally:
        os.close(log)


def harmless(line: str) -> str:
    """A line as plain text: without escape codes, control and hidden characters; of what a spinner drew, the last."""
    shown = [part for part in line.rstrip("\r\n").split("\r") if part]
    if not shown:
        return ""
    if shown[-1].isascii() and shown[-1].isprintable():
        return shown[-1]
    return _CODES.sub("", shown[-1]).translate(_HARMLESS)


def lines(data: Iterable[bytes]) -> Iterator[str]:
    """Output as harmless lines; one longer than 64 KiB comes in several."""
    rest = b""
    for some in data:
        *whole, rest = (rest + some).split(b"\n")
        yield from (harmless(line.decode(errors="replace")) for line in whole)
        while len(rest) > _LONGEST_LINE:
            yield harmless(rest[:_LONGEST_LINE].decode(errors="replace"))
            rest = rest[_LONGEST_LINE:]
    if rest:
        yield harmless(rest.decode(errors="replace"))


def tail(data: Iterable[bytes], count: int) -> list[str]:
    """The last lines of output, harmless, as far as they lie in its last 256 KiB."""
    kept = b""
    for some in data:
        kept = (kept + some)[-TAIL:]
    return list(lines([kept]))[-count:]


def _data_from(log: int, offset: int) -> int | None:
    """Where data begins at or after an offset; None at the end."""
    try:
        return os.lseek(log, offset, os.SEEK_DATA)
    except OSError as error:
        if error.errno == errno.ENXIO:
            return None
        raise
