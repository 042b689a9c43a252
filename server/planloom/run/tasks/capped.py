"""Keeps the file that a task writes to within bounds on the disk, and knows how long it has been quiet.

A file that outgrew them gets a hole in the middle: start and end stay, and so does every offset. Loaded by the
supervisor, which must start fast: standard library only, and little of it. Must not know tasks.
"""

from __future__ import annotations

import os

from planloom.run.tasks.identity import LINUX

HEAD = TAIL = 8 << 20
_BLOCK = 1 << 16
_STEP = 1 << 20
_PUNCH_KEEPING_SIZE = 3  # FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE of <linux/falloc.h>


class Capped:
    """The file that a task appends to. `size` bytes at the last look; `changed`: at which look it had grown.

    `cut`: bytes that were given back to the disk. `refused`: why the disk took none back, "" where it did.
    """

    def __init__(self, descriptor: int, now: float) -> None:
        self.descriptor = descriptor
        self.size = os.fstat(descriptor).st_size
        self.changed = now
        self.cut = 0
        self.refused = ""

    def look(self, now: float) -> int:
        """By how many bytes it grew since the last look; cuts out what is too much."""
        size = os.fstat(self.descriptor).st_size
        grew, self.size = size - self.size, size
        if grew:
            self.changed = now
            self._cut()
        return grew

    def _cut(self) -> None:
        end = (self.size - TAIL) // _BLOCK * _BLOCK
        begin = HEAD + self.cut
        if end - begin < _STEP or self.refused:
            return
        try:
            _punch(self.descriptor, begin, end - begin)
            self.cut = end - HEAD
        except OSError as error:
            self.refused = error.strerror or str(error)


def _punch(descriptor: int, offset: int, length: int) -> None:
    if not LINUX:
        raise OSError(0, "this system cannot cut out the middle of a file")
    import ctypes

    system = ctypes.CDLL(None, use_errno=True)
    if system.fallocate(descriptor, _PUNCH_KEEPING_SIZE, ctypes.c_int64(offset), ctypes.c_int64(length)):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
