"""Programs that behave as workers do, badly too, and a leash that tells whether any process of theirs is left."""

from __future__ import annotations

import os
import select
import sys
from pathlib import Path

from planloom.run.tasks.executor import State, Task
from planloom.run.tasks.local import Local

PATIENCE = 60.0

_LEASHED = """
import os, signal, sys, time
leash = os.open(sys.argv[1], os.O_WRONLY)
os.set_inheritable(leash, True)
def ready():
    os.write(leash, b"r")
def forever():
    ready()
    while True:
        time.sleep(60)
def daemon():
    if os.fork():
        return False
    os.setsid()
    if os.fork():
        os._exit(0)
    return True
"""
# Each says when it is as bad as it gets, and would live for ever.
STRAYS = {
    "alone": "forever()",
    "forks": """
if not os.fork():
    forever()
forever()
""",
    "forks and exits": """
if not os.fork():
    forever()
""",
    "daemon": """
if daemon():
    forever()
forever()
""",
    "daemon without environment": """
if daemon():
    os.execve(sys.executable, [sys.executable, "-I", "-S", "-c",
        f"import os, time; os.write({leash}, b'r'); time.sleep(600)"], {})
forever()
""",
    "has no environment": """
os.execve(sys.executable, [sys.executable, "-I", "-S", "-c",
    f"import os, time; os.fork() and os.write({leash}, b'r'); time.sleep(600)"], {})
""",
    "deaf": """
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
forever()
""",
    "deaf daemon": """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if daemon():
    forever()
""",
    "asleep": """
if not os.fork():
    ready()
    os.kill(os.getpid(), signal.SIGSTOP)
forever()
""",
    "respawns": """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True:
    child = os.fork()
    if not child:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        forever()
    os.waitpid(child, 0)
""",
    "two that respawn each other": """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
def guard(other):
    ready()
    while True:
        try:
            os.kill(other, 0)
            time.sleep(0.001)
        except ProcessLookupError:
            mine = os.getpid()
            other = os.fork()
            if not other:
                guard(mine)
mine = os.getpid()
if os.fork():
    guard(os.getpid())
guard(mine)
""",
    "runs away": """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
ready()
while True:
    if os.fork():
        os._exit(0)
    time.sleep(0.002)
""",
}


def python(code: str, *words: str) -> tuple[str, ...]:
    """A command that runs Python code."""
    return (sys.executable, "-I", "-S", "-c", code, *words)


class Leash:
    """A pipe whose other end every process of a program holds, whatever else it gets rid of."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self._read = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def program(self, code: str) -> tuple[str, ...]:
        """The command of a program on this leash."""
        return python(_LEASHED + code, str(self.path))

    def ready(self) -> None:
        """Wait until the program is where it wants to be."""
        assert select.select([self._read], [], [], PATIENCE)[0]
        assert os.read(self._read, 1) == b"r"

    def is_free(self) -> bool:
        """Whether no process holds the other end."""
        try:
            while os.read(self._read, 4096):
                pass
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Let go."""
        os.close(self._read)


def task(folder: Path, argv: tuple[str, ...], **more: object) -> Task:
    """A task in a folder, which stands beside the folder it works in."""
    return Task(folder.name, folder, argv, str(folder.parent), {})._replace(**more)  # type: ignore[arg-type]


def finished(executor: Local, folder: Path) -> State:
    """How a task is when it is over."""
    executor.wait([folder], PATIENCE)
    return executor.poll(folder)
