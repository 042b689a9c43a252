"""Which hooks of its own a repository has: programs that git runs when a run commits, merges or makes worktrees.

Runs none of them. Must not know plans.
"""

from __future__ import annotations

import os
from pathlib import Path

from planloom.run.git import Git
from planloom.run.survey.repository import find


def hooks(root: str) -> tuple[str, ...]:
    """The names of the hooks that git would run in a repository's worktrees, with their folder where one is set."""
    repository = find(root)
    if repository is None:
        return ()
    said = _set_folder(root)
    folder = Path(root, said) if said else Path(repository.common, "hooks")
    try:
        found = sorted(file.name for file in folder.iterdir() if file.is_file() and os.access(file, os.X_OK))
    except OSError:
        return ()
    return tuple(f"{said}/{name}" if said else name for name in found if not name.endswith(".sample"))


def _set_folder(root: str) -> str:
    """The folder that `core.hooksPath` names, "" where it names none. What Planloom sets for itself does not count."""
    said = Git(root).ask("config", "--show-scope", "-z", "--type=path", "--get-all", "core.hooksPath")
    words = [os.fsdecode(word) for word in said.out.split(b"\0")]
    named = [value for scope, value in zip(words[::2], words[1::2], strict=False) if scope != "command"]
    return named[-1].rstrip("/") if named else ""
