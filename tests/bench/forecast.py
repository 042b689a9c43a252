"""How long it takes to observe a plan's repository and to forecast its merges: `uv run python tests/bench/forecast.py`.

Makes a repository (20,000 files, 8 workers, each with a worktree, two commits and some work not committed) in a
temporary folder, `--in DIR` somewhere else. Shows the median of `--runs` for observing without and with the forecast,
and for the forecast of all pairs alone; beside it what the same pairs take as real merges in a worktree, in one run.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.rules.analysis import Analysis
from planloom.run.observe import glance, observe
from planloom.run.survey.forecast import forecast
from tests.support.repos import commit, git, make_repo, try_git, write_files


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--files", type=int, default=20_000)
    ask.add_argument("--workers", type=int, default=8)
    ask.add_argument("--runs", type=int, default=7)
    ask.add_argument("--in", dest="place", type=Path, help="the folder to make the repository in")
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.place) as folder:
        repo = prepare(Path(folder), asked.files, asked.workers)
        plan = Analysis.open((repo / "PLAN.md").read_text()).plan
        show(plan, repo, asked.runs)


def prepare(folder: Path, files: int, workers: int) -> Path:
    """A repository with a plan whose workers are at work; every second one also changes a file of all."""
    repo = make_repo(folder, {f"src/{n % 97}/{n % 13}/file{n}.txt": f"{n}\n" * 20 for n in range(files)})
    numbers = range(1, workers + 1)
    plan = "# Bench\n\n" + "".join(
        f"### W{n}: Part {n}\n\n**Branch:** w{n}\n**Worktree:** ../w{n}\n**Files Owned:** `src/{n}/**`\n\n"
        for n in numbers
    )
    commit(repo, {"PLAN.md": plan, "shared.txt": "0\n" * 40}, "Plan")
    for n in numbers:
        git(repo, "worktree", "add", "--quiet", "-b", f"w{n}", f"../w{n}")
        tree = repo.parent / f"w{n}"
        commit(tree, {f"src/{n}/new{n}.txt": "new\n"}, f"[W{n}] Add")
        commit(tree, {"shared.txt": f"{n}\n" * 40} if n % 2 else {f"src/{n}/more.txt": "more\n"}, f"[W{n}] Change")
        write_files(tree, {f"src/{n}/new{n}.txt": "newer\n", f"src/{n}/untracked.txt": "?\n"})
    return repo


def show(plan: Plan, repo: Path, runs: int) -> None:
    path = repo / "PLAN.md"
    facts = glance(plan, path)
    assert facts is not None
    print(f"{median(lambda: glance(plan, path), runs):8.1f} ms  observing, without the forecast")
    print(f"{median(lambda: observe(plan, path), runs):8.1f} ms  observing, with the forecast")
    took = median(lambda: list(forecast(plan, facts)), runs)
    pairs = {one for one in forecast(plan, facts) if one.second}
    print(f"{took:8.1f} ms  forecast of all pairs, the target and the chain, with what is not committed")
    clean = committed_only(facts)
    took = median(lambda: list(forecast(plan, clean)), runs)
    print(f"{took:8.1f} ms  the same of what is committed: {len(pairs)} pairs in conflict")
    merges, conflicts = real_merges(repo, len(plan.workers))
    print(
        f"{1000 * merges:8.1f} ms  real merges of the same pairs: {conflicts} in conflict; {merges * 1000 / took:.0f} x"
    )
    assert conflicts == len(pairs)


def committed_only(facts: Facts) -> Facts:
    """The facts as if nothing lay uncommitted."""
    workers = {
        name: one._replace(changes=tuple(change for change in one.changes if change.where == "commit"))
        for name, one in facts.workers.items()
    }
    return facts._replace(workers=workers)


def median(work: Callable[[], object], runs: int) -> float:
    """Milliseconds."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times)


def real_merges(repo: Path, workers: int) -> tuple[float, int]:
    """Seconds for merging every pair of branches in a worktree, and how many stopped at a conflict."""
    tree = repo.parent / "merging"
    git(repo, "worktree", "add", "--quiet", "--detach", str(tree))
    begin, conflicts = time.perf_counter(), 0
    for first, second in combinations(range(1, workers + 1), 2):
        git(tree, "checkout", "--quiet", "--detach", f"w{first}")
        merged: subprocess.CompletedProcess[bytes] = try_git(tree, "merge", "--quiet", "--no-edit", f"w{second}")
        if merged.returncode:
            conflicts += 1
            git(tree, "merge", "--abort")
    return time.perf_counter() - begin, conflicts


if __name__ == "__main__":
    main()
