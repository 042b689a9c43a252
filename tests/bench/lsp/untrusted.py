"""500 hostile plans in armed repositories, opened and asked about in an editor that does not trust them.

    python -m tests.bench.lsp.untrusted [--count 500] [--strace]

By default the server tells by an audit hook what it starts, writes, connects to and reads of git's; with `--strace` the
kernel tells what is executed, connected to, and opened to be written or below `.git`. Prints what there was: nothing is
what is promised. Exit status 1 otherwise.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from pathlib import Path

from tests.lsp.client import SERVE
from tests.support.untrusted import AUDITED, look_at_all

_TRACED = "execve,execveat,connect,bind,openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir"
_OPENED = re.compile(r"open(?:at)?\(")
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")


def forbidden(trace: Path) -> list[str]:
    """The calls of a trace that must not be, but for the start of the server itself."""
    found = []
    for line in trace.read_text(errors="replace").splitlines()[1:]:
        if "(" not in line or "/dev/null" in line or "ENOENT" in line:
            continue
        if not _OPENED.search(line) or _WRITES.search(line) or "/.git/" in line:
            found.append(line)
    return found


def main() -> int:
    """Open them; 1 where anything happened."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--count", type=int, default=500)
    ask.add_argument("--strace", action="store_true")
    args = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder, "trace")
        interpreter = [SERVE[0], "-B", *SERVE[1:]]
        strace = ["strace", "-f", "-qq", "-s", "300", "-e", f"trace={_TRACED}", "-o", str(trace), *interpreter]
        began = time.monotonic()
        opened = look_at_all(Path(folder, "repositories"), args.count, command=strace if args.strace else AUDITED)
        heard = forbidden(trace) if args.strace else opened.heard
    print(f"{args.count} plans, {opened.answers} answers, {time.monotonic() - began:.0f} s: ", end="")
    print(f"{len(heard)} forbidden acts, {len(opened.changed)} files changed")
    print(*heard[:20], *opened.changed[:20], sep="\n")
    return bool(heard or opened.changed)


if __name__ == "__main__":
    sys.exit(main())
