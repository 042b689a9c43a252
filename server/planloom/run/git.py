"""Git, called in fixed shapes through GitPython and nowhere else.

Every call is a list of words that the caller wrote; text of a plan comes in only as a checked name or behind
`--end-of-options` or `--`. Reads run nothing of the repository's (no hooks, monitors, programs for diffs; filters and
merge programs that its own configuration names are left out by `run.survey.disarm`), reach no network, take no lock
and end after a time. Must not know plans.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planloom.run.errors import RunError
from planloom.run.redact import redact

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST = (2, 38)
_ALWAYS = (
    *("--no-pager", "-c", "core.fsmonitor=false", "-c", "protocol.ext.allow=never"),
    *("-c", "safe.bareRepository=explicit", "-c", "gc.auto=0", "-c", "maintenance.auto=false"),
    *("-c", "core.quotePath=false", "-c", "advice.detachedHead=false"),
)
_READING = (
    *("-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false", "-c", "core.splitIndex=false"),
    *("-c", "log.showSignature=false"),
)
_WRITING = ("-c", "core.fsync=committed,reference", "-c", "merge.autoStash=false", "-c", "rebase.autoStash=false")
# Missing objects of a partial clone stay missing: a look at a repository asks no other machine.
_ALONE = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "GIT_MERGE_AUTOEDIT": "no", "GIT_PAGER": "cat"}
# What a variable of these names says of the author is the user's will; every other one could lead git elsewhere.
_KEPT = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_SSH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
# Seconds that a read may take. GitPython knows no such limit on Windows.
_PATIENCE = None if os.name == "nt" else 60.0
_UNSTARTED = 127
_MISSING = "git is not found; install git 2.38 or newer and see that it is on PATH"


class GitError(RunError):
    """Git refused. `code` is its exit status, `stderr` what it said; the message is its first telling line."""

    def __init__(self, words: Sequence[str], code: int, stderr: str) -> None:
        self.words, self.code, self.stderr = tuple(words), code, stderr
        lines = [line.strip() for line in stderr.splitlines() if line.strip()]
        telling = [line for line in lines if line.startswith(("fatal:", "error:"))]
        first = (telling or lines or [f"exit status {code}"])[0]
        super().__init__(f"git {words[0]}: {first.removeprefix('fatal: ').removeprefix('error: ')}")


class Answer(NamedTuple):
    """What a call gave: exit status, stdout as bytes, stderr as text without secrets."""

    code: int
    out: bytes
    err: str


class Git:
    """Git in one folder.

    `holding`: descriptors of locks that a writing git keeps, should this process die. `settings`: configuration
    (`key=value`) that holds for every call, whatever the repository says.
    """

    def __init__(self, folder: str | Path, holding: Iterable[int] = (), settings: Iterable[str] = ()) -> None:
        self.folder = os.fspath(folder)
        self._holding = tuple(holding)
        self._settings = tuple(settings)

    def at(self, folder: str | Path) -> Git:
        """Git in another folder, with the same locks and settings."""
        return Git(folder, self._holding, self._settings)

    def under(self, settings: Iterable[str]) -> Git:
        """Git in this folder with more settings."""
        return Git(self.folder, self._holding, (*self._settings, *settings))

    def read(self, *words: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        """What a command that changes nothing prints. Raises GitError."""
        return _checked(words, self.ask(*words, stdin=stdin, env=env))

    def text(self, *words: str) -> str:
        """As `read`, decoded, without the last line's end."""
        return os.fsdecode(self.read(*words)).rstrip("\n")

    def ask(self, *words: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> Answer:
        """As `read`, for commands whose exit status is an answer."""
        answer = self._run((*_ALWAYS, *_READING), words, stdin, {**_ALONE, **_QUIET, **(env or {})}, _PATIENCE)
        if answer.err.startswith("Timeout:"):
            return answer._replace(err=f"fatal: no answer from {self.folder} within {_PATIENCE} seconds")
        return answer

    def write(self, *words: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        """Run a command that changes the repository; its hooks are the user's and run. Raises GitError."""
        return _checked(words, self.try_write(*words, stdin=stdin, env=env))

    def try_write(self, *words: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> Answer:
        """As `write`, for commands whose exit status is an answer."""
        return self._run((*_ALWAYS, *_WRITING), words, stdin, {**_QUIET, **(env or {})}, None)

    def _run(
        self,
        options: Sequence[str],
        words: Sequence[str],
        stdin: bytes | None,
        env: Mapping[str, str],
        patience: float | None,
    ) -> Answer:
        settings = [word for setting in self._settings for word in ("-c", setting)]
        # `-C` too: where the folder is gone, GitPython would run git in this process' own.
        command = ["git", "-C", self.folder, *options, *settings, *words]
        _forget_variables()
        try:
            start = _command()
        except ImportError as error:  # GitPython has a look at git when it is loaded
            return Answer(_UNSTARTED, b"", f"fatal: git cannot be started: {error}")
        with _file_of(stdin) as given:
            try:
                code, out, err = start(self.folder).execute(
                    command,
                    istream=given,
                    with_extended_output=True,
                    with_exceptions=False,
                    stdout_as_string=False,
                    strip_newline_in_stdout=False,
                    kill_after_timeout=patience,
                    env=dict(env),
                    # Its own session: a Ctrl-C at the terminal must not end git in the middle of a merge.
                    start_new_session=True,
                    pass_fds=self._holding,
                )
            except (OSError, ValueError, _not_found()) as error:
                return Answer(_UNSTARTED, b"", _unstarted(error))
        # Hooks speak here, too, and whatever is made of it is kept and shown.
        return Answer(code, bytes(out), redact(str(err)) if err else "")


def version() -> tuple[int, ...]:
    """The version of the git on PATH; empty where there is none. Raises GitError where it cannot be started."""
    answer = Git(os.curdir).ask("--version")
    if answer.code == _UNSTARTED and _MISSING not in answer.err:
        raise GitError(("--version",), answer.code, answer.err)
    found = re.search(rb"\d+(?:\.\d+)+", answer.out)
    return tuple(int(part) for part in found[0].split(b".")) if found else ()


def version_fault(found: tuple[int, ...]) -> str | None:
    """Why this version of git will not do, with what to do; None where it will."""
    if not found:
        return _MISSING
    oldest = ".".join(map(str, OLDEST))
    return None if found >= OLDEST else f"git {'.'.join(map(str, found))} is too old; Planloom needs {oldest} or newer"


def _unstarted(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno != errno.ENOENT:
        return f"fatal: git cannot be started: {error.strerror}"
    return f"fatal: {error if isinstance(error, ValueError) else _MISSING}"


def _forget_variables() -> None:
    for name in [name for name in os.environ if name.startswith("GIT_") and not name.startswith(_KEPT)]:
        os.environ.pop(name, None)


@cache
def _command():  # type: ignore[no-untyped-def]  # GitPython's class, loaded when git is first needed
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    from git.cmd import Git as Command

    os.environ.pop("GIT_PYTHON_REFRESH", None)
    return Command


@cache
def _not_found() -> type[Exception]:
    from git.exc import GitCommandNotFound

    return GitCommandNotFound


@contextmanager
def _file_of(data: bytes | None) -> Iterator[int | None]:
    if data is None:
        yield None
        return
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        file.seek(0)
        yield file.fileno()


def _checked(words: Sequence[str], answer: Answer) -> bytes:
    if answer.code:
        raise GitError(words, answer.code, answer.err or os.fsdecode(answer.out))
    return answer.out
