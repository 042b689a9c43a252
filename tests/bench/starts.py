"""Twenty starts of one plan at the same moment, many times over: exactly one runs, the others say who does.

python -m tests.bench.starts 100
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.support.forked import forked
from tests.support.runs import Part, approval, records, sample, writing

WINDOWS = 20
# The worker ends when all other windows have given up, so none of them comes after the run's end.
_PARTS = {
    "W1": Part("while [ ! -f ../go ]; do sleep 0.02; done\n" + writing("a.txt"), ("a.txt",)),
    "W2": Part(writing("b.txt"), ("b.txt",)),
}


def race(folder: Path) -> str:
    """One race in a new folder; what was wrong with it, or ""."""
    import os

    repo = sample(folder, _PARTS)
    hash_ = approval(repo)
    windows = {forked(repo, folder / f"said-{number}", hash_): number for number in range(WINDOWS)}
    codes: dict[int, int] = {}
    while windows:
        if len(windows) == 1:
            (folder / "go").touch()
        pid, status = os.wait()
        codes[windows.pop(pid)] = os.waitstatus_to_exitcode(status)
    refused = [folder / f"said-{number}" for number, code in codes.items() if code == 2]
    if sorted(codes.values()) != [0] + [2] * (WINDOWS - 1):
        return f"exit codes {sorted(codes.values())}"
    if not all("is held by process" in said.read_text() for said in refused):
        return "one of them did not say who runs"
    works = [one for one in records(repo) if one["do"] == "attempt" and one["is"] == "intent" and one["kind"] == "work"]
    return "" if len(works) == 2 else f"{len(works)} agents were started"


def main() -> int:
    """Race so often, and print what was wrong."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    wrong = 0
    for number in range(rounds):
        folder = Path(tempfile.mkdtemp(prefix="planloom-starts-", dir="/dev/shm"))
        fault = race(folder)
        wrong += bool(fault)
        if fault:
            print(f"round {number}: {fault} ({folder})")
        else:
            shutil.rmtree(folder)
    print(f"{rounds} rounds of {WINDOWS} starts, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
