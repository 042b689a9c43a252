"""`planloom editor`: how an editor is set up for plans.

Knows where the editors' files lie in this package; must not know what is in them.
"""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from planloom.cli.errors import OK

if sys.platform == "darwin":
    import fcntl

TAKES = "nvim|vscode"
HELP = """\
Show how to set up an editor for plans.

`nvim` prints the lines for init.lua on a terminal, and into a file that is called *.lua. A program that reads what it
prints gets the folder to put on Neovim's runtimepath, alone; the lines then go to stderr.

Examples:  planloom editor nvim
           planloom editor nvim >> ~/.config/nvim/init.lua
           planloom editor vscode
"""
_VSCODE = """\
The extension carries its server and needs nothing but Python 3.11 or newer. Its .vsix is built in a clone of the
repository, by node 20 or newer:

  cd client-vscode
  npm ci
  npm run package

Then install it, or choose "Extensions: Install from VSIX..." in VS Code:

  code --install-extension dist/planloom.vsix
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the editor."""
    parser.add_argument("editor", choices=["nvim", "vscode"], metavar="nvim|vscode")


def run(asked: Namespace) -> int:
    """Print what that editor needs."""
    if asked.editor == "vscode":
        sys.stdout.write(_VSCODE)
        return OK
    folder = Path(__file__).parents[2] / "editors" / "nvim"
    for_people = sys.stdout.isatty() or _path_of(sys.stdout).endswith(".lua")
    if not for_people:
        sys.stdout.write(f"{folder}\n")
        sys.stdout.flush()
    lines = sys.stdout if for_people else sys.stderr
    lines.writelines(f"{line}\n" for line in _init(folder))
    return OK


def _path_of(stream: TextIO) -> str:
    """The file that a stream is written to; empty where that is none, or the system does not tell."""
    with suppress(OSError):
        if sys.platform == "darwin":
            return os.fsdecode(fcntl.fcntl(stream, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0"))
        return os.path.realpath(f"/dev/fd/{stream.fileno()}")
    return ""


def _init(folder: Path) -> Iterator[str]:
    """The lines for init.lua."""
    yield f"vim.opt.runtimepath:append({_quoted(folder.as_posix())})"
    if not shutil.which("planloom"):
        program = Path(sys.argv[0]).resolve().as_posix()
        yield f"vim.lsp.config('planloom', {{ cmd = {{ {_quoted(program)}, 'serve' }} }})"
    yield "-- Runs plans and reads their git, each run after asking; without this line, plans are checked alone:"
    yield "vim.lsp.config('planloom', { init_options = { trusted = true } })"
    yield "vim.lsp.enable('planloom')"


def _quoted(text: str) -> str:
    """A text as Lua writes it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
