"""A lock has one holder, who is named, and is free when its holder is gone, however it went."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from planloom.run.records import locks, machine
from planloom.run.records.locks import Holder, LockedError, RepositoryLock, acquire, holder, left_by, wait_for

TAKE = """
    import sys
    from pathlib import Path
    from planloom.run.records.locks import LockedError, acquire
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        lock = acquire(Path(sys.argv[1]), "the plan")
        print("held", flush=True)
    except LockedError as error:
        print(error, flush=True)
    sys.stdin.readline()
"""


def started(path: Path, code: str = TAKE) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", textwrap.dedent(code), str(path)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def test_of_twenty_at_once_one_gets_it_and_the_others_say_who(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    processes = [started(path) for _ in range(20)]
    try:
        assert [line(process) for process in processes] == ["ready"] * 20
        for process in processes:
            go(process)
        said = {process.pid: line(process) for process in processes}
        (winner,) = [pid for pid, words in said.items() if words == "held"]
        others = {words.partition(" since ")[0] for pid, words in said.items() if pid != winner}
        assert others == {f"the plan is held by process {winner}"}
        assert [found.pid for found in [holder(path)] if found] == [winner]
    finally:
        for process in processes:
            process.communicate("\n")
    assert holder(path) is None


def test_it_is_free_when_its_holder_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    process = started(path)
    line(process)
    go(process)
    assert line(process) == "held"
    with pytest.raises(LockedError, match=f"process {process.pid} since 20"):
        acquire(path, "the plan")
    assert left_by(path) is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    left = left_by(path)
    assert left
    assert left.pid == process.pid
    with acquire(path, "the plan"):
        found = holder(path)
        assert found
        assert (found.pid, found.host) == (os.getpid(), machine.host())
    assert left_by(path) is None


def test_processes_started_meanwhile_do_not_inherit_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with acquire(path, "the plan"):
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.readline()"], stdin=subprocess.PIPE, close_fds=False
        )
    try:
        acquire(path, "the plan").release()
    finally:
        child.communicate(b"\n")


def test_a_child_that_gets_it_on_purpose_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with RepositoryLock(path) as descriptor:
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.readline()"], stdin=subprocess.PIPE, pass_fds=(descriptor,)
        )
    with pytest.raises(LockedError):
        wait_for(path, "the repository", seconds=0.1)
    child.communicate(b"\n")
    wait_for(path, "the repository", seconds=5).release()


def test_who_waits_gets_it_when_it_is_free(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    process = started(path, TAKE.replace("acquire(", "wait_for(").replace("import LockedError, acquire", "import *"))
    line(process)
    with acquire(path, "the repository"):
        go(process)
    assert line(process) == "held"
    process.communicate("\n")


@pytest.mark.parametrize("ask", [lambda path: acquire(path, "the plan"), holder])
def test_a_link_or_device_in_its_place_is_refused(tmp_path: Path, ask) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "precious"
    target.write_text("kept")
    path = tmp_path / "lock"
    path.symlink_to(target)
    with pytest.raises(LockedError, match="symbolic link"):
        ask(path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(LockedError, match="not a regular file"):
        ask(path)
    assert target.read_text() == "kept"


def test_asking_who_holds_it_does_not_keep_others_from_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    code = "import sys; from pathlib import Path; from planloom.run.records.locks import holder\n"
    code += "print('ready', flush=True)\n"
    asking = started(path, code + "while True: holder(Path(sys.argv[1]))")
    line(asking)
    try:
        for _ in range(50):
            acquire(path, "the plan").release()
    finally:
        asking.kill()
        asking.communicate()


def test_without_a_file_nobody_holds_it_and_none_is_made(tmp_path: Path) -> None:
    assert holder(tmp_path / "lock") is None
    assert not list(tmp_path.iterdir())


def test_what_a_dead_holder_left_in_it_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    path.write_text(json.dumps(Holder(dead.pid, machine.host(), machine.now(), machine.boot())._asdict()))
    acquire(path, "the plan").release()
    path.write_text("no json")
    acquire(path, "the plan").release()


def test_on_a_network_disk_another_machine_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lock"
    path.write_text(json.dumps(Holder(4711, "elsewhere", "2026-11-22T10:00:00Z", "its boot")._asdict()))
    monkeypatch.setattr(locks, "on_network", lambda _: "nfs4")
    with pytest.raises(LockedError, match=r"process 4711 on elsewhere since .* look there"):
        acquire(path, "the plan")
    path.write_text("")
    acquire(path, "the plan").release()


def test_a_lock_file_that_is_replaced_is_locked_anew(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with acquire(path, "the plan"):
        path.unlink()
        with acquire(path, "the plan"):
            found = holder(path)
        assert found


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(LockedError, match="cannot be used"):
        acquire(tmp_path / "none" / "lock", "the plan")
