"""The server's commands: each file of `lsp/commands`, loaded when it is asked for.

Must not know what a command does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from planloom.lsp.commands import commands
from planloom.lsp.messages import peek
from planloom.lsp.server import General


def register(server: General) -> None:
    """Serve every command."""
    for id_, module in commands():
        server.command(id_)(_command(module))


def _command(module: str) -> Callable[..., Awaitable[Any]]:
    async def command(ls: General, *arguments: Any) -> Any:
        given = arguments[0] if len(arguments) == 1 else None
        uri, worker = peek(given, "uri"), peek(given, "worker")
        if not isinstance(uri, str) or not isinstance(worker, str | None):
            raise JsonRpcInvalidParams('one argument is expected: {"uri": ..., "worker"?: ..., "dryRun"?: ...}')
        # What commands need is slow to import, and no keystroke needs it.
        from planloom.lsp.errands import Order, carry_out

        return await carry_out(ls, module, Order(uri, worker, peek(given, "dryRun") is True))

    return command
