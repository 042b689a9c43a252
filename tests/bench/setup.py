"""How long setting up worktrees takes, against a plain loop of `git worktree add`: `python -m tests.bench.setup`.

Eight worktrees in a repository of 20,000 files, on tmpfs where there is one, in alternating pairs; the start of Python
is left out, git's own processes are in. `--cone` measures a cone sparse checkout of one folder in twenty, too.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from planloom.run.git import Git
from planloom.run.trees.worktrees import Wanted, make
from tests.support.repos import ENVIRONMENT, git, head, make_repo

FOLDERS = 200
CONE = tuple(f"packages/p{number:03}" for number in range(0, FOLDERS, 20))


def sample(folder: Path, files: int) -> Path:
    """A repository with so many files of 1 to 8 KB in 200 folders."""
    line = "the quick brown fox jumps over the lazy dog, again and again\n"
    each = {
        f"packages/p{number % FOLDERS:03}/src/file_{number:05}.py": f"# {number}\n" + line * (16 + number % 112)
        for number in range(files)
    }
    return make_repo(folder, each)


def plain(repo: Path, names: list[str]) -> None:
    """The loop that a person would write."""
    for name in names:
        git(repo, "worktree", "add", "--quiet", "--no-track", "-b", f"feat/{name}", str(repo.with_name(name)), "HEAD")


def ours(repo: Path, names: list[str], cone: tuple[str, ...] = ()) -> None:
    """What a run does, without its journal."""
    base = head(repo)
    for name in names:
        make(Git(repo), Wanted(str(repo.with_name(name)), f"feat/{name}", base, f"run-1 {name}", cone))


def processor() -> float:
    """Seconds of processors that this process and its ended children have used."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def timed(way: Callable[[Path, list[str]], None], repo: Path, workers: int) -> tuple[float, float]:
    """Seconds that a way takes, on the clock and of processors; what it made is taken away again."""
    names = [f"w{number}" for number in range(workers)]
    begin, spent = time.perf_counter(), processor()
    way(repo, names)
    took = (time.perf_counter() - begin, processor() - spent)
    for name in names:
        git(repo, "worktree", "remove", "--force", str(repo.with_name(name)))
        git(repo, "branch", "--quiet", "-D", f"feat/{name}")
    return took


def main() -> None:
    """Print the median of each way, and of the ratio of the pairs."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--pairs", type=int, default=5)
    ask.add_argument("--files", type=int, default=20_000)
    ask.add_argument("--workers", type=int, default=8)
    ask.add_argument("--cone", action="store_true")
    asked = ask.parse_args()
    os.environ.update(ENVIRONMENT)
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None)).resolve()
    try:
        repo = sample(folder, asked.files)
        ways = {"ours": ours}
        if asked.cone:
            ways["cone"] = lambda repo, names: ours(repo, names, CONE)
        timed(ours, repo, 1)  # whatever is loaded once
        pairs: dict[str, list[tuple[float, ...]]] = {name: [] for name in ways}
        for number in range(asked.pairs):
            for name, way in ways.items():
                both = [(plain, way), (way, plain)][number % 2]
                times = {one: timed(one, repo, asked.workers) for one in both}
                pairs[name].append((*times[plain], *times[way]))
        for name, found in pairs.items():
            loop, mine = median(one[0] for one in found), median(one[2] for one in found)
            clock, spent = median(one[2] / one[0] for one in found), median(one[3] / one[1] for one in found)
            print(f"{name}: plain loop {loop:.2f} s, here {mine:.2f} s, {len(found)} pairs")
            print(
                f"    median ratio {clock:.3f} on the clock, {spent:.3f} of processors (tells more on a busy machine)"
            )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
