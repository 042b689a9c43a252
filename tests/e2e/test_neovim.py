"""The real Neovim, with the lines that the README gives, on a plan with a conflict."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent / "neovim"
BIN = Path(sys.executable).parent
PLAN = """\
# Plan: two workers, one file

## File Ownership Matrix

| File | W1 | W2 | Notes |
|------|----|----|-------|
| src/日本.rs | PRIMARY | PRIMARY | 🙂 both of them |
| src/b.rs | - | PRIMARY | W2 creates it |

### W1: First

**Worktree:** `../x-w1`
**Branch:** `feat/first`

### W2: Second

**Worktree:** `../x-w2`
**Branch:** `feat/second`
"""


def test_a_conflict_shows_goes_with_typing_and_with_the_quick_fix(tmp_path: Path) -> None:
    plan = tmp_path / "PLAN.md"
    plan.write_text(PLAN, encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TERM") if name in os.environ}
    homes = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("STATE", "DATA", "CACHE", "CONFIG")}
    done = subprocess.run(
        [BIN / "nvim", "-u", HERE / "init.lua", "-l", HERE / "scenario.lua"],
        env=kept
        | homes
        | {"HOME": str(tmp_path), "PLANLOOM": str(BIN / "planloom"), "PLAN": str(plan), "RULE": "shared-primary"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    seen = json.loads(next(line for line in done.stderr.splitlines() if line.startswith("SEEN "))[5:])
    assert "fault" not in seen, seen
    assert seen["marked"] == "PRIMARY"
    assert seen["encoding"] == "utf-8"
    assert sorted(seen["fixed"].split("|")[2:4]) == [" MODIFY ", " PRIMARY "]
    assert seen["title"]
