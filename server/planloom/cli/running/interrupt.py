"""What ends a run from outside. Ctrl-C once: nothing new begins; twice: the workers are stopped, too.

A terminal that is closed or a plain `kill` ends this process at once, with a word on how to go on.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from shlex import quote
from types import FrameType

from planloom.run.desk import Desk


@contextmanager
def interruptible(desk: Desk) -> Iterator[Callable[[], bool]]:
    """Obey Ctrl-C inside the block, and say how to go on where it is ended; gives whether there was a Ctrl-C."""
    times = 0
    plan = quote(desk.blueprint.plan)

    def interrupt(_: int, __: FrameType | None) -> None:
        nonlocal times
        times += 1
        if times == 1:
            desk.halt.stop_starting()
            desk.say(
                "Nothing new begins; this ends when what runs has ended. Ctrl-C again stops the workers, too, and so "
                f"does `planloom stop {plan}`. `planloom run {plan} --resume` goes on later"
            )
        else:
            desk.halt.stop_workers()

    def end(number: int, _: FrameType | None) -> None:
        # Not by way of what may be in the middle of writing; and a terminal may be gone.
        with suppress(OSError):
            line = f"planloom: ended; workers that run go on. `planloom run {plan} --resume` goes on from here\n"
            os.write(2, line.encode())
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    before = {signal.SIGINT: signal.signal(signal.SIGINT, interrupt)}
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            before[number] = signal.signal(number, end)
    try:
        yield lambda: times > 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
