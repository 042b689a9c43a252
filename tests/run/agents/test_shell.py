"""The agent `shell`: a worker's script, run strictly, whole, and by nothing but bash."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from planloom.model.agent import PLACEHOLDERS, fill
from planloom.run.agents import Ending, preset, verdict


def run(tmp_path: Path, script: str) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "prompt $(touch x)"
    file.write_text(script)
    argv = fill(preset("shell").agent.first, dict.fromkeys(PLACEHOLDERS, "") | {"prompt_file": str(file)})
    return subprocess.run(
        argv,
        check=False,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin"},
    )


def test_a_command_that_reads_stdin_does_not_eat_the_rest(tmp_path: Path) -> None:
    done = run(tmp_path, "cat\necho end\n")
    assert (done.returncode, done.stdout) == (0, "end\n")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("script", ["false | true\n", "false\ntrue\n", 'echo "$nothing"\n', "exit 3\n"])
def test_what_fails_fails_it(script: str, tmp_path: Path) -> None:
    done = run(tmp_path, f"echo begin\n{script}")
    found = verdict(preset("shell").read((done.stdout + done.stderr).splitlines()), done.returncode)
    assert found.ending is Ending.FAILED
    assert found.reason
