"""The sample plan run for show, by workers that are scripts: no agent, no network."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from planloom.cli.running.consent import Consent
from planloom.cli.running.session import Wanted, drive, preview
from planloom.model.progress import Progress
from planloom.run.git import Git
from planloom.run.preparing import Asked
from planloom.run.sample import PLAN


def run(folder: Path) -> Progress | None:
    """All six phases of the plan in the folder, approved by whoever started the demo. Raises CommandError."""
    os.chdir(folder)
    wanted = Wanted(PLAN, Asked("shell"))
    return drive(wanted, Consent(hash=preview(wanted).hash), resume=False)


def approval(folder: Path) -> str:
    """The hash that approves the run. Raises CommandError."""
    os.chdir(folder)
    return preview(Wanted(PLAN, Asked("shell"))).hash


def history(folder: Path) -> Iterator[str]:
    """What came to the target, merge by merge, and the files that are there now."""
    git = Git(folder)
    yield from git.text("log", "--graph", "--format=%s").splitlines()
    yield ""
    yield from git.text("ls-tree", "-r", "--name-only", "HEAD").splitlines()


def say_checkpoint(folder: Path) -> None:
    """Print the checkpoint."""
    for file in sorted(folder.glob("archive/CHECKPOINT_*.md")):
        sys.stdout.write(file.read_text(encoding="utf-8"))
