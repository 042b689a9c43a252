"""Exit codes, and the error that ends a command in one line. Knows nothing else."""

from __future__ import annotations

OK, FINDINGS, TROUBLE, INTERRUPTED = 0, 1, 2, 130


class CommandError(Exception):
    """Something outside that a command needs and does not have. Its message says what, where and what to do."""
