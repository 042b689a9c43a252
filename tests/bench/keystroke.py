"""Time inside the engine, without the wire: opening a plan, then one character typed at the end of a row in its middle.

    python -m tests.bench.keystroke PLAN.md [--count 200] [--conflicts N]

`--conflicts N` first makes N rows of the plan's tables conflict, to time a plan full of findings. Prints milliseconds.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from pathlib import Path

from planloom.rules.analysis import Analysis


def main() -> int:
    """Time one plan; 0."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("plan", type=Path)
    ask.add_argument("--count", type=int, default=200)
    ask.add_argument("--conflicts", type=int, default=0)
    args = ask.parse_args()
    source = with_conflicts(args.plan.read_text(encoding="utf-8"), args.conflicts)
    gc.disable()
    began = time.perf_counter()
    analysis = Analysis.open(source)
    found = len(analysis.findings())
    opened = time.perf_counter() - began
    spent = sorted(type_character(analysis) for _ in range(args.count))
    shares = f"p50 {1e3 * statistics.median(spent):.3f}  p95 {1e3 * spent[int(0.95 * len(spent))]:.3f}"
    print(f"{args.plan.name}: open {1e3 * opened:.1f}  findings {found}  key {shares}")
    return 0


def with_conflicts(source: str, count: int) -> str:
    """`source` with the first `-` cell of `count` matrix rows made PRIMARY."""
    lines = source.split("\n")
    for index, line in enumerate(lines):
        if count and line.startswith("| ") and " PRIMARY " in line and " - " in line:
            lines[index] = line.replace("| - |", "| PRIMARY |", 1)
            count -= 1
    return "\n".join(lines)


def type_character(analysis: Analysis) -> float:
    """Seconds from one typed character to all findings."""
    lines = analysis.text.lines()
    rows = [i for i, line in enumerate(lines) if line.startswith("| ") and line.endswith(" |")]
    row = min(rows, key=lambda i: abs(i - len(lines) // 2))
    at = (row, len(lines[row]) - 2)
    began = time.perf_counter()
    analysis.edit(at, at, "x")
    analysis.findings()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
