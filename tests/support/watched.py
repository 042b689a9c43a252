"""A folder that is watched while hostile things are shown to Planloom: what appeared, changed, or was said to a screen.

`Watched.say` calls a command line in this process, which has loaded everything; what it prints is held to be harmless.
"""

from __future__ import annotations

import io
import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from planloom.cli import around, checking
from planloom.cli.app import run
from tests.support.hostile import CANARY

_ACTING = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_KEPT = "\n\t\u200d\ufe0f"


class Said(NamedTuple):
    """What a command line gave back."""

    code: int
    out: str
    err: str


class Watched:
    """A folder with a repository and all that lies beside it, and an empty home."""

    def __init__(self, repo: Path, home: Path) -> None:
        self.folder, self.repo, self.home = repo.parent, repo, home

    def say(self, *words: str, screen: bool = False) -> Said:
        """One command line in the repository, on a `screen` or not; it acts on no screen, and made no canary."""
        here = Path.cwd()
        os.chdir(self.repo)
        checking._project.cache_clear()
        around.forget()
        out, err = _Screen() if screen else io.StringIO(), io.StringIO()
        stdin, sys.stdin = sys.stdin, io.StringIO()
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = run(words)
        finally:
            sys.stdin = stdin
            os.chdir(here)
        said = Said(code, out.getvalue(), err.getvalue())
        assert not acting(said.out), (words, acting(said.out))
        assert not acting(said.err), (words, acting(said.err))
        assert "internal error" not in said.err, (words, said.err)
        assert "Traceback" not in said.err, (words, said.err)
        assert self.canaries() == [], words
        return said

    def canaries(self) -> list[Path]:
        """Every canary file, wherever a command could have been run."""
        places = (self.folder, self.home)
        return [found for place in places for found in place.rglob(CANARY)]

    def picture(self) -> dict[str, str]:
        """Every file in the folder and the home, with its content, but what Planloom keeps for itself."""
        own = str(self.repo / ".git/planloom")
        return {path: said for path, said in pictures(self.folder, self.home) if not path.startswith(own)}


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def acting(text: str) -> list[str]:
    """The lines with characters that a screen would obey or not show."""
    return [ascii(line) for line in text.split("\n") if any(_acts(character) for character in line)]


def pictures(*folders: Path) -> Iterator[tuple[str, str]]:
    """Every file below folders with a sum of what it holds; links are not followed."""
    for folder in folders:
        for place, inner, files in os.walk(folder):
            for name in (*inner, *files):
                path = Path(place, name)
                yield str(path), _sum(path)


def _sum(path: Path) -> str:
    if path.is_symlink():
        return f"link to {path.readlink()}"
    return f"{path.lstat().st_mode:o} " + ("" if path.is_dir() else sha256(path.read_bytes()).hexdigest())


def _acts(character: str) -> bool:
    return character not in _KEPT and unicodedata.category(character) in _ACTING


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The paths that one picture has and the other has not, or has otherwise."""
    return sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
