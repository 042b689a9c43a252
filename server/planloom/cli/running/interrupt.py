"""Ctrl-C during a run: once, nothing new begins; twice, the workers are stopped, too."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shlex import quote
from types import FrameType

from planloom.run.desk import Desk


@contextmanager
def interruptible(desk: Desk) -> Iterator[Callable[[], bool]]:
    """Obey Ctrl-C inside the block; gives a function that tells whether there was one."""
    times = 0

    def interrupt(_: int, __: FrameType | None) -> None:
        nonlocal times
        times += 1
        plan = quote(desk.blueprint.plan)
        if times == 1:
            desk.halt.stop_starting()
            desk.say(
                "Nothing new begins; this ends when what runs has ended. Ctrl-C again stops the workers, too, and so "
                f"does `planloom stop {plan}`. `planloom run {plan} --resume` goes on later"
            )
        else:
            desk.halt.stop_workers()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield lambda: times > 0
    finally:
        signal.signal(signal.SIGINT, before)
