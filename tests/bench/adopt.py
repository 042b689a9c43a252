"""Kills who submitted tasks, again and again, while they run: `uv run python -m tests.bench.adopt 100`.

In each round one process submits eight tasks and is killed with all its group at a moment of its own; whoever comes
after submits all of them again and waits. Every task must have run once, and its exit status must be known.
"""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from planloom.run.tasks.executor import Task
from planloom.run.tasks.local import Local

_LONGEST = 0.5
_SUBMIT = """
import sys
from pathlib import Path
from tests.bench.adopt import tasks
from planloom.run.tasks.local import Local
for task in tasks(Path(sys.argv[1]), int(sys.argv[2])):
    Local().submit(task)
    print(flush=True)
input()
"""


def tasks(place: Path, workers: int) -> list[Task]:
    """Tasks that say that they ran, and end with a status of their own when the file `go` is there."""
    script = f'echo ran; while ! test -e "{place}/go"; do sleep 0.02; done; exit '
    return [
        Task(f"{number}", place / str(number), ("sh", "-c", f"{script}{number}"), str(place), {})
        for number in range(1, workers + 1)
    ]


def adopt(place: Path, rounds: int, workers: int) -> int:
    """How many tasks, of all rounds, ran once and told their status."""
    return sum(_round(place / f"round-{number}", workers, number) for number in range(rounds))


def _round(place: Path, workers: int, number: int) -> int:
    place.mkdir()
    command = [sys.executable, "-c", _SUBMIT, str(place), str(workers)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as submitter:
        _kill_some_time(submitter, workers, number)
    executor = Local()
    mine = tasks(place, workers)
    for task in mine:
        executor.submit(task)
    (place / "go").touch()
    left = [task.folder for task in mine]
    while left:
        executor.wait(left, 60)
        left = [folder for folder in left if executor.poll(folder).word in ("waiting", "running")]
    return sum(
        executor.poll(task.folder).code == int(task.id) and b"".join(executor.logs(task.folder)) == b"ran\n"
        for task in mine
    )


def _kill_some_time(submitter: subprocess.Popen[bytes], workers: int, number: int) -> None:
    """After all were submitted, every other round; else after any number of them and a moment more."""
    assert submitter.stdout is not None
    chance = random.Random(number)
    for _ in range(chance.randrange(workers) if number % 2 else workers):
        submitter.stdout.readline()
    select.select([], [], [], chance.random() * _LONGEST / 10 if number % 2 else 0)
    os.killpg(submitter.pid, signal.SIGKILL)


def main() -> None:
    rounds, workers = int(sys.argv[1]), 8
    with tempfile.TemporaryDirectory() as place:
        begin = time.monotonic()
        whole = adopt(Path(place), rounds, workers)
        print(f"{whole}/{rounds * workers} ran once and told how they ended, {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
