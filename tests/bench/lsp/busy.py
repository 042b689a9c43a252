"""Typing in a plan while its run goes on: eight workers write, and the server watches; against the same plan at rest.

    python -m tests.bench.lsp.busy [--workers 8] [--files 500] [--keys 400] [--source native]

Types a character, waits for the diagnostics of that version, pauses as a typist does, and again: with nothing going on;
while the workers of a real run write their own files and stray into others' ten times a second, and nobody watches (not
trusted); while they do so and the server watches. Prints p50 and p95 from key to diagnostics in milliseconds, and their
ratios: the second is what watching costs.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.lsp.watch import SOURCES
from tests.lsp.client import Client
from tests.support.runs import Part, planloom, sample, start

_PAUSE = 0.05
# Seconds in which everything is read that a plan is opened with.
_FIRST = 3.0


def at_work(own: str, other: str) -> str:
    """A worker that writes until the file `stop` is there."""
    stray = f"[ $((n % 20)) = 0 ] && date > {other}\n[ $((n % 20)) = 10 ] && rm -f {other}\nn=$((n + 1))"
    step = f"date > {own}\ndate > src/{own}\n{stray}\nsleep 0.1"
    return f"mkdir -p src\nn=0\nuntil test -e ../stop; do\n{step}\ndone\ngit add {own} && git commit -qm x"


def typed(repo: Path, source: str, keys: int, *, trusted: bool) -> list[float]:
    """Seconds from each key to its diagnostics."""
    command, capabilities = SOURCES[source]
    uri = Path(repo, "PLAN.md").as_uri()
    text = Path(repo, "PLAN.md").read_text()
    # In prose: a letter in the title changes the section that everything stands in.
    line, end = next((n, len(line)) for n, line in enumerate(text.splitlines()) if line.startswith("**Goal:**"))
    spent = []
    with Client(command) as client:
        client.initialize(capabilities, initializationOptions={"trusted": trusted, "statusNotifications": True})
        client.open(text, uri)
        client.diagnostics(uri)
        time.sleep(_FIRST)
        for version in range(2, keys + 2):
            began = time.perf_counter()
            client.type(version, line, end, "x", uri)
            client.diagnostics(uri, version)
            spent.append(time.perf_counter() - began)
            time.sleep(_PAUSE)
    return sorted(spent)


@contextmanager
def running(repo: Path, workers: int) -> Iterator[None]:
    """While the workers of a run write."""
    orchestrator = start(repo, "--jobs", str(workers))
    try:
        while len(list(repo.parent.glob("repo-w*/src"))) < workers:
            time.sleep(0.1)
        yield
    finally:
        Path(repo.parent, "stop").touch()
        planloom(repo, "stop", "PLAN.md")
        orchestrator.communicate()


def told(name: str, spent: list[float]) -> tuple[float, float]:
    """Print p50 and p95; both."""
    shares = 1e3 * statistics.median(spent), 1e3 * spent[int(0.95 * len(spent))]
    print(f"{name:28} p50 {shares[0]:6.2f} ms  p95 {shares[1]:6.2f} ms", flush=True)
    return shares


def main() -> None:
    """Type thrice."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--workers", type=int, default=8)
    ask.add_argument("--files", type=int, default=500)
    ask.add_argument("--keys", type=int, default=400)
    ask.add_argument("--source", choices=SOURCES, default="native")
    args = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        names = [f"own{n}.txt" for n in range(args.workers)]
        parts = {
            f"W{n + 1}": Part(at_work(name, names[(n + 1) % len(names)]), (name, f"src/{name}"))
            for n, name in enumerate(names)
        }
        repo = sample(Path(folder), parts, {f"lib/{n // 20}/{n}.txt": "text\n" for n in range(args.files)})
        rest = told("at rest", typed(repo, args.source, args.keys, trusted=True))
        with running(repo, args.workers):
            unwatched = told("workers write, not trusted", typed(repo, args.source, args.keys, trusted=False))
            busy = told("workers write, watched", typed(repo, args.source, args.keys, trusted=True))
    for name, against in (("at rest", rest), ("not watched", unwatched)):
        print(f"watched / {name}: p50 {busy[0] / against[0]:.2f}, p95 {busy[1] / against[1]:.2f}")


if __name__ == "__main__":
    main()
