"""Lock files that git left behind: told, waited for, and taken away only where their owner is proven dead.

Must not know runs.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from planloom.run.trees.inside import can_tell, using
from planloom.run.trees.refused import Refused

_TRIES = 3
_PAUSE = 2 / _TRIES


def wait_until_free(own: Path, path: str) -> None:
    """Return when nobody holds git's locks of a worktree. Raises Refused where somebody may, saying who and how old."""
    for _ in range(_TRIES):
        if not _locks(own):
            return
        time.sleep(_PAUSE)
    if locks := _locks(own):
        held = ", ".join(map(str, locks))
        raise Refused(f"{held} is held{_by(path)}{_age(locks[0])}; end that git, or remove it if no git runs there")


def clear(own: Path, path: str) -> None:
    """Take away locks of a worktree that this run made, after waiting for them.

    For callers that hold the repository's lock, which every git that a run starts keeps until it ends: so a lock in
    a linked worktree's own folder, with no process at work in the worktree, has no owner. Raises Refused otherwise.
    """
    if _locks(own) and (own.parent.name != "worktrees" or not can_tell() or any(using(path))):
        wait_until_free(own, path)
    for lock in _locks(own):
        lock.unlink(missing_ok=True)


def clear_reference(common: Path, reference: str) -> None:
    """Take away the lock of a reference that nobody but runs writes to, after waiting for it.

    For callers that hold the repository's lock: git itself holds such a lock for an instant.
    """
    lock = common / f"{reference}.lock"
    for _ in range(_TRIES):
        if not lock.exists():
            return
        time.sleep(_PAUSE)
    lock.unlink(missing_ok=True)


def _locks(own: Path) -> list[Path]:
    return sorted(own.glob("*.lock"))


def _by(path: str) -> str:
    mine = f"(process {os.getpid()})"
    who = ", ".join(one for one in using(path) if not one.endswith(mine))
    return f", perhaps by {who}" if who else ", by nobody that is seen"


def _age(lock: Path) -> str:
    try:
        return f", for {max(0, time.time() - lock.stat().st_mtime):.0f} s"
    except OSError:
        return ""
