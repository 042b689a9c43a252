"""The supervisor of one task: starts it, holds it to its limits, ends all that it started, writes down how it ended.

A small process in a session of its own, which outlives whoever asked for it (`run.tasks.local`). Its folder is all
it has: `task.json` and `stdin` are given; `lock` it holds as long as it lives; `identity.json` is on the disk before
the task starts; `exit.json` when nothing of the task is left. It looks for a file `stop` there. Environment variables
come through its stdin and are never written. One line on its stdout says `started`, or why nothing was.

It must start fast: standard library only, and little of it. Must not know plans, journals or git.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NoReturn

from planloom.run.tasks.capped import Capped
from planloom.run.tasks.descendants import adopt_orphans, below, end, stray
from planloom.run.tasks.identity import Process, process
from planloom.run.tasks.refusal import why
from planloom.run.tasks.reserved import Reserved

STARTED = "started"
NOT_STARTED = "not-started"
_TICK = 0.5
# A task that writes fast is looked at more often, so that its output stays within bounds.
_FAST = 1 << 20
_FAST_TICK = 0.02
_SHORT_TICK = 0.05
_ASLEEP = 2.0
_BREATH = 0.0002
_ALL = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}


def main(folder: str) -> NoReturn:
    """Supervise the task of a folder, away from the process that started this one."""
    given = sys.stdin.buffer.read()
    if os.fork():
        os._exit(0)
    try:
        # Whoever asked and died in the middle of it has asked for nothing.
        env = json.loads(given)
    except ValueError:
        os._exit(1)
    try:
        lock = _lock(folder)
        if lock is None:
            _tell(STARTED)
        else:
            Supervisor(folder, env).run()
    except Exception as error:
        import traceback

        with suppress(OSError), open(f"{folder}/fault", "a") as file:
            traceback.print_exc(file=file)
        _tell(f"{type(error).__name__}: {error}")
    os._exit(0)


class Supervisor:
    """One task under supervision."""

    def __init__(self, folder: str, env: dict[str, str]) -> None:
        self.folder = folder
        self.env = env
        with open(f"{folder}/task.json") as file:
            self.task: dict[str, Any] = json.load(file)
        # What is written here is private; what the task writes is its user's to decide.
        self.umask = os.umask(0o077)
        self.began = self.now = time.monotonic()
        self.deadline = self.began + self.task["timeout"]
        self.pid = 0
        self.status: int | None = None
        self.asked = self.fast = False
        out = os.open(f"{folder}/out", os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        self.out = Capped(out, self.now)
        self.wake = _wake_on_signals(self._ask)
        self.memory = _out_of_memory()

    def run(self) -> None:
        """All of the task's life."""
        # Room for the end is taken while there is some.
        self.exit = Reserved(f"{self.folder}/exit.json")
        self.adopts = adopt_orphans()
        identity = {"pid": os.getpid(), "start": _start_of(os.getpid()), "folder": self.folder, "began": self.began}
        Reserved(f"{self.folder}/identity.json").write(identity | self.task["here"])
        if self._must_stop():
            self._end("stopped", "")
            return _tell(STARTED)
        try:
            self.pid = self._start()
        except (OSError, ValueError) as error:
            self._end(NOT_STARTED, said := why(error, self.task["argv"][0], self.task["cwd"]))
            return _tell(said)
        with suppress(OSError), open(f"{self.folder}/pid", "w") as file:
            file.write(f"{self.pid} {_start_of(self.pid)}\n")
        _tell(STARTED)
        reason = self._watch() or self._linger()
        refused = end(self._left, self.task["grace"], self._pause)
        self.out.look(self.now)
        message = f"left, for this user may not end them: {refused}" if refused else ""
        self._end(reason or self._killed(), message)
        return None

    def _start(self) -> int:
        task = self.task
        os.chdir(task["cwd"])
        os.umask(self.umask)
        try:
            return os.posix_spawn(
                task["argv"][0],
                task["argv"],
                self.env,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, f"{self.folder}/stdin", os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_OPEN, 1, f"{self.folder}/out", os.O_WRONLY | os.O_APPEND, 0),
                    (os.POSIX_SPAWN_DUP2, 1, 2),
                ],
                setsid=True,
                setsigmask=(),
                setsigdef=_ALL,
            )
        finally:
            os.umask(0o077)
            os.chdir("/")

    def _watch(self) -> str:
        """Wait until the task ends; why it must be ended, "" where it did so by itself."""
        while self.status is None:
            until = min(self.deadline, self.out.changed + self.task["silence"])
            if self._must_stop():
                return "stopped"
            if self.now >= until:
                return "timeout" if self.now >= self.deadline else "silence"
            self._pause(min(_TICK, until - self.now))
        return ""

    def _linger(self) -> str:
        """Give the children that the task left some time; why they must be ended at once, "" where they need not."""
        until = time.monotonic() + self.task["linger"]
        while any(self._left()) and time.monotonic() < until:
            if self._must_stop():
                return "stopped"
            self._pause(_SHORT_TICK)
        return ""

    def _must_stop(self) -> bool:
        # Without its folder nobody could ever hear of this task again.
        return self.asked or os.path.exists(f"{self.folder}/stop") or _is_gone(f"{self.folder}/lock")

    def _pause(self, seconds: float) -> None:
        """Wait for a signal or so many seconds; then collect who ended, and look at the output."""
        if self.fast:
            seconds = min(seconds, _FAST_TICK)
        with suppress(InterruptedError):
            select.select([self.wake], [], [], seconds)
        with suppress(BlockingIOError):
            os.read(self.wake, 4096)
        self._collect()
        self._look(seconds)

    def _look(self, seconds: float) -> None:
        """Take note of the time, which should be so much later than before, and of the output."""
        before, self.now = self.now, time.monotonic()
        late = self.now - before - seconds
        if late > _ASLEEP:
            # This process did not run, and so did not the task: the machine, or all that is in a container, slept.
            self.deadline += late
            self.out.changed += late
        self.fast = self.out.look(self.now) > _FAST

    def _collect(self) -> bool:
        """Collect the children that ended; whether any are left."""
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return True
                if pid == self.pid:
                    self.status = status
        return False

    def _left(self) -> Iterator[Process]:
        mine = os.getpid()
        found = False
        # Who runs away from one look after the other is still somebody's child, and at last ours.
        while not found and self._collect():
            for one in below(mine):
                found = True
                yield one
            if not self.adopts:
                break
            time.sleep(_BREATH)
        if not found:
            yield from stray(self.folder)

    def _ask(self, *_: object) -> None:
        self.asked = True

    def _killed(self) -> str:
        """Who killed a task that was not ended by us: nobody, somebody, or the system in want of memory."""
        code = _code(self.status)
        if code != 128 + signal.SIGKILL:
            return ""
        if _out_of_memory() > self.memory:
            return "out-of-memory"
        return "killed" if self.status is not None and os.WIFSIGNALED(self.status) else ""

    def _end(self, reason: str, message: str) -> None:
        with suppress(OSError):
            os.fsync(self.out.descriptor)
        ended = {
            "code": _code(self.status),
            "reason": reason,
            "message": message,
            "seconds": round(time.monotonic() - self.began, 3),
            "cut": self.out.cut,
            "uncut": self.out.refused,
        }
        self.exit.write(ended)


