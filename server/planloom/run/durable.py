"""Files that are whole whenever the machine stops: written beside, synced, renamed, folder synced.

Nothing here follows a symbolic link at the path it is given, or waits for a device. Must not know what the files hold.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

# Only macOS tells syncing from syncing through the disk's own cache.
_FULL_SYNC = getattr(fcntl, "F_FULLFSYNC", None)
PRIVATE = 0o600
BESIDE = ".planloom"
_SAFELY = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


def open_file(path: Path, flags: int, mode: int = PRIVATE) -> int:
    """A descriptor of a regular file, which no process started later inherits. Raises OSError for anything else."""
    try:
        descriptor = os.open(path, flags | _SAFELY, mode)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "is a symbolic link, which nothing here should be", str(path)) from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "is not a regular file", str(path))
    return descriptor


def read(path: Path) -> bytes:
    """All that a file holds. Raises OSError."""
    with open(open_file(path, os.O_RDONLY), "rb") as file:
        return file.read()


def write_all(descriptor: int, data: bytes) -> None:
    """Write data, in one call where the system takes it. Raises OSError."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def sync(descriptor: int) -> None:
    """Return when a file's content is on the disk. Raises OSError."""
    if _FULL_SYNC is None:
        os.fsync(descriptor)
    else:
        fcntl.fcntl(descriptor, _FULL_SYNC)


def sync_folder(folder: Path) -> None:
    """Return when a folder's entries are on the disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """Put data into a file, whole or not at all, also for whoever looks after a power cut. Raises OSError.

    What a kill in the middle leaves behind is `.NAME.*.planloom` in the same folder.
    """
    beside = path.with_name(f".{path.name}.{token_hex(4)}{BESIDE}")
    descriptor = open_file(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        try:
            write_all(descriptor, data)
            sync(descriptor)
        finally:
            os.close(descriptor)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    sync_folder(path.parent)


def said(error: OSError, path: Path) -> str:
    """What went wrong with a file or folder, in words: which, why, and how much room is left where room is short."""
    why = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        why += f", {_free(path)} MB free"
    return f"{error.filename or path}: {why}"


def _free(path: Path) -> str:
    for place in (path, *path.parents):
        with suppress(OSError):
            found = os.statvfs(place)
            return str(found.f_bavail * found.f_frsize // 1_000_000)
    return "?"
