"""Readies a fresh worktree: copies and links what git does not carry, and finds a block of free ports.

Keeps a record of what it put there, so that a clean-up can tell it from work. Overwrites nothing, and follows no link
out of the repository. Must not know runs.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterable, Iterator
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

from planloom.run.git import Git
from planloom.run.records.durable import write_whole
from planloom.run.survey.repository import names
from planloom.run.trees.listed import own_folder
from planloom.run.trees.refused import Refused

INCLUDE = ".worktreeinclude"
_RECORD = "planloom-furnished"
_LINK = "link:"
_LAST_PORT = 65535


class Furnished(NamedTuple):
    """What was copied and linked, and what was not, each with the reason; paths from the root."""

    copied: tuple[str, ...]
    linked: tuple[str, ...]
    left: tuple[str, ...]


def furnish(git: Git, path: str, copy: Iterable[str], link: Iterable[str]) -> Furnished:
    """Copy and link files from the main worktree, git's folder: those of globs and those that `.worktreeinclude` names.

    What is there already stays as it is. Raises GitError, OSError.
    """
    root, record = Path(git.folder), record_of(path)
    copies = list(dict.fromkeys((*_files(root, copy), *_included(git))))
    links = list(dict.fromkeys(_matching(root, link)))
    against = {name: _reason_against(root, path, name) for name in (*copies, *links)}
    new = [name for name, reason in against.items() if not reason and not os.path.lexists(Path(path, name))]
    copied = tuple(name for name in copies if name in new)
    linked = tuple(name for name in links if name in new and name not in copied)
    record |= {name: _digest(root / name) for name in copied}
    record |= {name: f"{_LINK}{root / name}" for name in linked}
    if new:
        # First the record, so that what a kill leaves lying there is known to be a copy.
        write_whole(own_folder(path) / _RECORD, json.dumps(record).encode())
    for name in record:
        _beside(Path(path, name)).unlink(missing_ok=True)
    for name in (*copied, *linked):
        place = Path(path, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        if name in linked:
            place.symlink_to(root / name)
        else:
            _copy(root / name, place)
    return Furnished(copied, linked, tuple(f"{name}: {reason}" for name, reason in against.items() if reason))


def record_of(path: str) -> dict[str, str]:
    """What was put into a worktree: sha256 of each copy, `link:TARGET` of each link. Raises Refused."""
    try:
        said = json.loads((own_folder(path) / _RECORD).read_bytes())
    except FileNotFoundError:
        return {}
    except (ValueError, OSError) as error:
        raise Refused(
            f"{path}: the record of its copies cannot be read ({error}); remove the worktree by hand"
        ) from None
    return {str(name): str(what) for name, what in said.items()}


def unchanged(path: str) -> set[str]:
    """The copies and links in a worktree that are as they were put there. Raises Refused."""
    return {name for name, what in record_of(path).items() if _is_as(Path(path, name), what)}


def free_ports(base: int, count: int = 20) -> int:
    """The first of `count` ports in a row that nobody uses now, at `base` or a multiple of `count` above it.

    Raises Refused where there are none.
    """
    for first in range(base, _LAST_PORT - count + 2, count):
        if all(map(_is_free, range(first, first + count))):
            return first
    raise Refused(f"no {count} free ports in a row from {base} on; end what uses them")


def _reason_against(root: Path, path: str, name: str) -> str:
    real = os.path.realpath(root / name)
    if not real.startswith(f"{os.path.realpath(root)}/"):
        return "a link that leads out of the repository"
    for above in list(Path(name).parents)[:-1]:
        place = Path(path, above)
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            return f"{above} is no folder there"
    return ""


def _files(root: Path, patterns: Iterable[str]) -> Iterator[str]:
    for name in _matching(root, patterns):
        if (root / name).is_dir() and not (root / name).is_symlink():
            for folder, inner, files in os.walk(root / name):
                if ".git" in inner:
                    inner.remove(".git")
                yield from (str(Path(folder, file).relative_to(root)) for file in sorted(files))
        elif (root / name).is_file():
            yield name


def _matching(root: Path, patterns: Iterable[str]) -> Iterator[str]:
    for pattern in patterns:
        words = Path(pattern.rstrip("/"))
        if words.is_absolute() or ".." in words.parts or not words.parts:
            raise Refused(f"{pattern} leads out of the repository; name what lies in it")
        for found in sorted(root.glob(str(words))):
            name = str(found.relative_to(root))
            if ".git" not in found.relative_to(root).parts:
                yield name


def _included(git: Git) -> Iterator[str]:
    """What `.worktreeinclude` names and git ignores."""
    if not Path(git.folder, INCLUDE).is_file():
        return
    ask = ("ls-files", "-z", "--others", "--ignored")
    ignored = set(names(git.read(*ask, "--exclude-standard")))
    for name in names(git.read(*ask, f"--exclude-from={INCLUDE}")):
        if name in ignored and not name.endswith("/"):
            yield name


def _copy(source: Path, place: Path) -> None:
    shutil.copy2(source, _beside(place))
    _beside(place).replace(place)


def _beside(place: Path) -> Path:
    """Where a copy is until it is whole; always the same, so that what a kill leaves is found again."""
    return place.with_name(f".{place.name[:200]}.planloom")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _is_as(place: Path, what: str) -> bool:
    try:
        if what.startswith(_LINK):
            return place.is_symlink() and str(place.readlink()) == what.removeprefix(_LINK)
        return not place.is_symlink() and place.is_file() and _digest(place) == what
    except OSError:
        return False


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
