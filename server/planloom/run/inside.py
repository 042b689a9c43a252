"""Which processes are at work in a folder. Must not know worktrees or workers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")


def can_tell() -> bool:
    """Whether this system says where its processes are at work."""
    return os.path.lexists(_PROCESSES / "self" / "cwd")


def using(folder: str) -> Iterator[str]:
    """The processes, this one too, that stand in a folder or have a file below it open: `NAME (process 12)`.

    Sees what the user may see; where the system does not tell, nothing.
    """
    root = os.path.realpath(folder)
    with suppress(OSError):
        for process in sorted(_PROCESSES.iterdir()):
            if process.name.isdigit() and any(_is_in(root, place) for place in _places(process)):
                yield f"{_name(process)} (process {process.name})"


def _places(process: Path) -> Iterator[str]:
    links = [process / "cwd", process / "root"]
    with suppress(OSError):
        links += (process / "fd").iterdir()
    for link in links:
        with suppress(OSError):
            yield str(link.readlink())


def _is_in(root: str, place: str) -> bool:
    return place == root or place.startswith(root + "/")


def _name(process: Path) -> str:
    with suppress(OSError):
        return (process / "comm").read_text(errors="replace").strip()
    return "a process"
