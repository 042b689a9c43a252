"""Whether git ignores paths of a worktree. Knows one question to git; must not know why it is asked."""

from __future__ import annotations

import os
from collections.abc import Iterable

from planloom.run.git import Git
from planloom.run.survey.repository import names


def is_ignored(worktree: str, paths: Iterable[str]) -> bool:
    """Whether git ignores all of these; what cannot be told, it does not. Folders end with `/`, there or not."""
    asked = {os.fsencode(path.replace(os.sep, "/")) for path in paths}
    answer = Git(worktree).ask("check-ignore", "-z", "--stdin", stdin=b"".join(path + b"\0" for path in asked))
    return answer.code == 0 and {os.fsencode(name) for name in names(answer.out)} >= asked
