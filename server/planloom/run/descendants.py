"""Ends processes with everything they started, however they hide: own sessions, daemons, deaf ones, ones that respawn.

Loaded by the supervisor, which must start fast: standard library only, and little of it. Must not know tasks.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable

from planloom.run.identity import LINUX, Process, processes, send

_TICK = 0.02
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of <linux/prctl.h>


def adopt_orphans() -> bool:
    """Let every descendant whose parent ends become a child of this process; False where the system cannot."""
    if not LINUX:
        return False
    import ctypes

    return bool(ctypes.CDLL(None, use_errno=True).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0) == 0)


def below(roots: Iterable[int]) -> list[Process]:
    """The living descendants of some processes."""
    children: dict[int, list[Process]] = {}
    for one in processes():
        children.setdefault(one.parent, []).append(one)
    found: list[Process] = []
    todo = list(roots)
    while todo:
        under = children.pop(todo.pop(), [])
        found += under
        todo += [one.pid for one in under]
    return found


def end(find: Callable[[], Iterable[Process]], grace: float, pause: Callable[[float], None]) -> list[Process]:
    """Ask the processes that `find` gives to end, and after `grace` seconds make them; returns when it finds none.

    `pause` is called between two looks with seconds to wait. What may not be signalled is returned.
    """
    refused: set[Process] = set()
    asked: set[Process] = set()
    until = time.monotonic() + grace
    while left := _without(refused, find()):
        if time.monotonic() >= until:
            _kill(find, refused, pause)
            break
        _send(left - asked, signal.SIGTERM, refused)
        asked |= left
        pause(_TICK)
    return sorted(refused)


def _kill(find: Callable[[], Iterable[Process]], refused: set[Process], pause: Callable[[float], None]) -> None:
    """Stop all before killing any: who is stopped can start nothing in the place of who was killed."""
    stopped: set[Process] = set()
    while left := _without(refused, find()):
        if fresh := left - stopped:
            _send(fresh, signal.SIGSTOP, refused)
            stopped |= fresh
        else:
            _send(left, signal.SIGKILL, refused)
            stopped.clear()
            pause(_TICK)


def _without(refused: set[Process], found: Iterable[Process]) -> set[Process]:
    # A process whose parent ended has another parent now, and is the same.
    known = {(one.pid, one.start) for one in refused}
    return {one._replace(parent=0) for one in found if (one.pid, one.start) not in known and one.pid != os.getpid()}


def _send(to: Iterable[Process], number: int, refused: set[Process]) -> None:
    for one in to:
        try:
            send(one, number)
        except PermissionError:
            refused.add(one)
