"""Files that are whole whenever the machine stops: written beside, synced, renamed, folder synced.

Nothing here follows a symbolic link at the path it is given, or waits for a device. Must not know what the files hold.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

# Only macOS tells syncing from syncing through the disk's own cache.
_FULL_SYNC = getattr(fcntl, "F_FULLFSYNC", None)
PRIVATE = 0o600
BESIDE = ".planloom"
_LITTLE = 10
"""Megabytes free below which that is the likely cause of a fault."""
_SAFELY = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


def open_file(path: Path | str, flags: int, mode: int = PRIVATE, folder: int | None = None) -> int:
    """A descriptor of a regular file, which no process started later inherits. Raises OSError for anything else.

    `folder`: the descriptor of the folder that a relative path begins at.
    """
    try:
        descriptor = os.open(path, flags | _SAFELY, mode, dir_fd=folder)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "is a symbolic link, which nothing here should be", str(path)) from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "is not a regular file", str(path))
    return descriptor


def read(path: Path | str, folder: int | None = None) -> bytes:
    """All that a file holds. Raises OSError."""
    with open(open_file(path, os.O_RDONLY, folder=folder), "rb") as file:
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
    with opened_folder(folder) as descriptor:
        os.fsync(descriptor)


@contextmanager
def opened_folder(folder: Path) -> Iterator[int]:
    """The descriptor of a folder. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def write_whole(path: Path, data: bytes) -> None:
    """Put data into a private file, whole or not at all, also for whoever looks after a power cut. Raises OSError.

    What a kill in the middle leaves behind is `.NAME.*.planloom` in the same folder.
    """
    with opened_folder(path.parent) as folder:
        write_in(folder, path.name, data, PRIVATE)


def write_in(folder: int, name: str, data: bytes, mode: int) -> None:
    """As `write_whole`, in the folder of a descriptor; the mode is what the user's mask leaves of `mode`."""
    beside = f".{name}.{token_hex(4)}{BESIDE}"
    descriptor = open_file(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode, folder)
    try:
        try:
            write_all(descriptor, data)
            sync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(beside, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside, dir_fd=folder)
        raise
    os.fsync(folder)


def said(error: OSError, path: Path) -> str:
    """What went wrong with a file or folder, in words: which, why, and how much room is left where room is short."""
    why = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        why += f", {_free(path)} MB free"
    return f"{error.filename or path}: {why}"


def told(error: Exception, path: Path) -> str:
    """What stood in the way of something below a folder, in words; how much room is left, where that is little."""
    if isinstance(error, OSError):
        return said(error, path)
    free = _free(path)
    return f"{error} ({free} MB free)" if free < _LITTLE else str(error)


def _free(path: Path) -> int:
    for place in (path, *path.parents):
        with suppress(OSError):
            found = os.statvfs(place)
            return found.f_bavail * found.f_frsize // 1_000_000
    return 0
