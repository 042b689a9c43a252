"""Real repositories for tests: the same author, clock and configuration on every machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

# `tests/conftest.py` puts these into the environment of every test, so git inside Planloom sees them too.
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada Example",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada Example",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}
Files = Mapping[str, str | bytes]


def git(repo: Path, *words: str) -> str:
    """What git prints, without the last line's end; the test fails where git does."""
    answer = try_git(repo, *words)
    assert answer.returncode == 0, f"git {' '.join(words)}: {os.fsdecode(answer.stderr)}"
    return os.fsdecode(answer.stdout).rstrip("\n")


def try_git(repo: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """A call of git that may fail."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        ["git", "-c", "protocol.file.allow=always", "-C", os.fspath(repo), *words],
        env={**clean, **ENVIRONMENT, "GIT_EDITOR": "true", "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def make_repo(folder: Path, files: Files | None = None, name: str = "repo") -> Path:
    """A repository `folder/name` on branch `main` with one commit that holds `files`."""
    repo = folder / name
    repo.mkdir(parents=True)
    git(repo, "init", "--quiet", "--initial-branch=main")
    commit(repo, files or {"README.md": "# Sample\n"}, "Begin")
    return repo


def write_files(folder: Path, files: Files) -> None:
    """Put files into a folder; folders on the way are made."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)


def commit(repo: Path, files: Files, message: str) -> str:
    """Commit these files, and them alone, on what is checked out; the commit's object id."""
    write_files(repo, files)
    if files:
        git(repo, "add", "--", *files)
    git(repo, "commit", "--quiet", "--allow-empty", "-m", message)
    return head(repo)


def head(repo: Path, name: str = "HEAD") -> str:
    """The object id of a commit."""
    return git(repo, "rev-parse", "--verify", f"{name}^{{commit}}")


def branches(repo: Path) -> dict[str, str]:
    """Every local branch with its object id."""
    lines = git(repo, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads").splitlines()
    return dict(line.split(" ") for line in lines)


def sound(repo: Path) -> bool:
    """Whether `git fsck` finds nothing broken; what is merely unreachable is fine."""
    return try_git(repo, "fsck", "--full", "--strict", "--no-dangling").returncode == 0
