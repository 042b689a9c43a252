"""A record whose room on the disk is taken before it is needed, so that a full disk cannot keep it from being written.

Loaded by the supervisor, which must start fast: standard library only, and little of it. Must not know what it holds.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

_ROOM = 4096


class Reserved:
    """A JSON object that will be at a path, whole or not at all; until then its room is at the path with `.new`."""

    def __init__(self, path: str) -> None:
        """Take the room. Raises OSError."""
        self.path = path
        self._file = os.open(f"{path}.new", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        os.pwrite(self._file, b" " * _ROOM, 0)
        os.fsync(self._file)

    def write(self, values: Mapping[str, Any]) -> None:
        """Put the record in its place and return when it is on the disk. Raises OSError."""
        os.pwrite(self._file, json.dumps(values).encode().ljust(_ROOM), 0)
        os.fsync(self._file)
        os.rename(f"{self.path}.new", self.path)
        os.close(self._file)
        folder = os.open(os.path.dirname(self.path), os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
