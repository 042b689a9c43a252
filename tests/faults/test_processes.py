"""How agents and validations end, in one run each: what a user reads of it, and that nothing bad is merged."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.faults.commands import planloom, resume, run
from tests.support.repos import head
from tests.support.runs import Part, checkpoint, sample, start, writing

ONCE = "[run]\nretries = 0\njobs = 8\n"


def line(text: str, begin: str) -> str:
    return next(one for one in text.splitlines() if one.startswith(begin))


def test_validations_that_only_seem_to_pass_do_not(tmp_path: Path) -> None:
    parts = {
        "W1": Part(writing("w1.txt"), ("w1.txt",), validation="echo all tests passed\nfalse | true"),
        "W2": Part(writing("w2.txt"), ("w2.txt",), validation="echo more >> w2.txt"),
        "W3": Part(writing("w3.txt"), ("w3.txt",), validation="grep -q nothing w3.txt\necho fine"),
        "W4": Part(writing("w4.txt"), ("w4.txt",), validation="test $UNSET"),
        "W5": Part(writing("w5.txt"), ("w5.txt",), validation='test "$(git rev-parse --show-toplevel)" = "$PWD"'),
    }
    repo = sample(tmp_path, parts, {".planloom.toml": ONCE})
    before = head(repo)
    done = run(repo)
    assert done.code == 1
    assert "ended with exit status 1: all tests passed" in line(done.text, "W1 failed")
    assert "left uncommitted work: w2.txt" in line(done.text, "W2 failed")
    assert "ended with exit status 1" in line(done.text, "W3 failed")
    assert "UNSET" in line(done.text, "W4 failed")
    assert "W5 done" in done.text
    assert head(repo) == before


def test_a_validation_that_never_ends_is_ended(tmp_path: Path) -> None:
    hangs = Part(writing("a.txt"), ("a.txt",), validation="sleep 1000 &\nsleep 1000")
    repo = sample(tmp_path, {"W1": hangs}, {".planloom.toml": ONCE + "timeout = 0.02\n"})
    done = run(repo)
    assert done.code == 1
    assert "W1 failed: its validation ran longer than run.timeout allows and was ended" in done.text


def test_each_way_an_agent_ends_is_named(tmp_path: Path) -> None:
    claims = 'echo \'{"jsonrpc":"2.0","method":"exit"}\'\nprintf \'\\033]0;mine\\007all done, tests passed\\n\'\nexit 3'
    daemon = writing("w4.txt") + "\nsetsid sh -c 'sleep 1000' < /dev/null > /dev/null 2>&1 &"
    parts = {
        "W1": Part(writing("w1.txt") + "\nkill -9 $$", ("w1.txt",)),
        "W2": Part("exit 0", ("w2.txt",)),
        "W3": Part(writing("w3.txt") + "\n" + claims, ("w3.txt",)),
        "W4": Part(daemon, ("w4.txt",)),
        "W5": Part("cat > w5.txt\ngit add -A\ngit commit -q -m '[W5] Read to the end'", ("w5.txt",)),
        "W6": Part("sleep 1000", ("w6.txt",)),
    }
    repo = sample(tmp_path, parts, {".planloom.toml": ONCE + "silence = 0.05\n"})
    done = run(repo)
    assert done.code == 1
    assert "was killed" in line(done.text, "W1 failed")
    assert "committed nothing" in line(done.text, "W2 failed")
    assert "ended with exit status 3" in line(done.text, "W3 failed")
    assert "W4 done" in done.text
    assert "W5 done" in done.text
    assert "wrote nothing for longer than run.silence allows" in line(done.text, "W6 failed")
    assert "\033" not in done.text
    assert "\033" not in checkpoint(repo)


def test_a_worker_whose_supervisor_is_killed_is_asked_about_and_not_started_again(tmp_path: Path) -> None:
    waits = "echo start >> ../paid\nuntil test -e ../go; do sleep 0.05; done\n" + writing("a.txt")
    repo = sample(tmp_path, {"W1": Part(waits, ("a.txt",))})
    with start(repo) as going:
        while not (tmp_path / "paid").exists():
            time.sleep(0.02)
        (identity,) = Path(repo, ".git/planloom").glob("*/1/W1/*/identity.json")
        os.kill(json.loads(identity.read_text())["pid"], signal.SIGKILL)
        (tmp_path / "go").touch()
        assert going.stdout
        said = going.stdout.read()
    assert going.returncode == 1
    assert "its agent was started and its end is not known" in line(said, "W1 blocked")
    assert resume(repo).code == 1
    assert (tmp_path / "paid").read_text() == "start\n"
    adopted = planloom(repo, "adopt", "PLAN.md", "W1")
    assert adopted.code == 0, adopted.text
    assert (repo / "a.txt").exists()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
def test_who_ends_the_orchestrator_ends_no_worker(tmp_path: Path, number: signal.Signals) -> None:
    waits = "echo start >> ../paid\nuntil test -e ../go; do sleep 0.05; done\n" + writing("a.txt")
    repo = sample(tmp_path, {"W1": Part(waits, ("a.txt",))})
    with start(repo) as going:
        while not (tmp_path / "paid").exists():
            time.sleep(0.02)
        going.send_signal(number)
    (tmp_path / "go").touch()
    done = resume(repo)
    assert done.code == 0, done.text
    assert (tmp_path / "paid").read_text() == "start\n"
