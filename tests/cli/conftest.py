"""The command line, run inside the test's process, in an empty folder."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from planloom.cli import around, checking
from planloom.cli.app import run


class Said(NamedTuple):
    """What a command line gave back."""

    code: int
    out: str
    err: str


Planloom = Callable[..., Said]


@pytest.fixture
def planloom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Planloom:
    """`planloom("check", "PLAN.md", stdin="...")` in the test's folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: str | None = None) -> Said:
        checking._project.cache_clear()
        around.forget()
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = run(arguments)
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return call


CYCLE = """\
# Split the parser

| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Branch:** `feat/parser`
**Depends On:** W2

### W2: Lexer

**Branch:** `feat/lexer`
**Depends On:** W1
"""
CLEAN = CYCLE.replace("**Depends On:** W2", "**Depends On:** none")
SELF = CLEAN.replace("**Depends On:** W1", "**Depends On:** W2, W1")


@pytest.fixture
def cycle(tmp_path: Path) -> Path:
    """PLAN.md, in which two workers wait for each other."""
    return written(tmp_path / "PLAN.md", CYCLE)


def written(path: Path, text: str) -> Path:
    """A file with this text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path
