"""`planloom serve`: help for the language server; without `--help` the server starts before this is looked at."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

TAKES = ""
HELP = """\
Speak the language server protocol on stdin and stdout. An editor starts this.

Example, Neovim:  vim.lsp.config('planloom', {cmd = {'planloom', 'serve'}, filetypes = {'markdown'}})
"""


def add_arguments(parser: ArgumentParser) -> None:
    """What editors pass."""
    parser.add_argument("--stdio", action="store_true", help="stdin and stdout; there is nothing else")


def run(asked: Namespace) -> int:  # noqa: ARG001
    """Start the server; returns its exit code."""
    from planloom.lsp.main import serve

    return serve()
