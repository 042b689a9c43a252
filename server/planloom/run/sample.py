"""The sample plan in a repository of its own: two workers own one file; all workers are scripts.

Knows where it lies and how a repository is made; must not know how it is checked or run.
"""

from __future__ import annotations

from pathlib import Path

from planloom.run.git import Git

PLAN = "PLAN.md"
TEXT = Path(__file__).with_name("sample.md")
_SETTINGS = '[run]\nagent = "shell"  # the workers of the sample are scripts\n'
_AUTHOR = (("user.name", "Planloom Demo"), ("user.email", "demo@planloom.invalid"), ("commit.gpgsign", "false"))


def make(folder: Path) -> Path:
    """A new folder with the sample, ready to be run without naming an agent; returns the plan.

    Raises GitError, and OSError where the folder is there already or cannot be made.
    """
    folder.mkdir(parents=True)
    (folder / ".planloom.toml").write_text(_SETTINGS, encoding="utf-8", newline="\n")
    return under_git(folder)


def under_git(folder: Path) -> Path:
    """Put the plan into a folder, and all of it under git, on `main`; returns the plan. Raises GitError."""
    plan = folder / PLAN
    plan.write_bytes(TEXT.read_bytes())
    git = Git(folder)
    git.write("init", "--quiet", "--initial-branch=main", "--template=")
    for name, value in _AUTHOR:
        git.write("config", name, value)
    commit(folder, "Plan the reading list")
    return plan


def commit(folder: Path, message: str) -> None:
    """Commit all that lies in the folder. Raises GitError."""
    git = Git(folder)
    git.write("add", "--all")
    git.write("commit", "--quiet", "--message", message)
