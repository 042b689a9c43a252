"""Every hostile text in every field, through every command that only looks; and armed repositories under strace.

    uv run python -m tests.bench.hostile            all fields, some twenty minutes
    uv run python -m tests.bench.hostile title task these fields
    uv run python -m tests.bench.hostile --programs what the commands execute in armed repositories; needs strace

Prints how many canaries, files and lines that act on a screen there were: none is what is promised.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.support.armed import SETTINGS, armed
from tests.support.commands import LOOKING, ON_SCREEN
from tests.support.hostile import CANARY, FIELDS, TEXTS, plan
from tests.support.repos import ENVIRONMENT, make_repo
from tests.support.runs import PROGRAM
from tests.support.watched import Watched, changes

_STARTED = re.compile(r'execve\("([^"]+)".*= 0$', re.MULTILINE)
_UNDER_STRACE = (
    ("check", "PLAN.md"),
    ("status", "PLAN.md"),
    ("diff", "PLAN.md", "W1"),
    ("run", "PLAN.md", "--agent", "shell", "--dry-run"),
)


def matrix(folder: Path, fields: tuple[str, ...]) -> int:
    """Show every text in these fields to every command; how many faults there were."""
    home = folder / "home"
    home.mkdir()
    os.environ.update(ENVIRONMENT, HOME=str(home), NO_COLOR="1")
    faults = calls = 0
    began = time.monotonic()
    for field in fields:
        watched = Watched(make_repo(folder / field, {"src/c.py": "x\n"}), home)
        for name, text in TEXTS.items():
            (watched.repo / "PLAN.md").write_bytes(plan(field, text).encode("utf-8", "surrogatepass"))
            before = watched.picture()
            for words in (*LOOKING, *ON_SCREEN):
                calls += 1
                try:
                    watched.say(*words, screen=words in ON_SCREEN)
                except AssertionError as error:
                    faults += 1
                    print(f"{field}, {name}: {str(error)[:300]}")
            for path in changes(before, watched.picture()):
                faults += 1
                print(f"{field}, {name}: {path} changed")
        print(f"{field}: {calls} calls, {faults} faults, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{len(fields)} fields x {len(TEXTS)} texts x {len(LOOKING) + len(ON_SCREEN)} commands: {faults} faults")
    return faults


def programs(folder: Path) -> int:
    """What commands execute in armed repositories; how many canaries there were."""
    canaries = 0
    started: Counter[str] = Counter()
    for number, kind in enumerate(SETTINGS):
        repo = armed(folder / str(number) / "parent", kind)
        for words in _UNDER_STRACE:
            log = folder / "log"
            strace = ["strace", "-f", "-qq", "-s", "300", "-e", "trace=execve", "-o", str(log), *PROGRAM, *words]
            subprocess.run(strace, cwd=repo, env={**os.environ, **ENVIRONMENT}, capture_output=True, check=False)
            started.update(Path(found[1]).name for found in _STARTED.finditer(log.read_text(errors="replace")))
        canaries += sum(1 for _ in repo.parent.rglob(CANARY))
    print(f"{len(SETTINGS)} armed repositories x {len(_UNDER_STRACE)} commands: {canaries} canaries; executed:")
    for name, count in started.most_common():
        print(f"{count:6}  {name}")
    return canaries


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        asked = sys.argv[1:]
        sys.exit(
            bool(programs(Path(place)) if asked == ["--programs"] else matrix(Path(place), tuple(asked) or FIELDS))
        )
