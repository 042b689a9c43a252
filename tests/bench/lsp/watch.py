"""What watching costs while nothing happens, and how soon a worker that strays is underlined.

    python -m tests.bench.lsp.watch [--workers 20] [--files 200] [--seconds 20] [--rounds 5]

`--files` are those of each worktree. Prints the share of a processor that the server and what it started took, and the
seconds from the write to the diagnostics (median and longest).
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from tests.lsp.client import Client
from tests.support.repos import git
from tests.support.runs import Part, sample

_TICKS = os.sysconf("SC_CLK_TCK")
_SETTLES = 5.0


def cpu(process: int) -> float:
    """Seconds of processor that a process and its ended children took."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def drifts(client: Client, uri: str, *, there: bool) -> float:
    """Seconds until the drift is shown, or is not any more."""
    began = time.perf_counter()
    while True:
        found = {one["code"] for one in client.diagnostics(uri)["diagnostics"]}
        if ("ownership-drift" in found) is there:
            return time.perf_counter() - began


def main() -> None:
    """Make the repository, watch it at rest, then stray."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--workers", type=int, default=20)
    ask.add_argument("--files", type=int, default=200)
    ask.add_argument("--seconds", type=float, default=20)
    ask.add_argument("--rounds", type=int, default=5)
    args = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = {f"src/{index % 20}/{index}.txt": "text\n" for index in range(args.files)}
        parts = {f"W{n}": Part(writes=(f"own{n}.txt",)) for n in range(1, args.workers + 1)}
        repo = sample(Path(folder), parts, files)
        for n in range(1, args.workers + 1):
            git(repo, "worktree", "add", "-q", "-b", f"feat/w{n}", f"../repo-w{n}")
        with Client() as client:
            uri = Path(repo, "PLAN.md").as_uri()
            client.initialize(initializationOptions={"trusted": True, "statusNotifications": True})
            client.open(Path(repo, "PLAN.md").read_text(), uri)
            client.diagnostics(uri)
            time.sleep(_SETTLES)
            before = cpu(client.process.pid)
            time.sleep(args.seconds)
            share = (cpu(client.process.pid) - before) / args.seconds
            took = []
            for _ in range(args.rounds):
                stray = repo.parent / "repo-w1" / "own2.txt"
                stray.write_text("not mine")
                took.append(drifts(client, uri, there=True))
                stray.unlink()
                took.append(drifts(client, uri, there=False))
    print(f"at rest {share:.2%} of a processor; shown after {statistics.median(took):.2f} s, at most {max(took):.2f} s")


if __name__ == "__main__":
    main()
