"""How long the command line takes, start included, and what it needs: `uv run python tests/bench/start.py`.

Whole processes, in turn so that a busy machine is busy for all, the best of ten, beside yardsticks: the bare
interpreter, the imports that a command line over markdown-it-py and click could not do without, and those of pygls.
`--plans DIR` adds the plans of a folder, `--markdown DIR` a folder to search for plans. Prints the time that passed and
the processor's; the latter says more where others use the machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PYTHON = [sys.executable, "-c"]
PLANLOOM = [*PYTHON, "from planloom.cli.main import main; main()"]
YARDSTICK = "import markdown_it, click"
RUNS = 10
# As installed: every module is loaded from its bytecode.
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Spent(NamedTuple):
    """What a process took: milliseconds that passed, milliseconds of the processor, its largest size in MB."""

    passed: float
    used: float
    size: float

    def beside(self, other: Spent) -> str:
        """Both times as multiples of another process's."""
        return f"{self.passed / other.passed:.2f} x, {self.used / other.used:.2f} x of the processor"


def best(commands: Sequence[Sequence[str]]) -> list[Spent]:
    """The least that each command took."""
    rounds = [[spend(command) for command in commands] for _ in range(RUNS)]
    return [Spent(*map(min, zip(*runs, strict=True))) for runs in zip(*rounds, strict=True)]


def spend(command: Sequence[str]) -> Spent:
    """Run a command once."""
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=COMPILED) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    passed, used = time.perf_counter() - begin, usage.ru_utime + usage.ru_stime
    return Spent(1000 * passed, 1000 * used, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def main() -> None:
    """Print a line for each yardstick, plan and folder."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--plans", type=Path, help="a folder with plans to check one by one")
    ask.add_argument("--markdown", type=Path, help="a folder of any Markdown")
    asked = ask.parse_args()
    sample = Path(__file__).parents[2] / "server" / "planloom" / "run" / "sample.md"
    plans = [sample, *(sorted(asked.plans.glob("*.md")) if asked.plans else [])]
    yardsticks = [YARDSTICK, "pass", "import pygls.lsp.server"]
    checks = [[*PLANLOOM, "check", "--offline", str(plan)] for plan in plans]
    spent = best([*([*PYTHON, code] for code in yardsticks), *checks])
    for code, took in zip(yardsticks, spent, strict=False):
        print(f"{took.passed:8.0f} ms  python -c '{code}'")
    for plan, took in zip(plans, spent[len(yardsticks) :], strict=True):
        what = f"check {plan.name} ({plan.stat().st_size / 1000:.0f} kB)"
        print(f"{took.passed:8.0f} ms  {what}: {took.beside(spent[0])}, {took.size:.0f} MB")
    if asked.markdown:
        endings = (".md", ".markdown", ".mdx")
        files = [file for file in asked.markdown.rglob("*") if file.suffix.lower() in endings and file.is_file()]
        size = sum(file.stat().st_size for file in files) / 1e6
        [took] = best([[*PLANLOOM, "check", str(asked.markdown)]])
        speed = 1000 * size / took.passed
        print(f"{took.passed:8.0f} ms  check {asked.markdown}: {len(files)} files, {size:.1f} MB, {speed:.1f} MB/s")


if __name__ == "__main__":
    main()
