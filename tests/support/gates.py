"""A place where a script waits until its test lets it go on; both wait for an event, and neither for ever."""

from __future__ import annotations

import os
import select
from pathlib import Path

PATIENCE = 60.0


class Gate:
    """The first script that comes to it waits; everybody after it passes."""

    def __init__(self, folder: Path) -> None:
        self._came, self._open, self._once = folder / "came", folder / "open", folder / "once"
        os.mkfifo(self._came)
        os.mkfifo(self._open)
        # At both ends, so that nobody has to wait for the other end to be opened.
        self._ears = os.open(self._came, os.O_RDWR | os.O_NONBLOCK)
        self._hand = os.open(self._open, os.O_RDWR)

    @property
    def script(self) -> str:
        """A line that waits here."""
        return f"if mkdir {self._once} 2> /dev/null; then echo > {self._came}; read -r _ < {self._open}; fi"

    def reached(self) -> None:
        """Return when somebody waits here."""
        assert select.select([self._ears], [], [], PATIENCE)[0], "nobody came to the gate"

    def open(self) -> None:
        """Let them go on."""
        os.write(self._hand, b"\n")

    def close(self) -> None:
        """Let go of everything."""
        self.open()
        os.close(self._hand)
        os.close(self._ears)
