"""From process start to first diagnostics, beside what importing pygls alone takes, in one run.

    python -m tests.bench.lsp.start PLAN.md [--rounds 9] [--server "planloom serve"]

Prints both medians in milliseconds, and their ratio.
"""

from __future__ import annotations

import argparse
import shlex
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.lsp.client import SERVE, URI, Client


def first_diagnostics(command: list[str], text: str) -> float:
    """Seconds from starting the server to its first diagnostics of a document."""
    start = time.perf_counter()
    with Client(command) as client:
        client.initialize()
        client.open(text)
        client.diagnostics(URI)
        return time.perf_counter() - start


def import_pygls() -> float:
    """Seconds for a process that does nothing but import pygls."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import pygls.lsp.server"], check=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure in turn, so that a busy machine is busy for both."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("plan", type=Path)
    ask.add_argument("--rounds", type=int, default=9)
    ask.add_argument("--server", type=shlex.split, default=SERVE)
    args = ask.parse_args()
    text = args.plan.read_text(encoding="utf-8")
    rounds = [(first_diagnostics(args.server, text), import_pygls()) for _ in range(args.rounds)]
    ours, theirs = (statistics.median(times) * 1000 for times in zip(*rounds, strict=True))
    print(f"first diagnostics {ours:.0f} ms, import pygls.lsp.server {theirs:.0f} ms, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
