"""Stops every kind of worker that hides, again and again: `uv run python -m tests.bench.strays 100`.

Every process of a worker holds one end of a pipe; whether any is left is asked of the system, not of Planloom.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from planloom.run.tasks.local import Local
from tests.support.workers import STRAYS, Leash, task


def stop(place: Path, stray: str) -> tuple[bool, float]:
    """Whether a worker is gone when it is said to have been stopped, and how long that took beyond the grace."""
    executor = Local(grace=0.05)
    place.mkdir()
    leash = Leash(place / "leash")
    executor.submit(task(place / "task", leash.program(STRAYS[stray])))
    leash.ready()
    begin = time.monotonic()
    executor.cancel(place / "task")
    took = time.monotonic() - begin - executor.grace
    gone = leash.is_free() and executor.poll(place / "task").word == "ended"
    leash.close()
    return gone, took


def main() -> None:
    rounds = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as place:
        for number, stray in enumerate(STRAYS):
            results = [stop(Path(place) / f"{number}-{one}", stray) for one in range(rounds)]
            gone = sum(gone for gone, _ in results)
            slowest = max(took for _, took in results)
            print(
                f"{gone}/{rounds} gone, the slowest {1000 * max(slowest, 0):.0f} ms after its grace: {stray}",
                flush=True,
            )


if __name__ == "__main__":
    main()
