"""What watching costs while nothing happens, and how soon a worker that strays is underlined, for each source.

    python -m tests.bench.lsp.watch [--workers 20] [--files 200] [--seconds 60] [--rounds 5] [--source native]

`--files` are those of each worktree. `--source`: `native`, the operating system; `client`, which tells at once here;
`walk`; without it all of them. Prints the share of a processor that the server and what it started took, and the
seconds from the write to the diagnostics (median and longest).
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.lsp.client import SERVE, Client
from tests.lsp.test_session import patched
from tests.support.repos import git
from tests.support.runs import Part, sample

_TICKS = os.sysconf("SC_CLK_TCK")
_BLIND = patched("import sys; sys.modules['watchfiles'] = None")
_WATCHES = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True}}}
SOURCES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "native": (SERVE, {}),
    "client": (_BLIND, _WATCHES),
    "walk": (_BLIND, {}),
}
# What was begun when the plan was opened is over when there was so little to do for some seconds.
_AT_REST, _SETTLES = 0.1, 5.0


def cpu(process: int) -> float:
    """Seconds of processor that a process and its ended children took."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def share(process: int, seconds: float) -> float:
    """The share of a processor that a process takes, in the coming seconds."""
    before = cpu(process)
    time.sleep(seconds)
    return (cpu(process) - before) / seconds


def drifts(client: Client, uri: str, *, there: bool) -> float:
    """Seconds until the drift is shown, or is not any more."""
    began = time.perf_counter()
    while True:
        found = {one["code"] for one in client.diagnostics(uri)["diagnostics"]}
        if ("ownership-drift" in found) is there:
            return time.perf_counter() - began


def made(folder: Path, workers: int, files: int) -> Path:
    """A repository with a worktree for each worker."""
    parts = {f"W{n}": Part(writes=(f"own{n}.txt",)) for n in range(1, workers + 1)}
    repo = sample(folder, parts, {f"src/{index // 20}/{index}.txt": "text\n" for index in range(files)})
    for n in range(1, workers + 1):
        git(repo, "worktree", "add", "-q", "-b", f"feat/w{n}", f"../repo-w{n}")
    return repo


def measure(repo: Path, source: str, seconds: float, rounds: int) -> None:
    """Watch at rest, then stray."""
    command, capabilities = SOURCES[source]
    with Client(command) as client:
        uri = Path(repo, "PLAN.md").as_uri()
        client.initialize(capabilities, initializationOptions={"trusted": True, "statusNotifications": True})
        client.open(Path(repo, "PLAN.md").read_text(), uri)
        client.diagnostics(uri)
        # The settings files, then the worktrees.
        for _ in range(2 if source == "client" else 0):
            asked = client.wait(lambda message: message.get("method") == "client/registerCapability")
            client.send({"jsonrpc": "2.0", "id": asked["id"], "result": None})
        while share(client.process.pid, _SETTLES) > _AT_REST:
            pass
        rest = share(client.process.pid, seconds)
        took = []
        for round_ in range(rounds):
            stray = repo.parent / f"repo-w{1 + round_}" / "own_of_nobody.txt"
            for there in (True, False):
                stray.write_text("not mine") if there else stray.unlink()
                if source == "client":
                    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": stray.as_uri(), "type": 1}]})
                took.append(drifts(client, uri, there=there))
    print(f"{source}: at rest {rest:.2%} of a processor; shown after {statistics.median(took):.2f} s, ", end="")
    print(f"at most {max(took):.2f} s", flush=True)


def main() -> None:
    """Make the repository, and watch it from each source."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--workers", type=int, default=20)
    ask.add_argument("--files", type=int, default=200)
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--source", choices=SOURCES)
    args = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        repo = made(Path(folder), args.workers, args.files)
        for source in [args.source] if args.source else SOURCES:
            measure(repo, source, args.seconds, args.rounds)


if __name__ == "__main__":
    main()
