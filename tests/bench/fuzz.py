"""Mutated plans through the whole pipeline: nothing raises, nothing takes longer than two seconds of the processor.

    python -m tests.bench.fuzz [--count 50000] [--seed 1]

Prints the count, the failures with the seed that repeats each, and the slowest plan. Exit status 1 on any failure.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from random import Random

from planloom.rules.analysis import Analysis
from tests.support.plans import damaged, plan


def main() -> int:
    """Run as many plans as asked for; the exit status."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--count", type=int, default=50_000)
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    gc.disable()  # as server and command line do while they read a document
    failures, slowest = 0, (0.0, 0)
    for seed in range(args.seed, args.seed + args.count):
        random = Random(seed)
        source = damaged(random, plan(random))
        if seed % 500 == 0:
            source = damaged(random, (source * (1 + (1 << 20) // max(1, len(source))))[: 1 << 20])
        began = time.process_time()
        try:
            broken = [f.message for f in Analysis.open(source).findings() if f.rule == "internal-error"]
        except Exception as error:
            broken = [repr(error)]
        spent = time.process_time() - began
        slowest = max(slowest, (spent, seed))
        if seed % 100 == 0:
            gc.collect()
        if broken or spent > 2:
            failures += 1
            print(f"seed {seed}: {spent:.2f} s {broken[:1]}")
    print(f"{args.count} plans, {failures} failures, slowest {slowest[0]:.2f} s (seed {slowest[1]})")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
