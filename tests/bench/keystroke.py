"""Time inside the engine, without the wire: opening a plan, then single characters typed and deleted in its middle.

    python -m tests.bench.keystroke PLAN.md [--at row|dependency|worker] [--count 200] [--conflicts N]

`--at` says where: at the end of a table's row, of what a worker depends on, or of the name in a worker's heading.
`--conflicts N` first makes N rows of the plan's tables conflict, to time a plan full of findings. Prints milliseconds.
"""

from __future__ import annotations

import argparse
import gc
import re
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from planloom.rules.analysis import Analysis


class Spot(NamedTuple):
    """A kind of place: what its lines look like up to where somebody types, and what is typed there."""

    line: re.Pattern[str]
    typed: str


SPOTS = {
    "row": Spot(re.compile(r"\| .*(?= \|$)"), "x"),
    "dependency": Spot(re.compile(r"\*\*Depends On:\*\* .*$"), ", W17"),
    "worker": Spot(re.compile(r"### Worker .*$"), " again"),
}


def main() -> int:
    """Time one plan; 0."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("plan", type=Path)
    ask.add_argument("--at", choices=SPOTS, default="row")
    ask.add_argument("--count", type=int, default=200)
    ask.add_argument("--conflicts", type=int, default=0)
    args = ask.parse_args()
    source = with_conflicts(args.plan.read_text(encoding="utf-8"), args.conflicts)
    gc.disable()
    began = time.perf_counter()
    analysis = Analysis.open(source)
    found = len(analysis.findings())
    opened = time.perf_counter() - began
    spent = sorted(islice(keys(analysis, SPOTS[args.at]), args.count))
    shares = f"p50 {1e3 * statistics.median(spent):.3f}  p95 {1e3 * spent[int(0.95 * len(spent))]:.3f}"
    print(f"{args.plan.name}: open {1e3 * opened:.1f}  findings {found}  {args.at} {shares}")
    return 0


def with_conflicts(source: str, count: int) -> str:
    """`source` with the first `-` cell of `count` matrix rows made PRIMARY."""
    lines = source.split("\n")
    for index, line in enumerate(lines):
        if count and line.startswith("| ") and " PRIMARY " in line and " - " in line:
            lines[index] = line.replace("| - |", "| PRIMARY |", 1)
            count -= 1
    return "\n".join(lines)


def keys(analysis: Analysis, spot: Spot) -> Iterator[float]:
    """Seconds from each key to all findings: the spot's text is typed and deleted again, over and over."""
    lines = analysis.text.lines()
    ends = [(i, found.end()) for i, line in enumerate(lines) if (found := spot.line.match(line))]
    line, column = min(ends, key=lambda end: abs(end[0] - len(lines) // 2))
    typed = [(column + i, column + i, letter) for i, letter in enumerate(spot.typed)]
    deleted = [(start, start + 1, "") for start, _, _ in reversed(typed)]
    for start, end, new in cycle(typed + deleted):
        began = time.perf_counter()
        analysis.edit((line, start), (line, end), new)
        analysis.findings()
        yield time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
