"""Where the `planloom` command begins.

`planloom serve` goes to the server at once: an editor waits for it, and the server needs nothing of the command line.
Must not import anything heavy.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line given by `sys.argv` and exit with its code."""
    arguments = sys.argv[1:]
    if arguments in (["serve"], ["serve", "--stdio"]):
        from planloom.lsp.main import serve

        sys.exit(serve())
    _run_and_leave(arguments)


def _run_and_leave(arguments: list[str]) -> None:
    """A command is short: collecting garbage on the way or taking all apart at the end is time for nothing."""
    import gc
    import os

    gc.disable()
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            # Whoever started this closed it: the next file to be opened must not take its number.
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            setattr(sys, name, os.fdopen(number, "w" if number else "r"))
    from planloom.cli.app import run

    code = run(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
