"""Ends a process with SIGKILL at one chosen step of what it does, so that a test can look at what is left.

A step is anything by which the process changes the world: a file opened for writing, renamed or removed, a folder made,
a link set, data synced; and, for each process that it starts, the moment before and the moment after. What was started
lives on, as it would, or with `children=True` is ended at that moment too, as when the machine goes down.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from itertools import count

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod"}
_STEPS |= {"subprocess.Popen", "os.fork", "os.posix_spawn"}
_FAILED = 3


def killed_at(step: int, action: Callable[[], object], *, children: bool = False, after: float = 0.0) -> bool:
    """Run an action in a process of its own that dies at this step (from 1); False where it ended before.

    `after`: seconds that a started child has had when it is ended with `children`. A failing action fails the test.
    """
    pid = os.fork()
    if pid == 0:
        _act(step, action, children=children, after=after)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the action failed, see its output"
    return False


def at_every_step(trial: Callable[[int], bool], every: int = 1) -> int:
    """Call `trial(step)` for each step, or each so-many-th, until it says that nothing was killed; how many were."""
    return next(at for at, step in enumerate(count(1, every)) if not trial(step))


def _act(step: int, action: Callable[[], object], *, children: bool, after: float) -> None:
    me, left = os.getpid(), step

    def one() -> bool:
        nonlocal left
        left -= 1
        return left == 0 and os.getpid() == me

    def watch(event: str, about: tuple[object, ...]) -> None:
        changes = event in _STEPS or (event == "open" and _is_writing(about))
        if changes and one():
            os.kill(me, signal.SIGKILL)

    communicate, sync = subprocess.Popen.communicate, os.fsync

    def syncing(descriptor: int) -> None:
        if one():
            os.kill(me, signal.SIGKILL)
        sync(descriptor)

    def started(process: subprocess.Popen[bytes], *given: object, **named: object) -> object:
        if one():
            if children:
                time.sleep(after)
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
            os.kill(me, signal.SIGKILL)
        return communicate(process, *given, **named)  # type: ignore[arg-type]

    code = _FAILED
    try:
        sys.addaudithook(watch)
        subprocess.Popen.communicate = started  # type: ignore[method-assign,assignment]
        os.fsync = syncing  # type: ignore[assignment]
        action()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _is_writing(about: tuple[object, ...]) -> bool:
    path, _, flags = about
    return isinstance(flags, int) and bool(flags & _WRITES) and path not in (os.devnull, "/dev/null")
