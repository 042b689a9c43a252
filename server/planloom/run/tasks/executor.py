"""What carries a process, and nothing else: the seam between a run and the machines it uses.

Order, retries and state stay in the journal. `local` is the executor of this machine. Must not know plans, agents or
git.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from planloom.run.errors import RunError


class Task(NamedTuple):
    """One process to carry: `id` is unique in its run (`W1/2-work`); `folder` is where its record and output go.

    `cwd`: absolute; `stdin`: text that it reads; `env`: variables beside the user's own. `timeout` and `silence` in
    seconds. `base` and `ref`: commit to start from and reference to push to, for executors on other machines.
    """

    id: str
    folder: Path
    argv: tuple[str, ...]
    cwd: str
    env: Mapping[str, str]
    stdin: str = ""
    timeout: float = 3600.0
    silence: float = 600.0
    base: str = ""
    ref: str = ""


class State(NamedTuple):
    """How a task is: `waiting` (not started), `running`, `ended`, or `unknown` (started, and nobody can tell the end).

    `code` and `reason` as in `planloom.model.progress.Attempt`, for `ended`. `pid` of the process, `quiet` seconds
    since its last output, `seconds` since it began, where known.
    """

    word: str
    code: int | None = None
    reason: str = ""
    pid: int | None = None
    seconds: float | None = None
    quiet: float | None = None


class Piece(bytes):
    """Some output of a task, from byte offset `start` to `end`; of a part that was cut out, a line that says so."""

    start: int
    end: int

    def __new__(cls, data: bytes, start: int, end: int) -> Self:
        """Some bytes, and where they stand."""
        self = super().__new__(cls, data)
        self.start, self.end = start, end
        return self


class ExecutorError(RunError):
    """A task that could not be started; the message says what, where and what to do."""


class Executor(Protocol):
    """Carries tasks. A task is known by its folder, so whoever comes after a crash can ask for it."""

    def submit(self, task: Task) -> None:
        """Start it; returns when it is recorded as started. A second submit of one folder starts nothing.

        Raises ExecutorError when it cannot be started; then nothing runs.
        """

    def poll(self, folder: Path) -> State:
        """How the task of a folder is. Raises ExecutorError where nobody can tell, so that no guess is acted upon."""

    def cancel(self, *folders: Path) -> None:
        """End them with everything they started; returns when nothing of it is left. No error for what has ended."""

    def wait(self, folders: list[Path], seconds: float) -> None:
        """Return when one of these tasks ends, or after so many seconds."""

    def logs(self, folder: Path, start: int = 0) -> Iterator[Piece]:
        """Its output from a byte offset on, in pieces; what a cap cut out is one line that says how much.

        A negative offset counts from the end. To go on later, begin at the last piece's `end`.
        """
