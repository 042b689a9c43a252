"""Which process is meant: a number alone is not enough, for numbers are used again.

A process is known by its number and start time, on one boot of one machine. The supervisor loads this and must start
fast: standard library only, and little of it. Must not know tasks.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

LINUX = sys.platform == "linux"
_GONE = "ZX"


class Process(NamedTuple):
    """A living process. `start`: when it began, in words of the system, equal for the same process only."""

    pid: int
    parent: int
    start: str


def space() -> str:
    """The space of process numbers that this process lives in: a container has its own."""
    return os.readlink("/proc/self/ns/pid") if LINUX else ""


def process(pid: int) -> Process | None:
    """The process of this number; None where there is none, or only what its parent has not collected."""
    if LINUX:
        return _from_proc(pid)
    return next(_from_ps("-p", str(pid)), None)


def processes() -> Iterator[Process]:
    """Every living process that this one can see."""
    if not LINUX:
        yield from _from_ps("-ax")
        return
    for name in os.listdir("/proc"):
        if name.isdigit():
            found = _from_proc(int(name))
            if found is not None:
                yield found


def marked(variable: str) -> Iterator[Process]:
    """The processes whose environment began with a variable, given as `NAME=value`."""
    if not LINUX:
        for line in _said(["ps", "-axwwE", "-o", "pid=,command="]).splitlines():
            pid, _, words = line.strip().partition(" ")
            if f" {variable} " in f"{words} " and (found := process(int(pid))):
                yield found
        return
    wanted = os.fsencode(variable)
    for name in os.listdir("/proc"):
        if name.isdigit() and wanted in _environment(name) and (found := _from_proc(int(name))):
            yield found


def send(to: Process, number: int) -> bool:
    """Send a signal to exactly this process; False when it is gone. Raises PermissionError."""
    try:
        if not hasattr(os, "pidfd_open"):
            if process(to.pid) != to:
                return False
            os.kill(to.pid, number)
            return True
        handle = os.pidfd_open(to.pid)
        try:
            # Only now is the number bound to a process: it must still be the one that was meant.
            found = process(to.pid)
            if found is None or found.start != to.start:
                return False
            signal.pidfd_send_signal(handle, number)
        finally:
            os.close(handle)
    except ProcessLookupError:
        return False
    return True


def _from_proc(pid: int) -> Process | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            # The name stands in brackets and may hold anything, brackets too.
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return None
    if len(fields) < 20 or (fields[0].decode() in _GONE and int(fields[17]) <= 1):
        return None
    return Process(pid, int(fields[1]), fields[19].decode())


def _environment(pid: str) -> list[bytes]:
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            return file.read().split(b"\0")
    except OSError:
        return []


def _from_ps(*which: str) -> Iterator[Process]:
    for line in _said(["ps", *which, "-o", "pid=,ppid=,stat=,lstart="]).splitlines():
        pid, parent, state, start = line.split(None, 3)
        if state[0] not in _GONE:
            yield Process(int(pid), int(parent), start)


def _said(words: list[str]) -> str:
    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False).stdout
