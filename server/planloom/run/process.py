"""Starts processes: the only place that does, beside git's and the supervisor. Must not know tasks or plans."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import planloom
from planloom.run.errors import RunError
from planloom.run.tasks.descendants import end
from planloom.run.tasks.identity import MARKER, marked
from planloom.run.tasks.refusal import why

# What editors, virtual environments and git leave in the environment would lead a process elsewhere.
_DROPPED = ("GIT_", "VSCODE_", "ELECTRON_", "PYTHON", "LD_", "DYLD_")
_DROPPED_NAMES = {"VIRTUAL_ENV", "NODE_OPTIONS"}
# But who commits, and how remotes are reached, is the user's will.
_KEPT = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_SSH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
_SUPERVISE = (
    "import sys; sys.path.insert(0, sys.argv[1]); from planloom.run.tasks.supervisor import main; main(sys.argv[2])"
)
# The command line as this very program has it, whatever lies in the folder that it starts in.
_COMMAND = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from planloom.cli.main import main; main()"
_ROOT = str(Path(planloom.__file__).parents[1])
_MOST = 1 << 20


class Said(NamedTuple):
    """What a short process gave: exit status (None: it took too long and was ended), the start of its output."""

    code: int | None
    out: str


class ProcessError(RunError):
    """A process that could not be started; the message says what and why."""


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """The user's own variables without those that are another program's business."""
    return {
        name: value
        for name, value in own.items()
        if name not in _DROPPED_NAMES and (name.startswith(_KEPT) or not name.startswith(_DROPPED))
    }


def executable(word: str, path: str | None = None) -> Path | None:
    """The program that a word means: an absolute path, or a name found in the absolute folders of a search path.

    None where there is none. What lies relative to the current folder, which may be a worktree, is never meant.
    """
    if Path(word).name != word:
        found = shutil.which(word) if Path(word).is_absolute() else None
    else:
        folders = (os.environ.get("PATH", os.defpath) if path is None else path).split(os.pathsep)
        found = shutil.which(word, path=os.pathsep.join(folder for folder in folders if Path(folder).is_absolute()))
    return Path(found) if found else None


def run_briefly(argv: Sequence[str], cwd: str | Path, timeout: float) -> Said:
    """Run a program that ends soon, without input or terminal; nothing of it stays. Raises ProcessError."""
    mark = str(uuid4())
    with tempfile.TemporaryFile() as out:
        try:
            started = subprocess.Popen(
                argv,
                cwd=cwd,
                env={**environment(os.environ), MARKER: mark},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise ProcessError(why(error, argv[0], str(cwd))) from error
        try:
            code: int | None = started.wait(timeout)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            end(lambda: marked(mark), 0.0, time.sleep)
            started.wait()
        out.seek(0)
        return Said(code, out.read(_MOST).decode(errors="replace"))


def start_apart(words: Sequence[str], cwd: str | Path, output: Path) -> subprocess.Popen[bytes]:
    """Start `planloom WORDS`, out of reach of whatever ends this process; what it says goes to a file, made anew.

    Raises ProcessError.
    """
    folders = [_ROOT, *(folder for folder in sys.path if Path(folder).is_absolute())]
    try:
        with open(output, "wb", opener=_private) as out:
            return subprocess.Popen(
                [sys.executable, "-I", "-c", _COMMAND, json.dumps(folders), *words],
                cwd=cwd,
                env=environment(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
    except (OSError, ValueError) as error:
        raise ProcessError(why(error, sys.executable, str(cwd))) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def supervise(folder: Path, given: bytes, timeout: float) -> str:
    """Start the supervisor of a task's folder, out of reach of whatever ends this process and those below it.

    `given` is its stdin. Returns the line that it said when it had the task on its way, or had not; "" when it said
    nothing in time. Raises ProcessError.
    """
    try:
        started = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _SUPERVISE, _ROOT, str(folder)],
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise ProcessError(why(error, sys.executable, "/")) from error
    with started:
        try:
            said = started.communicate(given, timeout)[0]
        except subprocess.TimeoutExpired:
            started.kill()
            return ""
    lines = said.decode(errors="replace").splitlines()
    return lines[-1] if lines else ""
