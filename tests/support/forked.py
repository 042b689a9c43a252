"""Runs of the sample plan in forks of this process, which has loaded everything: many of them cost little."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from planloom.cli.running.consent import Consent
from planloom.cli.running.session import Wanted, drive, preview
from planloom.model.progress import RunState
from planloom.run.preparing import Asked
from tests.support.repos import ENVIRONMENT


def go(repo: Path, *, resume: bool = False, approval: str = "") -> bool:
    """Run or resume the sample plan here, in this process; whether it came to its end. `approval`: of the plan."""
    os.environ.update(ENVIRONMENT)
    os.chdir(repo)
    wanted = Wanted("PLAN.md", Asked("shell"))
    has_run = resume and any(Path(repo, ".git", "planloom").glob("*/*/journal"))
    consent = Consent() if has_run else Consent(hash=approval or preview(wanted).hash)
    progress = drive(wanted._replace(asked=Asked()) if has_run else wanted, consent, resume=resume)
    return progress is not None and progress.state is RunState.COMPLETED


def forked(repo: Path, said: Path, approval: str = "") -> int:
    """The id of a child that runs the sample plan and writes what it says to a file; it exits with 0, 1 or 2."""
    pid = os.fork()
    if pid:
        return pid
    code = 2
    try:
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        # A test runner may have put something of its own in their place.
        sys.stdout = sys.stderr = os.fdopen(out, "w", buffering=1)
        code = 0 if go(repo, approval=approval) else 1
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        sys.stdout.flush()
        os._exit(code)


def ended(pid: int) -> int:
    """The exit status of a child, when it has ended."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
