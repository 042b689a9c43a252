"""`planloom serve`: help for the language server; without `--help` the server starts before this is looked at."""

from __future__ import annotations

import click


@click.command()
@click.option("--stdio", is_flag=True, help="Accepted because editors pass it; stdio is all there is.")
def command(*, stdio: bool) -> int:  # noqa: ARG001
    """Speak the language server protocol on stdin and stdout. An editor starts this.

    \b
    Example, Neovim:  vim.lsp.config('planloom', {cmd = {'planloom', 'serve'}, filetypes = {'markdown'}})
    """
    from planloom.lsp.main import serve

    return serve()
