"""What this machine calls itself, its boot and the time. Must not know plans or runs."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path


def host() -> str:
    """The machine's name."""
    return os.uname().nodename


@cache
def boot() -> str:
    """What names this boot of the kernel and no other; "" where the system does not tell."""
    if sys.platform == "darwin":
        return _sysctl("kern.bootsessionuuid")
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def now() -> str:
    """The time as records hold it: UTC, ISO 8601, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _sysctl(name: str) -> str:
    import ctypes

    system = ctypes.CDLL(None)
    held = ctypes.create_string_buffer(64)
    size = ctypes.c_size_t(len(held))
    failed = system.sysctlbyname(name.encode(), held, ctypes.byref(size), None, 0)
    return "" if failed else held.value.decode()
