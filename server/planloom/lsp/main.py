"""Begins and ends the server process. Must not import anything that is slow to import."""

from __future__ import annotations

import gc
import os
import sys

# Young objects are looked at often enough at this number, and rarely enough to be outside of the 95th percentile.
_YOUNG = 10_000
# A keystroke must get the interpreter at once from the threads that import modules, or look around.
_SWITCH_SECONDS = 0.0005


def serve() -> int:
    """Serve one client on stdin and stdout, and end the process.

    Ends it without waiting for threads: when the editor is gone, nothing may keep the server. What it started lives on.
    """
    source, sink = _own_streams()
    gc.set_threshold(_YOUNG, 20, 20)
    sys.setswitchinterval(_SWITCH_SECONDS)
    from planloom.lsp.lane import Lane
    from planloom.lsp.warming import warm_up
    from planloom.lsp.wire import Wire

    warm_up()
    try:
        code = Lane(Wire(source, sink)).run()
    except KeyboardInterrupt:
        code = 130
    _tidy_up()
    os._exit(code)


def _tidy_up() -> None:
    """Leave nothing of a look at a repository that ends here; where none was looked at, nothing is loaded for it."""
    scratch = sys.modules.get("planloom.run.survey.scratch")
    if scratch is not None:
        scratch.abandon()


def _own_streams() -> tuple[int, int]:
    """Stdin and stdout under numbers that nobody else knows.

    A stray `print` goes to stderr in place of between two frames, and no child process can read the client's messages.
    """
    source, sink = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(2, 1)
    except OSError:
        os.dup2(nothing, 1)
    os.close(nothing)
    return source, sink
