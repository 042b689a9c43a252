"""How long the command line takes, start included, and what it needs: `uv run python tests/bench/start.py`.

Whole processes, the best of ten, beside yardsticks of the same run: the bare interpreter, the imports that a command
line over markdown-it-py and click could not do without, and those of pygls. `--plans DIR` adds the plans of a folder,
`--markdown DIR` a folder to search for plans.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

PYTHON = [sys.executable, "-c"]
PLANLOOM = [*PYTHON, "from planloom.cli.main import main; main()"]
RUNS = 10


def milliseconds(command: list[str]) -> float:
    """The best time of a command's whole process."""
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - begin)
    return 1000 * min(times)


def megabytes(command: list[str]) -> float:
    """The largest resident size of a command's process."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return resource_size(usage)


def resource_size(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--plans", type=Path, help="a folder with plans to check one by one")
    ask.add_argument("--markdown", type=Path, help="a folder of any Markdown")
    asked = ask.parse_args()
    sample = Path(__file__).parents[2] / "server" / "planloom" / "run" / "sample.md"
    yardstick = milliseconds([*PYTHON, "import markdown_it, click"])
    print(f"{milliseconds([*PYTHON, 'pass']):8.0f} ms  python -c pass")
    print(f"{yardstick:8.0f} ms  python -c 'import markdown_it, click'")
    print(f"{milliseconds([*PYTHON, 'import pygls.lsp.server']):8.0f} ms  python -c 'import pygls.lsp.server'")
    for plan in [sample, *(sorted(asked.plans.glob("*.md")) if asked.plans else [])]:
        command = [*PLANLOOM, "check", "--offline", str(plan)]
        took, size = milliseconds(command), plan.stat().st_size / 1000
        print(
            f"{took:8.0f} ms  check {plan.name} ({size:.0f} kB): {took / yardstick:.2f} x, {megabytes(command):.0f} MB"
        )
    if asked.markdown:
        files = [
            f for f in asked.markdown.rglob("*") if f.suffix.lower() in (".md", ".markdown", ".mdx") and f.is_file()
        ]
        size = sum(file.stat().st_size for file in files) / 1e6
        took = milliseconds([*PLANLOOM, "check", str(asked.markdown)])
        print(
            f"{took:8.0f} ms  check {asked.markdown}: {len(files)} files, {size:.1f} MB, {1000 * size / took:.1f} MB/s"
        )


if __name__ == "__main__":
    main()
