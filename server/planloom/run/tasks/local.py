"""The executor of this machine: a supervisor for each task, which needs nobody after it was started.

A task is what its folder says, so whoever comes after a crash finds it by asking. Must not know plans, agents or git.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from planloom.run.process import ProcessError, environment, executable, supervise
from planloom.run.records import durable, machine
from planloom.run.tasks import output
from planloom.run.tasks.descendants import below, end, stray
from planloom.run.tasks.executor import ExecutorError, Piece, State, Task
from planloom.run.tasks.identity import MARKER, Process, lives, send, space
from planloom.run.tasks.supervisor import STARTED

Record = dict[str, Any]
WAITING, RUNNING, ENDED, UNKNOWN = "waiting", "running", "ended", "unknown"
# How long a task may take to obey before it is made to end.
GRACE = 10.0
# How long children may stay that a task leaves behind when it ends by itself.
LINGER = 2.0
_PATIENCE = 60.0
_TICK = 0.05
_LOOKS = 50
_NOT_FOUND = "not found, or it may not be executed; install it, or name it by its full path"


class Local:
    """Runs tasks on this machine. `grace`: seconds that a task has to end when asked to; `linger`: its children."""

    def __init__(self, grace: float = GRACE, linger: float = LINGER) -> None:
        self.grace, self.linger = grace, linger

    def submit(self, task: Task) -> None:
        """Start it; returns when it is recorded as started. A second submit of one folder starts nothing.

        Raises ExecutorError when it cannot be started; then nothing runs.
        """
        task = task._replace(folder=task.folder.absolute())
        if self.poll(task.folder).word != WAITING:
            return
        env = environment(os.environ) | dict(task.env) | {MARKER: str(task.folder)}
        program = executable(task.argv[0], env.get("PATH"))
        if program is None:
            raise ExecutorError(f"cannot start {task.argv[0]}: {_NOT_FOUND}")
        try:
            self._give(task, [str(program), *task.argv[1:]], env)
            said = supervise(task.folder, json.dumps(env).encode(), _PATIENCE)
        except OSError as error:
            raise ExecutorError(f"cannot start {task.argv[0]}: {durable.said(error, task.folder)}") from error
        except ProcessError as error:
            raise ExecutorError(str(error)) from error
        if said != STARTED:
            if not said:
                self.cancel(task.folder)
            raise ExecutorError(said or f"cannot start {task.argv[0]}: its supervisor did not come up; try again")

    def poll(self, folder: Path) -> State:
        """How the task of a folder is. Raises ExecutorError where nobody can tell, so that no guess is acted upon."""
        # In this order: who has written an identity and does not hold the lock any more has ended, one way or other.
        known = _read(folder / "identity.json")
        held = _is_held(folder)
        ended = _read(folder / "exit.json")
        if ended is not None:
            return _over(ended)
        if held or (known is not None and any(_strays(folder, known))):
            return _running(folder, known or {})
        if known is not None:
            return State(UNKNOWN, reason=_lost(known))
        if (folder / "identity.json").exists():
            return self.poll(folder)
        return State(ENDED, reason="stopped") if (folder / "stop").exists() else State(WAITING)

    def cancel(self, *folders: Path) -> None:
        """End them with everything they started; returns when nothing of it is left. No error for what has ended."""
        for folder in folders:
            with suppress(OSError):
                (folder / "stop").touch(durable.PRIVATE)
            _wake(_read(folder / "identity.json"))
        for folder in folders:
            while _is_held(folder):
                # One that was about to begin may not have heard the first time.
                _wake(_read(folder / "identity.json"))
                self.wait([folder], 10 * _TICK)
            known = _read(folder / "identity.json")
            if known and not (folder / "exit.json").exists():
                end(partial(_strays, folder, known, _LOOKS), self.grace, time.sleep)

    def wait(self, folders: list[Path], seconds: float) -> None:
        """Return when one of these tasks ends or has ended, or after so many seconds."""
        until = time.monotonic() + seconds
        unseen, seen = set(folders), dict[int, Path]()
        ends = select.poll()
        with ExitStack() as handles:
            while all(self.poll(folder).word in (WAITING, RUNNING) for folder in folders):
                seen |= {handle: folder for folder in unseen if (handle := _open_process(folder, handles))}
                unseen -= set(seen.values())
                for handle in seen:
                    ends.register(handle, select.POLLIN)
                left = until - time.monotonic()
                if left <= 0:
                    return
                for handle, _ in ends.poll(1000 * (min(left, _TICK) if unseen else left)):
                    # A supervisor is gone; whether the task is, too, shows the next look.
                    ends.unregister(handle)
                    unseen.add(seen.pop(handle))

    def logs(self, folder: Path, start: int = 0) -> Iterator[Piece]:
        """Its output from a byte offset on, in pieces; what a cap cut out is one line that says how much.

        A negative offset counts from the end. To go on later, begin at the last piece's `end`.
        """
        return output.pieces(folder / "out", start)

    def _give(self, task: Task, argv: list[str], names: Iterable[str]) -> None:
        """Write down what the supervisor needs to know, and what people may want to."""
        task.folder.mkdir(0o700, parents=True, exist_ok=True)
        durable.write_whole(task.folder / "stdin", task.stdin.encode(errors="surrogateescape"))
        values = {
            "id": task.id,
            "argv": argv,
            "argv_hash": sha256("\0".join(argv).encode(errors="surrogateescape")).hexdigest(),
            "cwd": task.cwd,
            "timeout": task.timeout,
            "silence": task.silence,
            "grace": self.grace,
            "linger": self.linger,
            "here": _here(),
            "env": sorted(names),
        }
        durable.write_whole(task.folder / "task.json", json.dumps(values, indent=1).encode())


def _here() -> dict[str, str]:
    return {"host": machine.host(), "boot": machine.boot(), "space": space()}


def _is_here(known: Record) -> bool:
    return all(known.get(key) == value for key, value in _here().items())


def _read(path: Path) -> Record | None:
    """A record; empty where it is torn, None where there is none. Raises ExecutorError where nobody can tell."""
    try:
        found = json.loads(durable.read(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _untold(error, path) from error
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _is_held(folder: Path) -> bool:
    """Whether a supervisor lives: it holds the lock as long as it does."""
    try:
        lock = durable.open_file(folder / "lock", os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise _untold(error, folder / "lock") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _untold(error: OSError, path: Path) -> ExecutorError:
    return ExecutorError(f"cannot tell how a task is: {durable.said(error, path)}")


def _wake(known: Record | None) -> None:
    """Make a supervisor look for what it is asked; one of another user does so by itself."""
    if known and _is_here(known):
        with suppress(PermissionError):
            for number in (signal.SIGTERM, signal.SIGCONT):
                send(Process(known["pid"], 0, known["start"]), number)


def _strays(folder: Path, known: Record, looks: int = 1) -> Iterator[Process]:
    """What lives of a task whose supervisor does not: the task, all that carry its marker, and what is below them."""
    if _is_here(known):
        if lives(begun := _task_of(folder)):
            # All are found before the first of them is sent anything: whose parent has ended is below nobody.
            yield from [begun, *below(begun.pid)]
        yield from stray(known["folder"], looks)


def _over(ended: Record) -> State:
    try:
        return State(ENDED, ended["code"], ended["reason"], seconds=ended["seconds"])
    except KeyError:
        return State(UNKNOWN, reason="what was written of its end cannot be read")


def _running(folder: Path, known: Record) -> State:
    seconds = quiet = None
    with suppress(OSError):
        quiet = max(0.0, time.time() - (folder / "out").stat().st_mtime)
    if "began" in known:
        seconds = time.monotonic() - known["began"]
    return State(RUNNING, pid=_task_of(folder).pid or None, seconds=seconds, quiet=quiet)


def _lost(known: Record) -> str:
    """Why nobody can tell how a task ended."""
    if known.get("host", machine.host()) != machine.host():
        return f"it was started on {known['host']}"
    if known.get("boot") != machine.boot():
        return "the machine was started again"
    return "its supervisor was killed"


def _open_process(folder: Path, handles: ExitStack) -> int | None:
    """A descriptor that can be read when a task's supervisor ends, or the task where it has none any more.

    None where neither lives, or the system has no such descriptors.
    """
    known = _read(folder / "identity.json")
    if not known or not _is_here(known) or not hasattr(os, "pidfd_open"):
        return None
    for one in (Process(known["pid"], 0, known["start"]), _task_of(folder)):
        with suppress(OSError):
            handle = os.pidfd_open(one.pid)
            if lives(one):
                handles.callback(os.close, handle)
                return handle
            os.close(handle)
    return None


def _task_of(folder: Path) -> Process:
    """The process that a supervisor started; of no number where it is not known."""
    with suppress(OSError, ValueError):
        pid, start = (folder / "pid").read_text().split()
        return Process(int(pid), 0, start)
    return Process(0, 0, "")
