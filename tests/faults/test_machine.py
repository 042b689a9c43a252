"""What a machine does to a run: power cuts, boots, clocks, hosts, copies. Work stays, and nothing is paid for twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from resource import RLIMIT_NOFILE, setrlimit

import pytest

from planloom.run.records import machine
from planloom.run.tasks.identity import Process, lives
from tests.faults.commands import planloom, resume, run
from tests.support.forked import go
from tests.support.kill import killed_at
from tests.support.repos import git, sound
from tests.support.runs import Part, records, sample, writing

PAID = "echo start >> ../paid-$PLANLOOM_WORKER\n"
PARTS = {
    "W1": Part(PAID + writing("a.txt"), ("a.txt",), check="test -f a.txt"),
    "W2": Part(PAID + writing("b.txt"), ("b.txt",), after="W1", validation="test -f a.txt"),
    "W3": Part(PAID + writing("c.txt"), ("c.txt",)),
}
STEPS = 1050
CUTS = 6


def booted() -> None:
    """As if the machine had been started again."""
    machine.boot = lambda: "another boot"  # type: ignore[assignment]


def at(moment: str) -> Callable[[], None]:
    """As if the clock said this."""

    def set_clock() -> None:
        machine.now = lambda: moment

    return set_clock


def tasks(repo: Path) -> Iterator[Process]:
    """Supervisors and what they supervise, as they wrote down."""
    for file in Path(repo, ".git/planloom").glob("*/*/*/*/identity.json"):
        with suppress(ValueError):
            known = json.loads(file.read_text())
            yield Process(known["pid"], 0, known["start"])
        with suppress(OSError, ValueError):
            pid, start = (file.parent / "pid").read_text().split()
            yield Process(int(pid), 0, start)


def cut_power(repo: Path, step: int) -> None:
    """Run until a step; then nothing of the run is alive any more, git and agents neither."""
    said = repo.parent / "first"

    def begin() -> None:
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        assert go(repo)

    killed_at(step, begin, children=True)
    for one in tasks(repo):
        if lives(one):
            os.kill(one.pid, signal.SIGKILL)


@pytest.mark.parametrize("step", sorted(random.Random(5).sample(range(100, STEPS), CUTS)))
def test_a_power_cut_at_any_step_loses_nothing_and_what_is_not_known_is_asked(tmp_path: Path, step: int) -> None:
    repo = sample(tmp_path, PARTS)
    cut_power(repo, step)
    began = any(Path(repo, ".git/planloom").glob("*/1/journal"))
    done = resume(repo, amid=booted) if began else run(repo, amid=booted)
    assert done.is_clear, done.text
    asked = [worker for worker in PARTS if f"{worker} blocked: its agent was started" in done.text]
    for worker in asked:
        done = resume(repo, "--worker", worker, amid=booted)
    if asked:
        done = resume(repo, amid=booted)
    assert done.code == 0, done.text
    for worker, name in (("W1", "a.txt"), ("W2", "b.txt"), ("W3", "c.txt")):
        assert (tmp_path / f"paid-{worker}").read_text().count("start") <= 1 + (worker in asked)
        assert git(repo, "log", "--format=%s", "main", "--", name).startswith(f"[{worker}] {name}")
    merges = git(repo, "log", "--first-parent", "--format=%s", "main").splitlines()
    assert [one for one in merges if one.startswith("Merge")] == [f"Merge feat/w{n} (W{n})" for n in (3, 2, 1)]
    assert sound(repo)


@pytest.mark.parametrize("moment", ["2011-02-03T04:05:06.000Z", "2112-02-03T04:05:06.000Z"])
def test_a_clock_that_jumps_ends_nothing_and_stops_nothing(tmp_path: Path, moment: str) -> None:
    repo = sample(tmp_path, {"W1": PARTS["W1"], "W3": PARTS["W3"]})
    assert run(repo, "--phase", "setup").code == 0
    done = resume(repo, amid=at(moment))
    assert done.code == 0, done.text
    assert [one["at"] for one in records(repo)][-1] == moment
    assert (tmp_path / "paid-W1").read_text() == "start\n"


def test_a_run_of_another_host_is_refused_with_its_name(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": PARTS["W1"], "W3": PARTS["W3"]})
    run(repo, "--phase", "setup")

    def elsewhere() -> None:
        booted()
        machine.host = lambda: "another-host"

    for words in (("run", "PLAN.md", "--resume"), ("status", "PLAN.md"), ("stop", "PLAN.md")):
        said = planloom(repo, *words, amid=elsewhere)
        assert said.code == 2
        assert len(said.text.splitlines()) == 1
        assert f"is of the machine {machine.host()}, this is another-host: go on there" in said.text
    assert resume(repo).code == 0


def test_a_copy_of_the_repository_has_no_run_of_its_own_and_spoils_none(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": PARTS["W1"], "W3": PARTS["W3"]})
    run(repo, "--phase", "setup")
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-a", repo, copy], check=True)
    said = resume(copy)
    assert said.code == 2
    assert "it was copied or moved here" in said.text
    assert len(said.text.splitlines()) == 1
    assert resume(repo).code == 0


def test_short_of_descriptors_a_run_says_so_and_goes_on_later(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": PARTS["W1"], "W3": PARTS["W3"]})
    refused = run(repo, amid=lambda: setrlimit(RLIMIT_NOFILE, (19, 19)))
    assert refused.code == 2
    assert refused.is_clear
    assert "Too many open files" in refused.text
    assert run(repo, "--phase", "setup").code == 0
    for most in (14, 16, 18, 20, 22, 24, 26):
        # What it starts is short of them as well, and fails in words of its own.
        said = resume(repo, amid=partial(setrlimit, RLIMIT_NOFILE, (most, most)))
        assert said.is_clear, said.text
    done = resume(repo)
    assert done.code == 0, done.text
    assert (tmp_path / "paid-W1").read_text() == "start\n"
