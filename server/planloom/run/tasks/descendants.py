"""Ends processes with everything they started, however they hide: own sessions, daemons, deaf ones, ones that respawn.

Loaded by the supervisor, which must start fast: standard library only, and little of it. Must not know tasks.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from planloom.run.tasks.identity import LINUX, Process, children, lives, marked, send

# A process without its parent, who changes when the parent ends.
_Known = tuple[int, str]
Find = Callable[[], Iterable[Process]]
_TICK = 0.02
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of <linux/prctl.h>


def adopt_orphans() -> bool:
    """Let every descendant whose parent ends become a child of this process; False where the system cannot."""
    if not LINUX:
        return False
    import ctypes

    return bool(ctypes.CDLL(None, use_errno=True).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0) == 0)


def below(root: int) -> Iterator[Process]:
    """The living descendants of a process, each before its own: who is stopped when it comes up starts no others."""
    todo = [root]
    while todo:
        for one in children(todo.pop()):
            yield one
            todo.append(one.pid)


def stray(marker: str, looks: int = 1) -> Iterator[Process]:
    """The living processes that carry a marker, and what is below them; `looks` as in `marked`."""
    for one in marked(marker, looks):
        # Found before it is sent anything: whose parent has ended is below nobody.
        yield from [one, *below(one.pid)]


def end(find: Find, grace: float, pause: Callable[[float], None]) -> list[int]:
    """Ask the processes that `find` gives to end, and after `grace` seconds make them; returns when none is left.

    `pause` is called between two looks with seconds to wait. Returned are the numbers of those that may not be ended.
    """
    refused: set[_Known] = set()
    met: set[_Known] = set()
    until = time.monotonic() + grace
    while left := _signal(signal.SIGTERM, _living(find, met), met, refused):
        met |= left
        if time.monotonic() >= until:
            _kill(partial(_living, find, met), refused, pause)
            break
        pause(_TICK)
    return sorted(pid for pid, _ in refused)


def _kill(find: Find, refused: set[_Known], pause: Callable[[float], None]) -> None:
    """Stop all before killing any: who is stopped can start nothing in the place of who was killed."""
    stopped: set[_Known] = set()
    while left := _signal(signal.SIGSTOP, _living(find, stopped), stopped, refused):
        if left <= stopped:
            _signal(signal.SIGKILL, _living(find, stopped), set(), refused)
            pause(_TICK)
        stopped = left


def _living(find: Find, met: set[_Known]) -> Iterator[Process]:
    """Who is found, and who was met before and lives: one that is ending has no environment long before it is gone."""
    yield from find()
    for pid, start in met:
        if lives(one := Process(pid, 0, start)):
            yield one


def _signal(number: int, found: Iterable[Process], before: set[_Known], refused: set[_Known]) -> set[_Known]:
    """Send a signal to each process the moment it is found, but to none that had it before; returns all found."""
    left: set[_Known] = set()
    for one in found:
        known = (one.pid, one.start)
        if known in refused or known in left or one.pid == os.getpid():
            continue
        left.add(known)
        if known not in before:
            try:
                send(one, number)
            except PermissionError:
                refused.add(known)
            except OSError:
                # The system is short of descriptors: who is left is met again.
                continue
    return left
