"""Git, called in fixed shapes through GitPython and nowhere else.

Every call is a list of words that the caller wrote; text of a plan comes in only as a checked name or behind
`--end-of-options` or `--`. Reads run nothing of the repository's (no hooks, monitors, filters of diffs) and take no
lock. Must not know plans.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST = (2, 38)
_ALWAYS = (
    *("--no-pager", "-c", "core.fsmonitor=false", "-c", "protocol.ext.allow=never"),
    *("-c", "safe.bareRepository=explicit", "-c", "gc.auto=0", "-c", "maintenance.auto=false"),
    *("-c", "core.quotePath=false", "-c", "advice.detachedHead=false"),
)
_READING = ("-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false")
_WRITING = ("-c", "core.fsync=committed,reference", "-c", "merge.autoStash=false", "-c", "rebase.autoStash=false")
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "GIT_MERGE_AUTOEDIT": "no", "GIT_PAGER": "cat"}
# What a variable of these names says of the author is the user's will; every other one could lead git elsewhere.
_KEPT = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_SSH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")


class GitError(Exception):
    """Git refused. `code` is its exit status, `stderr` what it said; the message is its first telling line."""

    def __init__(self, words: Sequence[str], code: int, stderr: str) -> None:
        self.words, self.code, self.stderr = tuple(words), code, stderr
        lines = [line.strip() for line in stderr.splitlines() if line.strip()]
        telling = [line for line in lines if line.startswith(("fatal:", "error:"))]
        first = (telling or lines or [f"exit status {code}"])[0]
        super().__init__(f"git {words[0]}: {first.removeprefix('fatal: ').removeprefix('error: ')}")


class Answer(NamedTuple):
    """What a call gave: exit status, stdout as bytes, stderr as text."""

    code: int
    out: bytes
    err: str


class Git:
    """Git in one folder. `holding`: descriptors of locks that a writing git keeps, should this process die."""

    def __init__(self, folder: str | Path, holding: Iterable[int] = ()) -> None:
        self.folder = os.fspath(folder)
        self._holding = tuple(holding)

    def at(self, folder: str | Path) -> Git:
        """Git in another folder, with the same locks."""
        return Git(folder, self._holding)

    def read(self, *words: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        """What a command that changes nothing prints. Raises GitError."""
        return _checked(words, self.ask(*words, stdin=stdin, env=env))

    def text(self, *words: str) -> str:
        """As `read`, decoded, without the last line's end."""
        return os.fsdecode(self.read(*words)).rstrip("\n")

    def ask(self, *words: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> Answer:
        """As `read`, for commands whose exit status is an answer."""
        quiet = {"GIT_OPTIONAL_LOCKS": "0", **_QUIET, **(env or {})}
        return self._run((*_ALWAYS, *_READING), words, stdin, quiet)

    def write(self, *words: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        """Run a command that changes the repository; its hooks are the user's and run. Raises GitError."""
        return _checked(words, self.try_write(*words, stdin=stdin, env=env))

    def try_write(self, *words: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> Answer:
        """As `write`, for commands whose exit status is an answer."""
        return self._run((*_ALWAYS, *_WRITING), words, stdin, {**_QUIET, **(env or {})})

    def _run(self, options: Sequence[str], words: Sequence[str], stdin: bytes | None, env: Mapping[str, str]) -> Answer:
        command = _command()(self.folder)
        with _file_of(stdin) as given:
            code, out, err = command.execute(
                # `-C` too: where the folder is gone, GitPython would run git in this process' own.
                ["git", "-C", self.folder, *options, *words],
                istream=given,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                env=dict(env),
                # Its own session: a Ctrl-C at the terminal must not end git in the middle of a merge.
                start_new_session=True,
                pass_fds=self._holding,
            )
        return Answer(code, bytes(out), str(err))


@cache
def _command():  # type: ignore[no-untyped-def]  # GitPython's class, loaded when git is first needed
    for name in [name for name in os.environ if name.startswith("GIT_") and not name.startswith(_KEPT)]:
        del os.environ[name]
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    from git.cmd import Git as Command

    return Command


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