def _lock(folder: str) -> int | None:
    """The lock of a task, held; None where the task has been started before."""
    lock = os.open(f"{folder}/lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    while True:
        # Whoever only looks holds the lock for a moment; whoever holds it longer has written down who he is.
        held = _held(lock)
        if any(os.path.exists(f"{folder}/{name}.json") for name in ("identity", "exit")):
            return None
        if held:
            return lock
        time.sleep(0.005)


def _held(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _tell(line: str) -> None:
    """Say a line to whoever started this; then let go of all that is his."""
    with suppress(OSError):
        os.write(1, line.encode(errors="replace") + b"\n")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)
    os.close(nothing)


def _wake_on_signals(stop: Any) -> int:
    """A descriptor that can be read when a child ended or somebody asked to stop."""
    wake, write = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGTERM, stop)
    for number in (signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    return wake


def _is_gone(path: str) -> bool:
    try:
        os.stat(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def _start_of(pid: int) -> str:
    found = process(pid)
    return found.start if found else ""


def _code(status: int | None) -> int | None:
    """An exit status as shells say it: 128 and the signal's number for who was killed."""
    if status is None:
        return None
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _out_of_memory() -> int:
    """How often the system ended a process for want of memory since it began; 0 where it does not tell."""
    with suppress(OSError), open("/proc/vmstat") as file:
        return next((int(line.split()[1]) for line in file if line.startswith("oom_kill ")), 0)
    return 0
