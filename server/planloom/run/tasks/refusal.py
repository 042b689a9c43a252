"""Says why the system would not start a program, and what to do about it.

Loaded by the supervisor, which must start fast: standard library only, and little of it. Must not know tasks.
"""

from __future__ import annotations

import errno
import os

_ADVICE = {
    "ENOENT": "install it",
    "EACCES": "it may not be executed: look at its mode (chmod +x) and at the folders above it",
    "ENOEXEC": "it is not made for this machine; a script must say in its first line what runs it (#!/bin/sh)",
    "E2BIG": "its arguments and the environment are too long: pass the prompt on stdin or as {prompt_file}",
    "EAGAIN": "this user runs too many processes: end some, or run fewer jobs at once",
    "ENOMEM": "memory is short: run fewer jobs at once",
    "ETXTBSY": "something is writing to it: try again when that is done",
}


def why(error: OSError | ValueError, program: str, cwd: str) -> str:
    """One line on a start that failed."""
    if not os.path.isdir(cwd):
        return f"cannot start {program}: its folder {cwd} is not there"
    if isinstance(error, ValueError):
        return f"cannot start {program}: {error} in its arguments or its environment"
    if error.errno == errno.ENOENT and os.path.exists(program):
        return f"cannot start {program}: the program that its first line names is missing"
    advice = _ADVICE.get(errno.errorcode.get(error.errno or 0, ""))
    return f"cannot start {program}: {error.strerror}" + (f"; {advice}" if advice else "")
