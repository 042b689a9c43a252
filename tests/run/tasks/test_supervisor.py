"""A task goes on, starts once and is found again, whoever dies around it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from planloom.run.records import machine
from planloom.run.tasks.identity import process
from planloom.run.tasks.local import Local
from tests.bench.adopt import adopt
from tests.support.workers import PATIENCE, STRAYS, Leash, finished, python, task

LOCAL = Local(grace=0.1, linger=0.3)
SUBMIT = """
import sys
from pathlib import Path
from planloom.run.tasks.local import Local
from planloom.run.tasks.executor import Task
folder = Path(sys.argv[1])
Local().submit(Task("task", folder, ("sh", "-c", "echo once; exit 6"), str(folder.parent), {}))
print("submitted", flush=True)
"""


@pytest.fixture
def leash(tmp_path: Path) -> Iterator[Leash]:
    held = Leash(tmp_path / "leash")
    yield held
    held.close()


def identity(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / "identity.json").read_text()))


def rewrite(folder: Path, values: dict[str, object]) -> None:
    (folder / "identity.json").write_text(json.dumps({**identity(folder), **values}))


def kill_supervisor(folder: Path) -> None:
    pid = int(str(identity(folder)["pid"]))
    watch = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    assert select.select([watch], [], [], PATIENCE)[0]
    os.close(watch)


def test_a_task_outlives_who_submitted_it_and_all_his_processes(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    with subprocess.Popen(
        [sys.executable, "-c", SUBMIT, folder], stdout=subprocess.PIPE, start_new_session=True
    ) as submitter:
        assert submitter.stdout is not None
        assert submitter.stdout.readline() == b"submitted\n"
        os.killpg(submitter.pid, signal.SIGKILL)
    assert finished(LOCAL, folder).code == 6


def test_live_tasks_are_adopted(tmp_path: Path) -> None:
    assert adopt(tmp_path, rounds=2, workers=8) == 16


def test_a_task_outlives_its_supervisor(tmp_path: Path, leash: Leash) -> None:
    folder = tmp_path / "task"
    LOCAL.submit(
        task(folder, leash.program("ready()\nwhile not os.path.exists(sys.argv[1] + '.go'): time.sleep(0.01)"))
    )
    leash.ready()
    kill_supervisor(folder)
    assert LOCAL.poll(folder).word == "running"
    LOCAL.submit(task(folder, ("false",)))
    (tmp_path / "leash.go").touch()
    LOCAL.wait([folder], PATIENCE)
    state = LOCAL.poll(folder)
    assert (state.word, state.reason) == ("unknown", "its supervisor was killed")


def test_a_boot_later_nothing_is_known_and_nobody_is_signalled(tmp_path: Path, leash: Leash) -> None:
    folder = tmp_path / "task"
    LOCAL.submit(task(folder, leash.program(STRAYS["alone"])))
    leash.ready()
    kill_supervisor(folder)
    known = identity(folder)
    rewrite(folder, {"boot": "another", "pid": os.getpid()})
    assert (LOCAL.poll(folder).word, LOCAL.poll(folder).reason) == ("unknown", "the machine was started again")
    LOCAL.cancel(folder)
    assert not leash.is_free()
    rewrite(folder, known)
    LOCAL.cancel(folder)
    assert leash.is_free()


def test_what_another_machine_started_is_unknown_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    folder.mkdir()
    (folder / "identity.json").write_text(json.dumps({"pid": 1, "start": "1", "host": "elsewhere", "boot": "b"}))
    assert LOCAL.poll(folder).word == "unknown"
    assert "elsewhere" in LOCAL.poll(folder).reason


@pytest.mark.parametrize("name", ["identity.json", "exit.json"])
@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b"\xff\xfe", b"null"])
def test_a_torn_record_is_no_proof_of_anything(tmp_path: Path, name: str, data: bytes) -> None:
    folder = tmp_path / "task"
    folder.mkdir()
    (folder / name).write_bytes(data)
    assert LOCAL.poll(folder).word == "unknown"
    LOCAL.submit(task(folder, ("touch", str(tmp_path / "ran"))))
    LOCAL.cancel(folder)
    assert not (tmp_path / "ran").exists()


def test_who_was_killed_is_said_to_have_been(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    LOCAL.submit(task(folder, ("sh", "-c", "kill -9 $$")))
    state = finished(LOCAL, folder)
    assert (state.code, state.reason) == (137, "killed")


def test_who_ends_by_a_signal_has_a_code_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    LOCAL.submit(task(folder, ("sh", "-c", "kill -TERM $$")))
    state = finished(LOCAL, folder)
    assert (state.code, state.reason) == (143, "")


def test_identity_is_that_of_the_supervisor(tmp_path: Path, leash: Leash) -> None:
    folder = tmp_path / "task"
    LOCAL.submit(task(folder, leash.program(STRAYS["alone"])))
    leash.ready()
    known = identity(folder)
    found = process(int(str(known["pid"])))
    assert found is not None
    assert (found.start, machine.boot(), machine.host()) == (known["start"], known["boot"], known["host"])
    assert os.getpgid(found.pid) != os.getpgid(0)
    agent = LOCAL.poll(folder).pid
    assert agent is not None
    assert os.getsid(agent) == agent
    LOCAL.cancel(folder)


def test_a_supervisor_stays_small(tmp_path: Path, leash: Leash) -> None:
    """While 256 MiB are written."""
    folder = tmp_path / "task"
    flood = "for _ in range(256): os.write(1, b'x' * (1 << 20))\nforever()"
    LOCAL.submit(task(folder, leash.program(flood)))
    leash.ready()
    status = Path(f"/proc/{identity(folder)['pid']}/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0])
    assert peak < 40_000
    LOCAL.cancel(folder)


def test_python_of_a_worktree_is_not_taken_for_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "planloom", "sitecustomize", "os"):
        (tmp_path / f"{name}.py").write_text("open('taken', 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    LOCAL.submit(task(tmp_path / "task", python("")))
    assert finished(LOCAL, tmp_path / "task").code == 0
    assert not (tmp_path / "taken").exists()
