"""The command line in forks of this process, which has loaded everything: a call costs little, and what it is called
among - a full disk, another boot, a clock that is wrong - is the fork's alone."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from planloom.cli.app import run as call
from planloom.cli.errors import TROUBLE, CommandError
from planloom.cli.running.session import Wanted, preview
from planloom.run.preparing import Asked
from tests.support.forked import ended
from tests.support.repos import ENVIRONMENT


class Said(NamedTuple):
    """What a call said, on stdout and stderr, and its exit status."""

    code: int
    text: str

    @property
    def is_clear(self) -> bool:
        """Whether nothing in it is meant for whoever wrote Planloom."""
        return not any(word in self.text for word in ("Traceback", "internal error", "Error:"))


def run(repo: Path, *words: str, amid: Callable[[], object] | None = None) -> Said:
    """`planloom run` of the sample plan, approved; `amid` is called in its process after the approval was given."""

    def act() -> int:
        try:
            approval = preview(Wanted("PLAN.md", Asked("shell"))).hash
        except CommandError as error:
            sys.stderr.write(f"{error}\n")
            return TROUBLE
        if amid:
            amid()
        return call(["run", "PLAN.md", "--agent", "shell", "--approve", approval, *words])

    return _in_fork(repo, act)


def resume(repo: Path, *words: str, amid: Callable[[], object] | None = None) -> Said:
    """`planloom run --resume` of the sample plan."""
    return planloom(repo, "run", "PLAN.md", "--resume", *words, amid=amid)


def planloom(repo: Path, *words: str, amid: Callable[[], object] | None = None) -> Said:
    """Any call; `amid` is called in its process before."""

    def act() -> int:
        if amid:
            amid()
        return call(words)

    return _in_fork(repo, act)


def _in_fork(repo: Path, act: Callable[[], int]) -> Said:
    # Not beside the repository, whose disk may be full.
    with tempfile.TemporaryFile() as out:
        pid = os.fork()
        if not pid:
            _be(repo, out.fileno(), act)
        code = ended(pid)
        out.seek(0)
        return Said(code, out.read().decode())


def _be(repo: Path, out: int, act: Callable[[], int]) -> None:
    code = 99
    try:
        for descriptor in (1, 2):
            os.dup2(out, descriptor)
        # A test runner may have put something of its own in their place.
        sys.stdout = sys.stderr = os.fdopen(1, "w", buffering=1)
        os.environ.update(ENVIRONMENT)
        os.chdir(repo)
        code = act()
        sys.stdout.flush()
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)
