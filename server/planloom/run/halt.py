"""What a person asks of a run that goes on: to begin nothing new, or to end what runs, too.

Asked by a signal's handler, or by another process through a file. Must not know runs.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from planloom.run.records.durable import PRIVATE


class Halt:
    """What was asked so far. `file`: its being there is another process' request to begin nothing new."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._begins = self._goes_on = True

    @property
    def is_stopping(self) -> bool:
        """Whether nothing new may begin."""
        return not self._begins or self._file.exists()

    @property
    def is_ending(self) -> bool:
        """Whether what runs has to end."""
        return not self._goes_on

    def stop_starting(self) -> None:
        """Let nothing new begin; may be called from a signal's handler."""
        self._begins = False

    def stop_workers(self) -> None:
        """Have everything end that runs; may be called from a signal's handler."""
        self._begins = self._goes_on = False

    def ask(self) -> None:
        """Ask whoever drives the run to begin nothing new. Raises OSError."""
        self._file.touch(PRIVATE)

    def forget(self) -> None:
        """Take back what another process asked of an earlier orchestrator."""
        with suppress(FileNotFoundError):
            self._file.unlink()
