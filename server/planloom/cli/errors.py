"""Exit codes, the error that ends a command in one line, and what to do when nobody listens. Knows nothing else."""

from __future__ import annotations

import os
import sys

OK, FINDINGS, TROUBLE, INTERRUPTED = 0, 1, 2, 130


class CommandError(Exception):
    """Something outside that a command needs and does not have. Its message says what, where and what to do."""


def silence() -> None:
    """Throw away what is written to standard output from now on: whoever read it is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
