"""The folder beside git's own data that holds everything a run must remember: who lies where, private to its user.

`<git common dir>/planloom/`: `lock`, `approvals/`, and a folder per plan with its `lock` and a folder per run. Asking
for a path makes nothing. Must not know what the files hold.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from planloom.run.errors import RunError
from planloom.run.records.durable import said, sync_folder

PRIVATE_FOLDER = 0o700
_LONGEST = 100
_NUMBER = re.compile("[1-9][0-9]{0,8}")


class StateError(RunError):
    """The state folder cannot be used; the message says what, where and what to do."""


class StateFolder(NamedTuple):
    """The state folder of a repository; `common` is git's common folder."""

    common: Path

    @property
    def path(self) -> Path:
        """The folder itself."""
        return self.common / "planloom"

    @property
    def lock(self) -> Path:
        """The lock around changes of the repository's worktrees, branches and target."""
        return self.path / "lock"

    @property
    def approvals(self) -> Path:
        """The folder of what was approved."""
        return self.path / "approvals"

    def plan(self, slug: str, plan: str) -> PlanState:
        """The folder of a plan; `plan` is its path from the repository's root, with `/`."""
        return PlanState(self, f"{safe_name(slug)}-{sha256(plan.encode('utf-8', 'surrogatepass')).hexdigest()[:4]}")

    def latest_runs(self) -> Iterator[Run]:
        """The last run of each plan. Raises StateError, OSError."""
        folders = sorted(self.path.iterdir()) if self.path.is_dir() else ()
        for folder in folders:
            run = PlanState(self, folder.name).latest() if folder.is_dir() else None
            if run is not None:
                yield run

    def make(self) -> Path:
        """Make sure that the folder is there and private; returns it. Raises StateError."""
        return make_private(self.path)


class PlanState(NamedTuple):
    """What is kept of one plan. `id` is the first part of its runs' ids."""

    state: StateFolder
    id: str

    @property
    def path(self) -> Path:
        """The folder itself."""
        return self.state.path / self.id

    @property
    def lock(self) -> Path:
        """The orchestrator's lock."""
        return self.path / "lock"

    def make(self) -> Path:
        """Make sure that the folder is there and private; returns it. Raises StateError."""
        self.state.make()
        return make_private(self.path)

    def runs(self) -> list[Run]:
        """The runs that began, oldest first. Raises StateError."""
        return [run for run in self._numbered() if run.journal.is_file() or run.journal.is_symlink()]

    def latest(self) -> Run | None:
        """The run that began last."""
        return next(reversed(self.runs()), None)

    def new_run(self) -> Run:
        """A run with a number and a folder of its own, however many ask at once. Raises StateError."""
        self.make()
        number = max((run.number for run in self._numbered()), default=0)
        while True:
            number += 1
            run = Run(self, number)
            try:
                run.folder.mkdir(PRIVATE_FOLDER)
                sync_folder(self.path)
                return run
            except FileExistsError:
                continue
            except OSError as error:
                raise _unusable(error, run.folder) from error

    def _numbered(self) -> list[Run]:
        try:
            names = [entry.name for entry in self.path.iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unusable(error, self.path) from error
        numbers = sorted(int(name) for name in names if _NUMBER.fullmatch(name))
        return [Run(self, number) for number in numbers]


class Run(NamedTuple):
    """What is kept of one run."""

    owner: PlanState
    number: int

    @property
    def id(self) -> str:
        """The run's id, unique in its repository."""
        return f"{self.owner.id}-{self.number}"

    @property
    def folder(self) -> Path:
        """The folder itself."""
        return self.owner.path / str(self.number)

    @property
    def journal(self) -> Path:
        """Everything that was begun and done."""
        return self.folder / "journal"

    @property
    def halt(self) -> Path:
        """The file by which another process asks that nothing new begins."""
        return self.folder / "halt"

    def plan(self, approval: str) -> Path:
        """The frozen copy of the plan as it was approved by this hash."""
        return self.folder / f"plan-{approval}.md"

    def blueprint(self, approval: str) -> Path:
        """The frozen copy of the blueprint with this hash."""
        return self.folder / f"blueprint-{approval}.json"

    def attempt(self, worker: str, number: int, kind: str) -> Path:
        """The folder of an attempt; from the run's folder on, its path is the attempt's id."""
        return self.folder / attempt_id(worker, number, kind)

    def make_attempt(self, worker: str, number: int, kind: str) -> Path:
        """Make sure that an attempt's folder is there and private; returns it. Raises StateError."""
        self.owner.make()
        make_private(self.folder)
        folder = self.attempt(worker, number, kind)
        make_private(folder.parent)
        return make_private(folder)


def attempt_id(worker: str, number: int, kind: str) -> str:
    """What an attempt is called: `W1/2-work`."""
    return f"{safe_name(worker)}/{number}-{kind}"


def safe_name(text: str) -> str:
    """A name for a folder, another one for every other text: letters and digits stay, the rest is written as %XX."""
    name = quote(text.encode("utf-8", "surrogatepass"), safe="")
    name = name.replace(".", "%2E") if name.startswith(".") else name
    if len(name) <= _LONGEST and name:
        return name
    return f"{name[:_LONGEST]}%{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def make_private(folder: Path) -> Path:
    """Make sure that a folder is there, ours and closed to others; its parent must be there. Raises StateError."""
    try:
        with suppress(FileExistsError):
            folder.mkdir(PRIVATE_FOLDER)
            sync_folder(folder.parent)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise StateError(f"{folder} is no folder, and Planloom keeps its records there; move it away")
        if found.st_uid != os.geteuid():
            raise StateError(f"{folder} belongs to another user; run as that user, or move it away")
        if found.st_mode & 0o077:
            folder.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise _unusable(error, folder) from error
    return folder


def _unusable(error: OSError, folder: Path) -> StateError:
    return StateError(f"{said(error, folder)}; Planloom keeps the records of its runs there and must be able to write")
