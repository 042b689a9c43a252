"""Which process is meant: a number alone is not enough, for numbers are used again.

A process is known by its number and start time, on one boot of one machine. The supervisor loads this and must start
fast: standard library only, and little of it. Must not know tasks.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from typing import NamedTuple

# The variable that everything a task starts carries on, whatever it does; its value is the task's folder.
MARKER = "PLANLOOM_TASK"
LINUX = sys.platform == "linux"
_TELLS_CHILDREN = os.path.exists(f"/proc/self/task/{os.getpid()}/children")
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


def children(pid: int) -> Iterator[Process]:
    """The living children of a process, one by one, in the time that takes and no more."""
    if not _TELLS_CHILDREN:
        yield from (one for one in processes() if one.parent == pid)
        return
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as file:
                numbers = file.read().split()
            yield from (found for number in numbers if (found := _from_proc(int(number))))
    except OSError:
        return


def marked(value: str, looks: int = 1) -> Iterator[Process]:
    """The processes whose environment held the marker with this value when they began.

    Who starts another process and ends, over and over, may slip through one look at all processes; more `looks` are for
    that, each at the numbers that are new. The first that finds anything is the last.
    """
    if not LINUX:
        yield from _marked_by_ps(value)
        return
    wanted = os.fsencode(f"{MARKER}={value}")
    seen: set[str] = set()
    found = False
    for _ in range(looks):
        fresh = [name for name in os.listdir("/proc") if name.isdigit() and name not in seen]
        seen.update(fresh)
        for name in fresh:
            if wanted in _environment(name) and (one := _from_proc(int(name))):
                found = True
                yield one
        if found:
            return


def lives(one: Process) -> bool:
    """Whether this process lives: another one of its number does not count."""
    found = process(one.pid)
    return found is not None and found.start == one.start


def send(to: Process, number: int) -> bool:
    """Send a signal to exactly this process; False when it is gone. Raises OSError, PermissionError where refused."""
    try:
        if not hasattr(os, "pidfd_open"):
            if not lives(to):
                return False
            os.kill(to.pid, number)
            return True
        handle = os.pidfd_open(to.pid)
        try:
            # Only now is the number bound to a process: it must still be the one that was meant.
            if not lives(to):
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


def _marked_by_ps(value: str) -> Iterator[Process]:
    lines = (line.split(None, 1) for line in _said(["ps", "-axwwE", "-o", "pid=,command="]).splitlines())
    for pid, words in lines:
        if f" {MARKER}={value} " in f"{words} " and (found := process(int(pid))):
            yield found


def _from_ps(*which: str) -> Iterator[Process]:
    for line in _said(["ps", *which, "-o", "pid=,ppid=,stat=,lstart="]).splitlines():
        pid, parent, state, start = line.split(None, 3)
        if state[0] not in _GONE:
            yield Process(int(pid), int(parent), start)


def _said(words: list[str]) -> str:
    import subprocess

    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False).stdout
