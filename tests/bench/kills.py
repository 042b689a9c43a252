"""Kills the orchestrator of a run of three workers at every step that changes the world, then resumes, and looks.

    python -m tests.bench.kills            # every step of a run, and as many again until 1,000 points
    python -m tests.bench.kills --points 100 --jobs 2

Of each point: the run is begun and killed with SIGKILL at its Nth step; every fifth point kills the resumed run as
well, at a step of its own; then it is resumed to its end. Held against: no commit and no file lost, each branch merged
once and in order, no agent started twice, `git fsck` clean, checkpoint and work tree true. One line a broken point.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from planloom.actions.checkpoint import is_as_written
from tests.support.forked import go
from tests.support.kill import killed_at
from tests.support.repos import git, sound
from tests.support.runs import Part, sample, writing

RECOVERIES = 5
"""Every so-many-th point is killed a second time, while it recovers."""
_PAID = "echo start >> ../paid-$PLANLOOM_WORKER\n"
PARTS = {
    "W1": Part(_PAID + writing("a.txt"), ("a.txt",), check="test -f a.txt"),
    "W2": Part(_PAID + writing("b.txt"), ("b.txt",), after="W1", validation="test -f a.txt"),
    "W3": Part(_PAID + writing("c.txt"), ("c.txt",), check="test -f c.txt"),
}


class Point(NamedTuple):
    """One kill: at which step of the run, and at which step of the run's first recovery (0: not killed)."""

    step: int
    recovery: int = 0


class Result(NamedTuple):
    """What came of a point: whether it was killed at all, and what is wrong with what is left."""

    point: Point
    killed: bool
    faults: tuple[str, ...]


def template(folder: Path) -> Path:
    """A folder with the repository that every point begins with."""
    repo = sample(folder, PARTS, {"user.txt": "user's\n"})
    (repo / ".env").write_text("secret\n")
    (repo / "notes.txt").write_text("not committed\n")
    return folder


def trial(source: Path, base: Path, point: Point) -> Result:
    """Kill at one point, resume, and look; the folder is gone afterwards, unless something is wrong."""
    place = Path(tempfile.mkdtemp(prefix=f"kill-{point.step}-", dir=base))
    shutil.copytree(source, place, dirs_exist_ok=True, symlinks=True)
    repo = place / "repo"
    git(repo, "update-index", "-q", "--refresh")
    said, killed = place / "said", False
    try:
        killed = killed_at(point.step, _quietly(lambda: _begin(repo), said))
        if killed and point.recovery:
            killed_at(point.recovery, _quietly(lambda: _resume(repo), said))
        killed_at(sys.maxsize, _quietly(lambda: _resume(repo), said))
        faults = list(_faults(place, repo))
    except AssertionError as error:
        faults = [f"{error}: {said.read_text()[-300:]}"]
    if not faults:
        shutil.rmtree(place)
    return Result(point, killed, tuple(faults))


def points(count: int, seed: int = 0) -> Iterator[Point]:
    """So many points: every step from 1 on, every fifth with a second kill; whoever asks stops at the run's end."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        yield Point(number, chance.randint(1, 200) if number % RECOVERIES == 0 else 0)


def _begin(repo: Path) -> None:
    assert go(repo)


def _resume(repo: Path) -> None:
    assert go(repo, resume=True)


def _quietly(action: Callable[[], None], said: Path) -> Callable[[], None]:
    def act() -> None:
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        action()

    return act


def _faults(place: Path, repo: Path) -> Iterator[str]:
    """What was lost, repeated or left in disorder."""
    for worker, name in (("W1", "a.txt"), ("W2", "b.txt"), ("W3", "c.txt")):
        paid = place / f"paid-{worker}"
        starts = paid.read_text().count("start") if paid.exists() else 0
        if starts != 1:
            yield f"the agent of {worker} was started {starts} times"
        if git(repo, "log", "--format=%s", "main", "--", name) != f"[{worker}] {name}":
            yield f"the commit of {worker} is not in main, or not once"
    subjects = git(repo, "log", "--first-parent", "--format=%s", "main").splitlines()
    merges = [line for line in subjects if line.startswith("Merge")]
    if merges != [f"Merge feat/w{number} (W{number})" for number in (3, 2, 1)]:
        yield f"merges are {merges}"
    if (repo / ".env").read_text() != "secret\n" or (repo / "notes.txt").read_text() != "not committed\n":
        yield "a file of the user changed"
    if not sound(repo):
        yield "git fsck finds something broken"
    (checkpoint,) = (repo / "archive").glob("CHECKPOINT*")
    text = checkpoint.read_text()
    if "**Status:** COMPLETED" not in text or not is_as_written(text):
        yield "the checkpoint is not true"
    left = [path.name for path in place.iterdir() if path.name.startswith("repo-")]
    if left or git(repo, "branch", "--format=%(refname:short)") != "main":
        yield f"left behind: {left} {git(repo, 'branch', '--format=%(refname:short)')!r}"
    if git(repo, "status", "--porcelain").splitlines() != ["?? archive/", "?? notes.txt"]:
        yield "the main work tree is not as it should be"


def main() -> int:
    """Run the points and print what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, default=None, help="where repositories are made (default: /dev/shm)")
    asked = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="planloom-kills-", dir=asked.folder or "/dev/shm"))
    source = template(base / "template")
    killed = broken = done = rounds = 0
    with ProcessPoolExecutor(asked.jobs) as pool:
        while done < asked.points:
            rounds += 1
            for result in pool.map(partial(trial, source, base), points(asked.points - done, rounds)):
                done += 1
                killed += result.killed
                for fault in result.faults:
                    broken += 1
                    print(f"{result.point}: {fault}", flush=True)
                if not result.killed:
                    break
    print(f"{done} points, {killed} kills in {rounds} rounds, {broken} faults")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
