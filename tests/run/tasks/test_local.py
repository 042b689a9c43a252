"""What becomes of a task is what its folder says, whoever asks."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import stat
import threading
import time
from pathlib import Path

import pytest

from planloom.run.tasks.executor import ExecutorError
from planloom.run.tasks.local import Local
from tests.support.workers import PATIENCE, STRAYS, Leash, finished, python, task

LOCAL = Local(grace=0.1, linger=0.3)


def said(folder: Path) -> bytes:
    return b"".join(LOCAL.logs(folder))


def test_a_task_runs_where_and_with_what_it_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    command = ("sh", "-c", 'cat; pwd; echo "$COLOUR $PLANLOOM_TASK" >&2; exit 3')
    LOCAL.submit(task(folder, command, stdin="do this\n", env={"COLOUR": "red"}))
    state = finished(LOCAL, folder)
    assert (state.word, state.code, state.reason) == ("ended", 3, "")
    assert said(folder).decode() == f"do this\n{tmp_path}\nred {folder}\n"


def test_a_task_that_runs_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    assert LOCAL.poll(folder).word == "waiting"
    LOCAL.submit(task(folder, python("import os; print(os.getpid(), flush=True); input()"), stdin=""))
    assert finished(LOCAL, folder).word == "ended"
    leash = Leash(tmp_path / "leash")
    LOCAL.submit(task(tmp_path / "other", leash.program(STRAYS["alone"])))
    leash.ready()
    state = LOCAL.poll(tmp_path / "other")
    assert state.word == "running"
    assert state.pid is not None
    assert state.seconds is not None
    assert state.quiet is not None
    LOCAL.cancel(tmp_path / "other")
    leash.close()


def test_nothing_of_it_is_for_others_but_what_it_makes(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    before = os.umask(0o022)
    try:
        LOCAL.submit(task(folder, ("touch", str(tmp_path / "made"))))
    finally:
        os.umask(before)
    assert finished(LOCAL, folder).code == 0
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o644
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_values_of_variables_are_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_TOKEN", "hunter2")
    folder = tmp_path / "task"
    LOCAL.submit(task(folder, ("sh", "-c", 'test "$MY_TOKEN" = "$MORE"'), env={"MORE": "hunter2"}))
    assert finished(LOCAL, folder).code == 0
    assert not [file for file in folder.iterdir() if b"hunter2" in file.read_bytes()]
    assert {"MY_TOKEN", "MORE"} <= set(json.loads((folder / "task.json").read_text())["env"])


def test_what_editors_and_git_leave_in_the_environment_stays_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped = ["GIT_DIR", "GIT_INDEX_FILE", "VSCODE_PID", "ELECTRON_RUN_AS_NODE", "PYTHONPATH", "VIRTUAL_ENV"]
    dropped += ["LD_PRELOAD_NOT", "NODE_OPTIONS"]
    for name in [*dropped, "GIT_AUTHOR_NAME", "OWN"]:
        monkeypatch.setenv(name, "1")
    folder = tmp_path / "task"
    LOCAL.submit(task(folder, ("env",), env={"GIT_EDITOR": "true"}))
    assert finished(LOCAL, folder).code == 0
    seen = {line.partition("=")[0] for line in said(folder).decode().splitlines()}
    assert not seen & set(dropped)
    assert {"GIT_AUTHOR_NAME", "OWN", "GIT_EDITOR"} <= seen


def test_signals_reach_a_task_as_they_do_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        LOCAL.submit(task(folder, ("grep", "-E", "^Sig(Ign|Blk)", "/proc/self/status")))
    finally:
        signal.signal(signal.SIGINT, before)
    assert finished(LOCAL, folder).code == 0
    # Above these are signals that the C library keeps for itself.
    assert {int(line.split()[1], 16) & 0x7FFFFFFF for line in said(folder).splitlines()} == {0}


def test_a_task_has_no_descriptors_but_three(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    with (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        LOCAL.submit(task(folder, python("import os; print(len(os.listdir('/proc/self/fd')) - 1)")))
    assert finished(LOCAL, folder).code == 0
    assert said(folder) == b"3\n"


def test_stdin_ends(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    LOCAL.submit(task(folder, ("cat",)))
    assert (finished(LOCAL, folder).code, said(folder)) == (0, b"")


def test_one_folder_starts_once(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    once = task(folder, ("sh", "-c", "echo once"))
    LOCAL.submit(once)
    LOCAL.submit(once)
    assert finished(LOCAL, folder).code == 0
    LOCAL.submit(once)
    assert said(folder) == b"once\n"


def test_many_at_once_start_one(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    count = task(folder, ("sh", "-c", "echo once; sleep 0.2"))
    threads = [threading.Thread(target=LOCAL.submit, args=(count,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert finished(LOCAL, folder).code == 0
    assert said(folder) == b"once\n"


def test_waiting_ends_with_the_first(tmp_path: Path) -> None:
    leash = Leash(tmp_path / "leash")
    long, short = tmp_path / "long", tmp_path / "short"
    LOCAL.submit(task(long, leash.program(STRAYS["alone"])))
    LOCAL.submit(task(short, ("sh", "-c", "exit 7")))
    LOCAL.wait([long, short], PATIENCE)
    assert (LOCAL.poll(long).word, LOCAL.poll(short).code) == ("running", 7)
    LOCAL.cancel(long)
    leash.close()


def test_without_descriptors_of_processes_all_goes_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS."""
    monkeypatch.delattr(os, "pidfd_open")
    leash = Leash(tmp_path / "leash")
    long, short = tmp_path / "long", tmp_path / "short"
    LOCAL.submit(task(long, leash.program(STRAYS["daemon"])))
    LOCAL.submit(task(short, ("sh", "-c", "exit 7")))
    LOCAL.wait([long, short], PATIENCE)
    assert LOCAL.poll(short).code == 7
    leash.ready()
    LOCAL.cancel(long)
    assert leash.is_free()
    leash.close()


