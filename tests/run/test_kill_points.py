"""Killed at each of its calls to the system, whoever starts a task has started it once or not at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from planloom.run import process
from planloom.run.tasks.executor import ExecutorError
from planloom.run.tasks.local import Local
from tests.support.workers import STRAYS, Leash, finished, task

LOCAL = Local(grace=0.1, linger=0.3)
EVENTS = ("os.rename", "os.mkdir", "os.fork", "os.posix_spawn", "os.chdir", "subprocess.Popen", "os.exec")
# Kills its process at the call with this number among those that change something; says how many there are at last.
KILL = """
import os, signal, sys
calls = 0
def count(event, words):
    global calls
    writes = event == "open" and isinstance(words[2], int) and words[2] & (os.O_WRONLY | os.O_RDWR)
    if writes or event in {events}:
        calls += 1
        if calls == {point}:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
"""
SUBMIT = """
import sys, subprocess
from pathlib import Path
from planloom.run.tasks.local import Local
from planloom.run.tasks.executor import Task
folder = Path(sys.argv[1])
{kill}
give = subprocess.Popen.communicate
def cut_off(self, given, timeout):
    sys.audit("os.exec")
    os.write(self.stdin.fileno(), given[:100])
    sys.audit("os.exec")
    return give(self, given[100:], timeout)
subprocess.Popen.communicate = cut_off
Local().submit(Task("task", folder, ("sh", "-c", "echo once; exit 6"), str(folder.parent), {{}}))
print(calls)
"""


@pytest.fixture
def leash(tmp_path: Path) -> Iterator[Leash]:
    held = Leash(tmp_path / "leash")
    yield held
    held.close()


def submitted(folder: Path, point: int) -> int:
    """How many calls a submit made; 0 where it was killed."""
    code = SUBMIT.format(kill=KILL.format(point=point, events=EVENTS))
    ended = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=False)
    return int(ended.stdout or 0)


def test_a_submit_that_is_killed_has_started_it_once_or_not(tmp_path: Path) -> None:
    point, calls = 0, 0
    while not calls:
        point += 1
        folder = tmp_path / str(point)
        calls = submitted(folder, point)
        assert LOCAL.poll(folder).word in ("waiting", "running", "ended")
        LOCAL.submit(task(folder, ("sh", "-c", "echo once; exit 6")))
        state = finished(LOCAL, folder)
        assert (state.word, state.code) == ("ended", 6)
        assert b"".join(LOCAL.logs(folder)) == b"once\n"
    assert point > 6


def test_a_supervisor_that_is_killed_leaves_nothing_unsaid(
    tmp_path: Path, leash: Leash, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that the task is on its way, or nothing of the task is left."""
    start = process._SUPERVISE
    started = False
    point = 0
    while not started:
        point += 1
        folder = tmp_path / str(point)
        monkeypatch.setattr(process, "_SUPERVISE", KILL.format(point=point, events=EVENTS) + start)
        try:
            LOCAL.submit(task(folder, leash.program(STRAYS["alone"])))
            started = True
        except ExecutorError as error:
            assert "did not come up" in str(error)
            assert leash.is_free()
            assert LOCAL.poll(folder).word in ("ended", "unknown")
    assert point > 6
    leash.ready()
    assert LOCAL.poll(folder).word == "running"
    LOCAL.cancel(folder)


def test_what_is_recorded_as_started_is_never_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The supervisor dies between its record and the start: nobody can tell, so nobody tries."""
    folder = tmp_path / "task"
    dies = "import os, sys; sys.addaudithook(lambda event, _: event == 'os.posix_spawn' and os._exit(9)); "
    with monkeypatch.context() as patch:
        patch.setattr(process, "_SUPERVISE", dies + process._SUPERVISE)
        with pytest.raises(ExecutorError):
            LOCAL.submit(task(folder, ("touch", str(tmp_path / "ran"))))
    assert LOCAL.poll(folder).word == "unknown"
    LOCAL.submit(task(folder, ("touch", str(tmp_path / "ran"))))
    assert LOCAL.poll(folder).word == "unknown"
    assert not (tmp_path / "ran").exists()
