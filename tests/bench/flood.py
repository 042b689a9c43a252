"""What a task costs that writes without end, in one line: `uv run python -m tests.bench.flood 10` writes 10 GiB.

Also what starting a task costs, from asking for it until it runs, the best and the median of 50.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from planloom.run.tasks.local import Local
from tests.support.workers import python, task

_MIB = 1 << 20


def flood(folder: Path, gibibytes: int) -> None:
    """Write so much and tell what it cost."""
    executor = Local()
    code = f"import os\nfor _ in range({gibibytes * 1024}): os.write(1, b'x' * (1 << 20))\nimport time; time.sleep(1)"
    begin = time.monotonic()
    executor.submit(task(folder, python(code)))
    supervisor = Path("/proc", str(json.loads((folder / "identity.json").read_text())["pid"]), "status")
    room = peak = 0
    while executor.poll(folder).word == "running":
        room = max(room, (folder / "out").stat().st_blocks * 512)
        try:
            peak = int(supervisor.read_text().partition("VmHWM:")[2].split()[0])
        except (OSError, IndexError):
            break
        executor.wait([folder], 0.02)
    executor.wait([folder], 600)
    stat = (folder / "out").stat()
    told = sum(len(piece) for piece in executor.logs(folder))
    print(f"{stat.st_size / _MIB / 1024:.1f} GiB written in {time.monotonic() - begin:.1f} s")
    print(f"on the disk at most {room / _MIB:.0f} MiB, at the end {stat.st_blocks * 512 / _MIB:.0f} MiB")
    print(f"told {told / _MIB:.0f} MiB; supervisor {peak / 1024:.1f} MiB")


def start(place: Path, rounds: int = 50) -> None:
    """Start short tasks one after the other and tell what that took."""
    executor = Local()
    times = []
    for number in range(rounds):
        one = task(place / f"start-{number}", ("true",))
        begin = time.perf_counter()
        executor.submit(one)
        times.append(1000 * (time.perf_counter() - begin))
        executor.wait([one.folder], 60)
    print(f"a start takes {min(times):.0f} ms at best, {statistics.median(times):.0f} ms as a rule")


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
        start(Path(place))
        flood(Path(place) / "flood", int(sys.argv[1]))


if __name__ == "__main__":
    main()