def test_waiting_has_an_end(tmp_path: Path) -> None:
    LOCAL.wait([tmp_path / "never"], 0.1)
    LOCAL.wait([], 0.1)


def test_waiting_costs_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    LOCAL.submit(task(folder, ("sleep", "0.5")))
    before = time.process_time()
    assert finished(LOCAL, folder).code == 0
    assert time.process_time() - before < 0.4


def fault(tmp_path: Path, name: str) -> tuple[str, ...]:
    """A command that cannot be started."""
    file = tmp_path / name
    match name:
        case "missing":
            return (str(file),)
        case "not-executable":
            file.write_text("#!/bin/sh\n")
        case "no-program":
            file.write_bytes(b"\x00\x01\x02")
            file.chmod(0o755)
        case "no-interpreter":
            file.write_text("#!/no/such/interpreter\n")
            file.chmod(0o755)
        case "too-long":
            return ("echo", "x" * (3 << 20))
        case "nul":
            return ("echo", "a\0b")
        case "folder":
            file.mkdir()
        case "busy":
            shutil.copy("/bin/true", file)
    return (str(file),)


FAULTS = {
    "missing": "not found",
    "not-executable": "may not be executed",
    "no-program": "not made for this machine",
    "no-interpreter": "first line",
    "too-long": "too long",
    "nul": "null byte",
    "folder": "not found",
    "busy": "writing to it",
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_start_says_why_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "task"
    with (tmp_path / "busy").open("ab"), pytest.raises(ExecutorError, match=FAULTS[name]) as raised:
        LOCAL.submit(task(folder, fault(tmp_path, name)))
    assert "\n" not in str(raised.value)
    state = LOCAL.poll(folder)
    assert state.word == "waiting" or (state.word, state.reason) == ("ended", "not-started")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExecutorError, match=r"its folder .*gone is not there"):
        LOCAL.submit(task(tmp_path / "task", ("true",), cwd=str(tmp_path / "gone")))
    assert LOCAL.poll(tmp_path / "task").reason == "not-started"


def test_programs_are_not_looked_for_where_workers_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "agent"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:.:")
    for word in ("agent", "./agent"):
        with pytest.raises(ExecutorError, match="not found"):
            LOCAL.submit(task(tmp_path / "task", (word,)))


def test_a_task_may_delete_the_folder_it_works_in(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    folder = tmp_path / "task"
    LOCAL.submit(task(folder, ("sh", "-c", f"rmdir {place}; echo gone; exit 2"), cwd=str(place)))
    assert (finished(LOCAL, folder).code, said(folder)) == (2, b"gone\n")


def test_short_of_descriptors_no_guess_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    leash = Leash(tmp_path / "leash")
    LOCAL.submit(task(folder, leash.program(STRAYS["alone"])))
    leash.ready()
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
    try:
        with pytest.raises(ExecutorError, match="Too many open files"):
            LOCAL.poll(folder)
        with pytest.raises(ExecutorError, match="Too many open files"):
            LOCAL.submit(task(tmp_path / "other", ("true",)))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert LOCAL.poll(folder).word == "running"
    assert LOCAL.poll(tmp_path / "other").word == "waiting"
    LOCAL.cancel(folder)
    leash.close()


def test_a_record_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    folder.mkdir()
    (tmp_path / "theirs").write_text('{"code": 0, "reason": "", "seconds": 1}')
    (folder / "exit.json").symlink_to(tmp_path / "theirs")
    with pytest.raises(ExecutorError, match="is a symbolic link"):
        LOCAL.poll(folder)


def test_a_state_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExecutorError, match="Not a directory"):
        LOCAL.submit(task(tmp_path / "file" / "task", ("true",)))
