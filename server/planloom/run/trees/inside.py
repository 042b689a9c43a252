"""Which processes are at work in a folder. Must not know worktrees or workers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = "/proc"


def can_tell() -> bool:
    """Whether this system says where its processes are at work."""
    return os.path.lexists(f"{_PROCESSES}/self/cwd")


def using(folder: str) -> Iterator[str]:
    """The processes, this one too, that stand in a folder or have a file below it open: `NAME (process 12)`.

    Sees what the user may see; where the system does not tell, nothing.
    """
    root = os.path.realpath(folder)
    with suppress(OSError):
        for process in sorted(filter(str.isdigit, os.listdir(_PROCESSES)), key=int):
            if any(place == root or place.startswith(f"{root}/") for place in _places(process)):
                yield f"{_name(process)} (process {process})"


def _places(process: str) -> Iterator[str]:
    # Thousands of links, twice for each worktree: plain strings cost a third of what Path objects do.
    here = f"{_PROCESSES}/{process}"
    links = [f"{here}/cwd", f"{here}/root"]
    with suppress(OSError):
        links += [f"{here}/fd/{number}" for number in os.listdir(f"{here}/fd")]
    for link in links:
        try:
            yield os.readlink(link)
        except OSError:
            continue


def _name(process: str) -> str:
    with suppress(OSError):
        return Path(_PROCESSES, process, "comm").read_text(errors="replace").strip()
    return "a process"
