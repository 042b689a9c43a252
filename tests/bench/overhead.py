"""A run of five workers that end at once, beside a script of the same git commands, in one go.

    python -m tests.bench.overhead 5

Prints the median seconds of both, and of their difference, over so many alternating pairs, and of `planloom status`.
The run is approved beforehand, as by a person who looked at a dry run.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.runs import Part, approval, planloom, sample, writing

WORKERS = [f"W{number}" for number in range(1, 6)]
_CHECK = "git log -1 > /dev/null"
PARTS = {worker: Part(writing(f"{worker}.txt"), (f"{worker}.txt",), check=_CHECK) for worker in WORKERS}
_SCRIPT = """
set -eu
for n in 1 2 3 4 5; do git worktree add -q --no-track -b feat/w$n ../repo-w$n main; done
for n in 1 2 3 4 5; do
  (cd ../repo-w$n && echo work >> W$n.txt && git add -A && git commit -qm "[W$n]" && git log -1 > /dev/null) &
done
wait
for n in 1 2 3 4 5; do
  (cd ../repo-w$n && git status --porcelain && git diff --name-only main feat/w$n) > /dev/null
done
git worktree add -q --detach ../repo-merge main
for n in 1 2 3 4 5; do (cd ../repo-merge && git merge -q --no-ff --no-edit feat/w$n && git log -1 > /dev/null); done
git merge -q --ff-only "$(git -C ../repo-merge rev-parse HEAD)"
for n in 1 2 3 4 5; do git worktree remove ../repo-w$n; git branch -qd feat/w$n; done
git worktree remove ../repo-merge
"""


def timed(action: Callable[[Path, str], object]) -> float:
    """Seconds that an action takes on a fresh sample repository."""
    folder = Path(tempfile.mkdtemp(prefix="planloom-overhead-", dir="/dev/shm"))
    repo = sample(folder, PARTS)
    hash_ = approval(repo)
    begin = time.perf_counter()
    action(repo, hash_)
    seconds = time.perf_counter() - begin
    shutil.rmtree(folder)
    return seconds


def by_planloom(repo: Path, hash_: str) -> None:
    """All six phases."""
    done = planloom(repo, "run", "PLAN.md", "--agent", "shell", "--approve", hash_, "--jobs", "5")
    assert done.returncode == 0, done.stdout + done.stderr


def by_script(repo: Path, _: str) -> None:
    """The same, by hand."""
    subprocess.run(["bash", "-c", _SCRIPT], cwd=repo, check=True, capture_output=True)


def status(repo: Path, _: str) -> None:
    """What a finished run costs to look at."""
    assert planloom(repo, "status", "PLAN.md", "--json").returncode == 0


def main() -> int:
    """Time pairs, and print medians."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    ours, theirs, looks = [], [], []
    for _ in range(pairs):
        theirs.append(timed(by_script))
        ours.append(timed(by_planloom))
        looks.append(timed(status))
    difference = statistics.median(one - other for one, other in zip(ours, theirs, strict=True))
    print(f"planloom {statistics.median(ours):.2f} s, script {statistics.median(theirs):.2f} s")
    print(f"difference {difference:.2f} s, status {statistics.median(looks):.2f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
