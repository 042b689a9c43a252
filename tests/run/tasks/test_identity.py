"""Processes are known by more than their number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from planloom.run.tasks import identity
from planloom.run.tasks.descendants import below, end, stray
from planloom.run.tasks.identity import MARKER, Process, marked, process, processes, send

WAIT = "print(flush=True); input()"
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-I', '-S', '-c', {WAIT!r}])"


@pytest.fixture
def living() -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-I", "-S", "-c", WAIT]
    environment = {**os.environ, MARKER: "/a folder/of a test"}
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as started:
        assert started.stdout is not None
        started.stdout.readline()
        yield started
        started.kill()


def known(pid: int) -> Process:
    found = process(pid)
    assert found is not None
    return found


def test_a_process_has_a_parent_and_a_start(living: subprocess.Popen[bytes]) -> None:
    found = known(living.pid)
    assert found.parent == os.getpid()
    assert found.start != known(1).start
    assert found == known(living.pid)
    assert found in set(processes())


def test_who_ended_is_no_process(living: subprocess.Popen[bytes]) -> None:
    before = known(living.pid)
    living.kill()
    os.waitid(os.P_PID, living.pid, os.WEXITED | os.WNOWAIT)
    assert process(living.pid) is None
    assert not send(before, signal.SIGTERM)
    living.wait()
    assert process(living.pid) is None
    assert not send(before, signal.SIGTERM)


def test_a_name_cannot_forge_what_stands_behind_it() -> None:
    name = "import ctypes; ctypes.CDLL(None).prctl(15, b') R 1 1 1 1', 0, 0, 0); "
    words = [sys.executable, "-I", "-S", "-c", name + WAIT]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        started.stdout.readline()
        assert known(started.pid).parent == os.getpid()
        started.kill()


def test_another_process_of_that_number_is_not_hit(living: subprocess.Popen[bytes]) -> None:
    assert not send(known(living.pid)._replace(start="1"), signal.SIGKILL)
    assert living.poll() is None
    assert send(known(living.pid), signal.SIGKILL)
    assert living.wait() == -signal.SIGKILL


def test_a_marker_is_found_whole_or_not_at_all(living: subprocess.Popen[bytes]) -> None:
    assert [one.pid for one in marked("/a folder/of a test")] == [living.pid]
    for other in ("/a folder/of a tes", "/a folder/of a test/x", "a folder/of a test", ""):
        assert living.pid not in [one.pid for one in marked(other)]


@pytest.fixture
def no_handles(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system as macOS is: no descriptors of processes."""
    monkeypatch.delattr(os, "pidfd_open")


def test_without_descriptors_of_processes_nobody_else_is_hit(living: subprocess.Popen[bytes], no_handles: None) -> None:
    assert not send(known(living.pid)._replace(start="1"), signal.SIGKILL)
    assert living.poll() is None
    assert send(known(living.pid), signal.SIGKILL)
    assert living.wait() == -signal.SIGKILL


def test_without_proc_processes_are_known_as_well(
    living: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "LINUX", False)
    monkeypatch.setattr(identity, "_TELLS_CHILDREN", False)
    found = known(living.pid)
    assert (found.pid, found.parent) == (living.pid, os.getpid())
    assert found in list(processes())
    assert found in list(below(os.getpid()))
    living.kill()
    living.wait()
    assert process(living.pid) is None


def test_descendants_are_found_from_the_top() -> None:
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as top:
        assert top.stdout is not None
        top.stdout.readline()
        (child,) = below(top.pid)
        assert child.parent == top.pid
        assert top.pid in [one.pid for one in below(os.getpid())]
        assert end(lambda: [one for one in [process(top.pid)] if one], 0.0, lambda _: None) == []
        assert end(lambda: [child] if process(child.pid) else [], 0.0, lambda _: None) == []


def test_this_process_is_never_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    assert end(lambda: [known(os.getpid())], 0.0, lambda _: None) == []
    assert list(stray("/nobody/carries/this")) == []
