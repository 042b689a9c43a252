"""What the server says on stderr: one line each, with methods and versions, never with the text of a document."""

from __future__ import annotations

import os
import traceback
from contextlib import suppress
from pathlib import Path


def log(line: str) -> None:
    """Write one line; does nothing when nobody listens."""
    with suppress(OSError):
        os.write(2, f"planloom: {line}\n".encode(errors="backslashreplace"))


def failure(doing: str, error: BaseException) -> None:
    """Tell that something failed and where in the program, without the error's message: it may quote the text."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    log(f"{doing}: {type(error).__name__} at {places}")
