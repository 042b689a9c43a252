"""Nothing of a task is left when it is over, and nobody else is hit."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from planloom.run.tasks import supervisor
from planloom.run.tasks.capped import Capped
from planloom.run.tasks.identity import process
from planloom.run.tasks.local import Local
from tests.support.workers import PATIENCE, STRAYS, Leash, finished, python, task

QUICK = Local(grace=0.1, linger=0.3)


@pytest.fixture
def leash(tmp_path: Path) -> Iterator[Leash]:
    held = Leash(tmp_path / "leash")
    yield held
    held.close()


def supervisor_of(folder: Path) -> int:
    return int(json.loads((folder / "identity.json").read_text())["pid"])


@pytest.mark.parametrize("stray", STRAYS)
def test_nothing_is_left_of_a_stopped_task(tmp_path: Path, leash: Leash, stray: str) -> None:
    folder = tmp_path / "task"
    QUICK.submit(task(folder, leash.program(STRAYS[stray])))
    leash.ready()
    QUICK.cancel(folder)
    assert leash.is_free()
    assert QUICK.poll(folder).word == "ended"


@pytest.mark.parametrize("stray", ["forks and exits", "deaf daemon"])
def test_a_task_is_over_when_its_children_are(tmp_path: Path, leash: Leash, stray: str) -> None:
    folder = tmp_path / "task"
    QUICK.submit(task(folder, leash.program(STRAYS[stray])))
    state = finished(QUICK, folder)
    assert (state.word, state.code, state.reason) == ("ended", 0, "")
    assert leash.is_free()


def test_children_may_finish_what_they_do(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    Local(linger=PATIENCE).submit(task(folder, ("sh", "-c", "(sleep 0.2; echo late) & exit 4")))
    assert finished(QUICK, folder).code == 4
    assert b"late\n" in b"".join(QUICK.logs(folder))


@pytest.mark.parametrize(("limit", "reason"), [({"timeout": 0.2}, "timeout"), ({"silence": 0.2}, "silence")])
def test_limits_end_everything(tmp_path: Path, leash: Leash, limit: dict[str, float], reason: str) -> None:
    folder = tmp_path / "task"
    QUICK.submit(task(folder, leash.program(STRAYS["deaf daemon"] + "time.sleep(600)"), **limit))
    state = finished(QUICK, folder)
    assert (state.word, state.reason) == ("ended", reason)
    assert leash.is_free()


def test_who_writes_is_not_silent(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    QUICK.submit(task(folder, ("sh", "-c", "for i in $(seq 25); do echo $i; sleep 0.1; done"), silence=2.0))
    assert (finished(QUICK, folder).code, QUICK.poll(folder).reason) == (0, "")


def test_time_in_which_the_machine_slept_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "out").open("wb") as out:
        watching = object.__new__(supervisor.Supervisor)
        watching.now, watching.deadline, watching.out = 100.0, 160.0, Capped(out.fileno(), 100.0)
        for now, deadline, changed in ((101.0, 160.0, 100.0), (30_101.5, 30_160.0, 30_100.0)):
            monkeypatch.setattr(supervisor, "time", SimpleNamespace(monotonic=lambda now=now: now))
            watching._look(0.5)
            assert (round(watching.deadline), round(watching.out.changed)) == (deadline, changed)


def test_a_task_has_time_to_obey(tmp_path: Path, leash: Leash) -> None:
    folder = tmp_path / "task"
    obey = "signal.signal(signal.SIGTERM, lambda *_: (print('saved', flush=True), os._exit(5)))\nforever()"
    patient = Local(grace=PATIENCE)
    patient.submit(task(folder, leash.program(obey)))
    leash.ready()
    patient.cancel(folder)
    assert (patient.poll(folder).code, patient.poll(folder).reason) == (5, "stopped")
    assert b"".join(patient.logs(folder)) == b"saved\n"


def test_many_are_asked_to_end_at_once(tmp_path: Path) -> None:
    held = [Leash(tmp_path / f"leash-{number}") for number in range(4)]
    folders = [tmp_path / str(number) for number in range(4)]
    patient = Local(grace=1.0)
    for folder, leash in zip(folders, held, strict=True):
        patient.submit(task(folder, leash.program(STRAYS["deaf"])))
        leash.ready()
    patient.cancel(*folders)
    assert all(leash.is_free() for leash in held)
    asked = [(folder / "stop").stat().st_mtime for folder in folders]
    assert max(asked) < min((folder / "exit.json").stat().st_mtime for folder in folders)
    for leash in held:
        leash.close()


def test_stopping_what_is_over_or_never_was_does_nothing(tmp_path: Path) -> None:
    QUICK.cancel(tmp_path / "never")
    folder = tmp_path / "task"
    QUICK.submit(task(folder, ("true",)))
    assert finished(QUICK, folder).code == 0
    QUICK.cancel(folder)
    assert (QUICK.poll(folder).code, QUICK.poll(folder).reason) == (0, "")


def test_what_was_stopped_before_it_began_does_not_begin(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    folder.mkdir()
    QUICK.cancel(folder)
    QUICK.submit(task(folder, ("touch", str(tmp_path / "ran"))))
    assert (QUICK.poll(folder).word, QUICK.poll(folder).reason) == ("ended", "stopped")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("stray", ["deaf daemon", "respawns", "runs away", "has no environment"])
def test_a_task_without_its_supervisor_can_be_stopped(tmp_path: Path, leash: Leash, stray: str) -> None:
    folder = tmp_path / "task"
    QUICK.submit(task(folder, leash.program(STRAYS[stray])))
    leash.ready()
    os.kill(supervisor_of(folder), signal.SIGKILL)
    QUICK.cancel(folder)
    assert leash.is_free()
    assert QUICK.poll(folder).word == "unknown"


def test_a_supervisor_that_sleeps_obeys(tmp_path: Path, leash: Leash) -> None:
    folder = tmp_path / "task"
    QUICK.submit(task(folder, leash.program(STRAYS["alone"])))
    leash.ready()
    os.kill(supervisor_of(folder), signal.SIGSTOP)
    QUICK.cancel(folder)
    assert leash.is_free()


def test_a_number_used_again_is_not_hit(tmp_path: Path) -> None:
    """A task's supervisor is gone, and another process has its number now."""
    folder = tmp_path / "task"
    QUICK.submit(task(folder, python("import time; time.sleep(600)")))
    written = (folder / "identity.json").read_text()
    supervisor = supervisor_of(folder)
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        os.kill(supervisor, signal.SIGKILL)
        (folder / "identity.json").write_text(written.replace(f'"pid": {supervisor}', f'"pid": {stranger.pid}'))
        QUICK.cancel(folder)
        assert process(stranger.pid) is not None
        assert stranger.poll() is None
        stranger.communicate(b"\n")
        assert stranger.returncode == 0


def test_a_task_whose_records_are_gone_ends(tmp_path: Path, leash: Leash) -> None:
    folder = tmp_path / "state" / "task"
    QUICK.submit(task(folder, leash.program("ready()\nwhile True:\n    print(flush=True)\n    time.sleep(0.1)")))
    leash.ready()
    watch = os.pidfd_open(supervisor_of(folder))
    for file in folder.iterdir():
        file.unlink()
    assert select.select([watch], [], [], PATIENCE)[0]
    os.close(watch)
    assert leash.is_free()
