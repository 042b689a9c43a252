"""Reads and writes plan files, finds Markdown in folders. Knows the disk and encodings; must not know plans."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MARKDOWN = (".md", ".markdown", ".mdx")
# Folders that tools fill; what lies in them was not written for this project. Named on the command line they are read.
SKIPPED = frozenset(
    [
        ".git",
        ".hg",
        ".svn",
        ".bzr",
        ".jj",
        ".venv",
        "venv",
        ".env",
        "env",
        ".tox",
        ".nox",
        ".eggs",
        ".cache",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
        "__pycache__",
        "__pypackages__",
        "site-packages",
        "node_modules",
        "bower_components",
        ".pnpm-store",
        ".yarn",
        ".next",
        ".nuxt",
        ".svelte-kit",
        ".parcel-cache",
        "target",
        "dist",
        "build",
        "_build",
        "buck-out",
        "vendor",
        ".gradle",
        ".terraform",
        ".direnv",
        ".idea",
    ]
)
_BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class Source(NamedTuple):
    """A file's text without its byte order mark. `bad`: byte offset of the first byte that is not UTF-8, else None.

    A bad file's text is what can be read of it, with U+FFFD for the rest; it must never be written back.
    """

    text: str
    bom: bool = False
    bad: int | None = None


def read(path: Path) -> Source:
    """The text of a file. Raises OSError."""
    return decode(path.read_bytes())


def decode(data: bytes) -> Source:
    """The text that bytes hold."""
    bom = data.startswith(_BOM)
    content = data[3:] if bom else data
    try:
        return Source(content.decode(), bom)
    except UnicodeDecodeError as error:
        wide = _WIDE_BOMS.get(data[:2])
        text = data[2:].decode(wide, "replace") if wide else content.decode("utf-8", "replace")
        return Source(text, bom, error.start + len(data) - len(content))


def write(path: Path, text: str, *, bom: bool) -> None:
    """Put a text into a file, whole or not at all; its mode stays. Raises OSError."""
    real = Path(os.path.realpath(path))
    beside = real.with_name(f".{real.name}.planloom-{os.getpid()}")
    try:
        beside.write_bytes((_BOM if bom else b"") + text.encode())
        beside.chmod(real.stat().st_mode & 0o7777)
        beside.replace(real)
    finally:
        beside.unlink(missing_ok=True)


def stamp(path: Path) -> tuple[int, int]:
    """What tells whether a file is another than before: when it was written (ns), its size (bytes); zeros for none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def markdown_under(folder: Path) -> Iterator[Path]:
    """The Markdown files below a folder, in order of their paths; folders that tools fill are left out.

    Below a folder of that kind that is named itself, everything is found. Linked worktrees of a repository are left
    out, too: they hold copies of its plans.
    """
    skipped = {".git"} if folder.name in SKIPPED else SKIPPED
    for place, folders, files in os.walk(folder):
        if ".git" in files and Path(place) != folder and _is_worktree(Path(place, ".git")):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if name not in skipped)
        yield from (Path(place, name) for name in sorted(files) if name.lower().endswith(MARKDOWN))


def _is_worktree(link: Path) -> bool:
    try:
        return "/worktrees/" in link.read_text(errors="replace").replace("\\", "/")
    except OSError:
        return False
