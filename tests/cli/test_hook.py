"""The hook that the help of `check` gives, run as an agent runs it: by a shell, with what was edited on stdin."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from planloom.cli.commands.check import HELP
from tests.cli.conftest import CLEAN, CYCLE, written
from tests.support.runs import PROGRAM

(HOOK,) = [line.strip() for line in HELP.splitlines() if "tool_input" in line]


def edited(file: Path) -> subprocess.CompletedProcess[str]:
    """What comes of an edit: exit status and output of the hook."""
    given = {"hook_event_name": "PostToolUse", "tool_name": "Edit", "tool_input": {"file_path": str(file)}}
    path = f"{Path(PROGRAM[0]).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", HOOK],
        input=json.dumps(given),
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(shutil.which("jq") is None, reason="the hook reads its input with jq")
def test_an_agent_is_told_what_its_edit_broke_and_nothing_else(tmp_path: Path) -> None:
    broken = edited(written(tmp_path / "a b; touch CANARY.md", CYCLE))
    assert (broken.returncode, broken.stdout) == (2, "")
    assert json.loads(broken.stderr)["files"][0]["findings"][0]["rule"] == "dependency-cycle"
    for name, text in (("PLAN.md", CLEAN), ("--fix.md", CLEAN), ("main.rs", "fn main() {}\n")):
        assert edited(written(tmp_path / name, text)).returncode == 0, name
    assert edited(tmp_path / "gone.md").returncode == 2
    assert not list(Path.cwd().glob("CANARY*"))
