"""What only a terminal has: the table of workers, and questions that are answered there."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.repos import ENVIRONMENT, commit
from tests.support.runs import PROGRAM, Part, run, sample, writing

REASON = "this fails, and says so in many words, of which a table of workers that is not wide has room for a few only"


def on_terminal(repo: Path, *words: str, answers: str = "") -> tuple[int, str]:
    """Exit status and screen of one call, in which each question is answered by the next letter."""
    outer, inner = os.openpty()
    environment = {**os.environ, **ENVIRONMENT, "COLUMNS": "100", "LINES": "40", "TERM": "xterm"}
    process = subprocess.Popen(
        [*PROGRAM, *words], cwd=repo, env=environment, stdin=inner, stdout=inner, stderr=inner, start_new_session=True
    )
    os.close(inner)
    screen, left, asked = b"", list(answers), 0
    try:
        while data := os.read(outer, 1 << 16):
            screen += data
            if screen.count(b"[y/N]") > asked:
                asked += 1
                os.write(outer, left.pop(0).encode() + b"\n")
    except OSError:
        # So ends, on Linux, a terminal that nobody has open any more.
        pass
    os.close(outer)
    assert not left
    return process.wait(), re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.decode())


def test_a_long_reason_leaves_room_for_who_failed(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(f"echo {REASON}\nexit 1", ("a.txt",))})
    code, screen = on_terminal(repo, "run", "PLAN.md", "--agent", "shell", "--retries", "0", answers="y")
    assert code == 1
    assert "W1 Part 1  failed" in screen


@pytest.mark.parametrize(("answer", "code"), [("yy", 0), ("n", 1)])
def test_edits_are_taken_over_where_that_is_answered(tmp_path: Path, answer: str, code: int) -> None:
    repo = sample(tmp_path, {"W1": Part("exit 1", ("a.txt",))})
    commit(repo, {".planloom.toml": "run.retries = 0\n"}, "Settings")
    assert run(repo).returncode == 1
    plan = Path(repo, "PLAN.md")
    plan.write_text(plan.read_text().replace("exit 1", writing("a.txt")))
    ended, screen = on_terminal(repo, "run", "--resume", answers=answer)
    assert "Take the edits over?" in screen
    assert ended == code, screen
    assert ("goes on with its own copy" in screen) is (answer == "n")


def test_a_finished_run_is_cleaned_up_whatever_became_of_its_plan(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",))})
    assert run(repo).returncode == 0
    plan = Path(repo, "PLAN.md")
    plan.write_text(plan.read_text() + "\nOne more word.\n")
    ended, screen = on_terminal(repo, "run", "PLAN.md", "--phase", "cleanup")
    assert ended == 0, screen
    assert "Take the edits over?" not in screen
