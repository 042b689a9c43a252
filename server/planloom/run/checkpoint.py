"""The checkpoint file: written whole, inside the repository, over nothing but a checkpoint; read back.

What somebody else wrote in it is kept in the run's folder before it is written anew. Must not know what a checkpoint
says.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from planloom.actions import checkpoint
from planloom.model.blueprint import Blueprint
from planloom.model.plan import Plan
from planloom.model.progress import Progress
from planloom.model.read.plan import build
from planloom.run.errors import RunError
from planloom.run.files import decode
from planloom.run.records.durable import BESIDE, read, said, write_in, write_whole
from planloom.run.records.state import Run, StateFolder, make_private
from planloom.run.survey.repository import find
from planloom.syntax import scan
from planloom.text import Text

_MODE = 0o666
_FOLDER_MODE = 0o777
_BESIDE = re.compile(rf"\.[0-9a-f]{{8}}{re.escape(BESIDE)}")


class CheckpointError(RunError):
    """The checkpoint cannot be written or read; the message says what, where and what to do."""


def write(blueprint: Blueprint, progress: Progress) -> None:
    """Make the checkpoint file say how far the run is. Only for who holds the plan's lock. Raises CheckpointError."""
    wanted = checkpoint.text(blueprint, progress).encode("utf-8", "replace")
    path = Path(blueprint.root, blueprint.checkpoint)
    try:
        with _folder_of(blueprint.root, blueprint.checkpoint) as folder:
            present = _present(folder, path)
            if present == wanted:
                return
            if present.strip():
                _make_way(blueprint, progress, present)
            _sweep(folder, path.name)
            write_in(folder, path.name, wanted, _MODE)
    except OSError as error:
        raise CheckpointError(
            f"the checkpoint cannot be written: {said(error, path)}; the journal has everything: mend it, then "
            "`planloom run --resume`"
        ) from error


def load(root: str, path: str) -> Plan | None:
    """What the checkpoint file says; None where there is none. Raises CheckpointError."""
    try:
        data = read(Path(root, path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CheckpointError(f"the checkpoint cannot be read: {said(error, Path(root, path))}") from error
    return understand(data)


def understand(data: bytes) -> Plan:
    """What the bytes of a checkpoint file say."""
    return build(scan(Text.of(decode(data).text).lines()))


def edited(run: Run) -> list[Path]:
    """What others wrote in the checkpoint while the run went on, oldest first, as whole files."""
    with suppress(FileNotFoundError):
        return sorted(run.folder.joinpath("edited").iterdir(), key=lambda path: int(path.stem))
    return []


@contextmanager
def _folder_of(root: str, path: str) -> Iterator[int]:
    """The descriptor of the folder that holds the checkpoint, made where it is missing; no link is followed on the way.

    Raises OSError, CheckpointError.
    """
    parts = PurePosixPath(path).parts
    if not parts or PurePosixPath(path).is_absolute() or ".." in parts or any(p.casefold() == ".git" for p in parts):
        raise CheckpointError(f"the checkpoint {path!r} does not lie inside the repository; name another place")
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = _enter(descriptor, part)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


def _enter(folder: int, name: str) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        return os.open(name, flags, dir_fd=folder)
    except FileNotFoundError:
        os.mkdir(name, _FOLDER_MODE, dir_fd=folder)
        os.fsync(folder)
        return os.open(name, flags, dir_fd=folder)
    except OSError as error:
        if error.errno not in (errno.ENOTDIR, errno.ELOOP):
            raise
        raise OSError(error.errno, f"{name} on the way is a link or no folder; name another place") from None


def _present(folder: int, path: Path) -> bytes:
    try:
        return read(path.name, folder)
    except FileNotFoundError:
        return b""


def _make_way(blueprint: Blueprint, progress: Progress, present: bytes) -> None:
    """Keep what this run did not write; raises CheckpointError for what is no checkpoint at all."""
    text = decode(present).text
    if checkpoint.is_as_written(text) and checkpoint.is_of(text, progress):
        return
    there = understand(present)
    if there.is_plan or not there.is_checkpoint or blueprint.checkpoint == blueprint.plan:
        raise CheckpointError(
            f"{blueprint.checkpoint} is no checkpoint, and nothing was written over it; move it away, or have the plan "
            "name another place for its checkpoint"
        )
    run = run_of(blueprint, progress)
    kept = make_private(run.folder / "edited")
    write_whole(kept / f"{progress.seq}.md", present)


def run_of(blueprint: Blueprint, progress: Progress) -> Run:
    """Where a run's records lie. Raises CheckpointError when the repository is gone."""
    repository = find(blueprint.root)
    if repository is None:
        raise CheckpointError(f"{blueprint.root} is no repository any more; the run cannot go on")
    owner = StateFolder(Path(repository.common)).plan(blueprint.slug, blueprint.plan)
    return Run(owner, int(progress.run.rpartition("-")[2]))


def _sweep(folder: int, name: str) -> None:
    """Remove what earlier writes of ours left that were killed in the middle."""
    for other in os.listdir(folder):
        if other.startswith(f".{name}.") and _BESIDE.fullmatch(other, len(name) + 1):
            with suppress(OSError):
                os.unlink(other, dir_fd=folder)
