"""Workers that change a file of another worker, in every way: none of it reaches the target branch, and none is lost.

python -m tests.bench.straying 100
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.support.forked import ended, forked
from tests.support.repos import git, head
from tests.support.runs import Part, sample, writing

_MINE = writing("a.txt")
WAYS = {
    "committed": _MINE + "\n" + writing("b.txt", "stray"),
    "not committed": _MINE + "\necho stray >> b.txt",
    "staged": _MINE + "\necho stray >> b.txt\ngit add b.txt",
    "renamed away": _MINE + "\ngit mv b.txt a2.txt\ngit commit -qm x",
    "renamed onto": "echo work > a.txt; git add a.txt; git commit -qm x\ngit mv -f a.txt b.txt\ngit commit -qm y",
    "deleted": _MINE + "\ngit rm -q b.txt\ngit commit -qm x",
    "mode changed": _MINE + "\nchmod +x b.txt\ngit commit -qam x",
    "made a link": _MINE + "\nln -sf a.txt b.txt\ngit commit -qam x",
    "case twin": _MINE + "\necho stray > B.txt\ngit add -A\ngit commit -qm x",
    "in a merge": _MINE + "\ngit checkout -q -b side\n" + writing("b.txt", "stray") + "\ngit checkout -q feat/w1\n"
    "git merge -q --no-ff --no-edit side",
}


def stray(folder: Path, way: str) -> str:
    """One run in which worker 1 strays; what was wrong with it, or ""."""
    parts = {"W1": Part(WAYS[way], ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",))}
    settings = "[run]\nretries = 0\n"
    repo = sample(folder, parts, {"b.txt": "begin\n", ".planloom.toml": settings})
    before = head(repo, "main")
    code = ended(forked(repo, folder / "said"))
    said = (folder / "said").read_text()
    if code != 1 or "W1 failed" not in said:
        return f"exit code {code}: {said[-500:]}"
    if head(repo, "main") != before or (repo / "b.txt").read_text() != "begin\n":
        return "it reached the target"
    if "W2 done" not in said:
        return "the innocent worker did not end well"
    kept = git(folder / "repo-w1", "status", "--porcelain") + git(repo, "log", "--format=%s", f"{before}..feat/w1")
    return "" if kept else "what it did was lost"


def main() -> int:
    """Stray so often, each way in turn, and print what was wrong."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    wrong = 0
    for number in range(rounds):
        way = list(WAYS)[number % len(WAYS)]
        folder = Path(tempfile.mkdtemp(prefix="planloom-straying-", dir="/dev/shm"))
        fault = stray(folder, way)
        wrong += bool(fault)
        if fault:
            print(f"{way}: {fault} ({folder})")
        else:
            shutil.rmtree(folder)
    print(f"{rounds} runs, {len(WAYS)} ways to stray, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
