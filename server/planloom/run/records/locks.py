"""Locks that end with their holder: `flock` on files in the state folder, which say who holds them.

A lock is never a file that somebody has to remove. Processes started by others do not inherit it; git children get its
descriptor on purpose, so that it lasts until they end. Must not know what is guarded.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from planloom.run.errors import RunError
from planloom.run.records import machine
from planloom.run.records.durable import open_file, said, write_all

_PAUSE = 0.02
# Whoever only asks who holds a lock takes it shared for a moment; a lock that is refused that shortly is asked again.
_PATIENCE = 1.0
_WAIT = "wait until it ends, then try again"
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs"}


class Holder(NamedTuple):
    """Who holds a lock; `since` is UTC, ISO 8601. `pid` is 0 where nobody wrote it down."""

    pid: int
    host: str
    since: str
    boot: str = ""

    def __str__(self) -> str:
        return f"{self.process} since {self.since}"

    @property
    def process(self) -> str:
        """Which process it is, and on which machine where that is another one."""
        return f"process {self.pid}" if self._is_here() else f"process {self.pid} on {self.host}"

    def alive(self) -> bool:
        """Whether its process lives, as far as this machine can tell."""
        if not self._is_here():
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        return True

    def _is_here(self) -> bool:
        return (self.boot or self.host) == (machine.boot() if self.boot else machine.host())


class _Guarded(NamedTuple):
    """What a lock guards, in words, and what can be done where somebody else holds it."""

    what: str
    ways: str


class LockedError(RunError):
    """Somebody else holds the lock; the message says who. `holder` is None where the lock does not tell."""

    def __init__(self, message: str, holder: Holder | None = None) -> None:
        super().__init__(message)
        self.holder = holder


class Lock:
    """A lock that is held. `descriptor` may be handed to a child, which then holds it as well."""

    def __init__(self, descriptor: int, path: Path) -> None:
        self.descriptor, self.path = descriptor, path

    def release(self) -> None:
        """Give it up."""
        if self.descriptor >= 0:
            with suppress(OSError):
                os.ftruncate(self.descriptor, 0)
            os.close(self.descriptor)
            self.descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class RepositoryLock:
    """One repository's lock around worktrees, branches and target: `with lock as descriptor` waits until it is free.

    Raises LockedError when that takes too long.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: Lock | None = None

    def __enter__(self) -> int:
        self._held = wait_for(self.path, "the repository")
        return self._held.descriptor

    def __exit__(self, *_: object) -> None:
        if self._held:
            self._held.release()


def acquire(path: Path, what: str, ways: str = _WAIT) -> Lock:
    """Take a lock at once or not at all; `what` is guarded, and which `ways` there are where somebody else holds it.

    Raises LockedError, also for a bad lock file.
    """
    return _take(path, _Guarded(what, ways), _PATIENCE, patient=False)


def wait_for(path: Path, what: str, seconds: float = 600.0) -> Lock:
    """Take a lock when it is free. Raises LockedError after so many seconds, or for a bad lock file."""
    return _take(path, _Guarded(what, _WAIT), seconds, patient=True)


def holder(path: Path) -> Holder | None:
    """Who holds a lock; None where it is free. Raises LockedError for a bad lock file."""
    try:
        descriptor = open_file(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LockedError(said(error, path)) from error
    end = time.monotonic() + _PATIENCE
    try:
        while not _is_free(descriptor):
            by = _written(descriptor)
            if by is not None or time.monotonic() > end:
                return by or Holder(0, machine.host(), "")
            time.sleep(_PAUSE)
    finally:
        os.close(descriptor)
    return None


def left_by(path: Path) -> Holder | None:
    """Who held a lock that is free now, and ended without giving it up: killed, or with the machine."""
    try:
        descriptor = open_file(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        return _written(descriptor) if _is_free(descriptor) else None
    finally:
        os.close(descriptor)


def _take(path: Path, guarded: _Guarded, seconds: float, *, patient: bool) -> Lock:
    what, ways = guarded
    end = time.monotonic() + seconds
    while True:
        try:
            descriptor = open_file(path, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise LockedError(f"{said(error, path)}; the lock of {what} cannot be used") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(descriptor, path):
                _refuse_other_hosts(descriptor, path, what)
                _sign(descriptor)
                return Lock(descriptor, path)
        except BlockingIOError:
            by = _written(descriptor)
            if time.monotonic() > end or (not patient and by is not None and by.alive()):
                os.close(descriptor)
                who = by or "a process that does not say who it is"
                raise LockedError(f"{what} is held by {who}; {ways}", by) from None
        except OSError as error:
            os.close(descriptor)
            raise LockedError(f"{said(error, path)}; the lock of {what} cannot be used") from error
        except LockedError:
            os.close(descriptor)
            raise
        os.close(descriptor)
        time.sleep(_PAUSE)


def _is_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(descriptor: int, path: Path) -> bool:
    """Whether the file that was locked is the one that others find under its name."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _sign(descriptor: int) -> None:
    mine = Holder(os.getpid(), machine.host(), machine.now(), machine.boot())
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    write_all(descriptor, json.dumps(mine._asdict()).encode() + b"\n")


def _written(descriptor: int) -> Holder | None:
    try:
        data = json.loads(os.pread(descriptor, 4096, 0))
        return Holder(int(data["pid"]), str(data["host"]), str(data["since"]), str(data["boot"]))
    except (ValueError, KeyError, TypeError, OSError):
        return None


def _refuse_other_hosts(descriptor: int, path: Path, what: str) -> None:
    """On a network's disk a lock may not reach across machines: what another one wrote and did not take back holds."""
    by = _written(descriptor)
    if by is not None and by.host != machine.host() and on_network(path):
        raise LockedError(
            f"{what} is held by {by}; on a network's disk nobody here can tell whether it still runs: look there, and "
            f"empty {path} if it does not",
            by,
        )


def on_network(path: Path) -> str | None:
    """The kind of network disk that a path lies on, where locks may not hold; None for a local one."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text(errors="surrogateescape").splitlines()
    except OSError:
        return None
    best, kind = "", None
    where = os.path.realpath(path)
    for line in mounts:
        before, _, after = line.partition(" - ")
        point = before.split()[4].encode().decode("unicode_escape")
        if len(point) >= len(best) and f"{where}/".startswith(f"{point.rstrip('/')}/"):
            best, kind = point, after.split()[0]
    return kind if kind in _NETWORK else None
