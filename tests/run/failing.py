"""A disk that fails: the Nth call of a system call raises, once or from then on."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import Any

import pytest

FAULTS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EMFILE)
CALLS = ("open", "mkdir", "write", "fsync", "replace", "ftruncate")


class Disk:
    """Counts calls that change the disk, and makes the `at`th fail (from 1); with `for_good` all from then on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self.calls = 0
        self._at, self._error, self._for_good = 0, 0, False
        for name in CALLS:
            patch.setattr(os, name, self._watched(getattr(os, name)))

    def fail(self, at: int, error: int, for_good: bool) -> None:
        """Fail from now on as said; calls are counted anew."""
        self.calls, self._at, self._error, self._for_good = 0, at, error, for_good

    def mend(self) -> None:
        """Fail no more."""
        self._at = 0

    def _watched(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            self.calls += 1
            if self._at and (self.calls == self._at or (self._for_good and self.calls > self._at)):
                raise OSError(self._error, os.strerror(self._error))
            return real(*given, **named)

        return call
