"""Frames on two file descriptors: `Content-Length` headers in, bodies out, and the other way round.

Knows bytes; must not know JSON. Whatever arrives, the next whole frame is found: a header that makes no sense, a
length that is wrong, junk between frames cost one `FrameError` and no more.
"""

from __future__ import annotations

import os
import re
import select
import sys
from threading import Lock

MAX_BODY = 64 << 20
_MAX_HEADER = 64 << 10
_READ = 1 << 20
_PARENT_SECONDS = 10.0

_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d{1,20})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
# No JSON text holds this: line ends may not stand in a string, and these words not outside of one.
_HEADER_IN_BODY = re.compile(rb"content-length[ \t]*:[ \t]*\d+[ \t]*\r?\n(?:content-type:[^\r\n]*\r?\n)?\r?\n", re.I)
_LONGEST_HEADER = 256


class FrameError(Exception):
    """Bytes that are no frame were met; reading goes on behind them."""


class Wire:
    """Frames from descriptor `source` and to descriptor `sink`. Reading is for one thread, sending for any."""

    def __init__(self, source: int, sink: int) -> None:
        self.parent: int | None = None
        self._source = source
        self._sink = sink
        self._sending = Lock()
        self._buffer = bytearray()
        self._length: int | None = None
        self._searched = 0
        self._lost = False

    def read(self) -> bytes | None:
        """The next body; waits for it. None at the end of input. Raises FrameError once for bytes that are no frame."""
        while not self.ready():
            if not self._fill():
                return None
        assert self._length is not None
        body = bytes(self._buffer[: self._length])
        del self._buffer[: self._length]
        self._length = None
        self._searched = 0
        self._lost = False
        return body

    def ready(self) -> bool:
        """Whether a whole frame has been read already. Raises FrameError as `read` does."""
        while self._length is not None or self._read_header():
            assert self._length is not None
            if len(self._buffer) >= self._length:
                return True
            # A large body arrives in many pieces, and hardly any holds a line end: to look for that is near nothing.
            ended = self._buffer.find(b"\n", self._searched) >= 0
            inner = _HEADER_IN_BODY.search(self._buffer, self._searched) if ended else None
            if inner is None:
                self._searched = max(0, len(self._buffer) - _LONGEST_HEADER)
                return False
            self._length = None
            self._lose(inner.start())
        return False

    def waiting(self) -> bool:
        """Whether more input is there, read already or not."""
        if self._buffer and not self._lost:
            return True
        # Windows cannot ask a pipe; there only what was read along counts.
        return sys.platform != "win32" and bool(select.select([self._source], [], [], 0)[0])

    def reject(self, body: bytes) -> None:
        """Say that a body was no JSON: its length may have been wrong and have swallowed the next frame."""
        inner = _HEADER_IN_BODY.search(body)
        self._buffer[:0] = body[inner.start() if inner else -_LONGEST_HEADER :]
        self._length = None
        self._lost = True

    def send(self, *parts: bytes) -> None:
        """Write one frame whose body is these parts. Raises OSError when nobody reads any more."""
        size = sum(map(len, parts))
        pieces = (b"Content-Length: %d\r\n\r\n" % size, *parts)
        with self._sending:
            # One write for what is small, no copy of what is large.
            for piece in pieces if size > _READ >> 4 else (b"".join(pieces),):
                left = memoryview(piece)
                while left:
                    left = left[os.write(self._sink, left) :]

    def _read_header(self) -> bool:
        """Take a header off the buffer, if there is a whole one."""
        while end := _HEADER_END.search(self._buffer, self._searched):
            header = bytes(self._buffer[: end.end()])
            lengths = _LENGTH.findall(header)
            self._searched = 0
            if lengths and int(lengths[-1]) <= MAX_BODY:
                del self._buffer[: end.end()]
                self._length = int(lengths[-1])
                return True
            if header.strip():
                self._lose(end.end())
            else:
                del self._buffer[: end.end()]
        if len(self._buffer) > _MAX_HEADER:
            self._searched = 0
            self._lose(len(self._buffer) - _LONGEST_HEADER)
        self._searched = max(0, len(self._buffer) - 4)
        return False

    def _lose(self, count: int) -> None:
        """Drop bytes that are no frame; raise FrameError if these are the first."""
        del self._buffer[:count]
        self._searched = 0
        if not self._lost:
            self._lost = True
            raise FrameError

    def _fill(self) -> bool:
        """Read what there is, at least a byte; False at the end of input, or when the parent process is gone."""
        while self.parent is not None and not select.select([self._source], [], [], _PARENT_SECONDS)[0]:
            if not is_alive(self.parent):
                return False
        try:
            data = os.read(self._source, _READ)
        except OSError:
            return False
        self._buffer += data
        return bool(data)


def is_alive(process: int) -> bool:
    """Whether a process with this id exists."""
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True
