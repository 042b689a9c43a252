"""Carries out commands: finds the plan, asks for trust, and says what goes wrong, in words for the user.

Must not know what a command does.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, NamedTuple

from planloom.actions import brief
from planloom.lsp.commands import load
from planloom.lsp.config import path_of
from planloom.lsp.driving import Errand
from planloom.lsp.log import failure
from planloom.lsp.server import General
from planloom.lsp.telling import RefusedError, lines_of, said
from planloom.model.plan import Plan
from planloom.run.errors import RunError
from planloom.run.owner import owner_of
from planloom.run.preparing import NotReadyError, read_plan
from planloom.run.survey.repository import find

TROUBLE = (RunError, NotReadyError, OSError)
"""What can go wrong with a plan, its records, git and disk; each says it in words for the user."""
# What stands in the way is read whole, or does not help.
_LONGEST = 300
_UNTRUSTED = (
    "nothing is run until this workspace is trusted: set the initialization option `trusted` where you trust its plans "
    "and its repository"
)


class Order(NamedTuple):
    """The argument of a command, as the client sent it."""

    uri: str
    worker: str | None = None
    dry_run: bool = False


async def carry_out(server: General, module: str, order: Order) -> Any:
    """Do what a command's module does; the answer to the client, which tells why where that cannot be."""
    command, path = load(module), path_of(order.uri)
    if getattr(command, "NEEDS_TRUST", True) and not server.trusted:
        return _refused(server, _UNTRUSTED)
    if path is None:
        return _refused(server, f"{order.uri} is no file of this machine")
    document = server.document(order.uri)
    try:
        plan = document.plan if document else await asyncio.to_thread(_plan_in, path)
        errand = Errand(path, plan, order.worker, order.dry_run, document)
        if plan.is_checkpoint and not plan.is_plan and server.trusted:
            errand = await asyncio.to_thread(_of_owner, server, errand)
        return await command.execute(server, errand)
    except TROUBLE as error:
        lines = [line.replace(str(path), path.name) for line in lines_of(error).split("\n")]
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        return _refused(server, brief.line(lines[0], _LONGEST) + more, "\n".join(lines))
    except Exception as error:
        failure(module, error)
        return _refused(server, "an error inside Planloom; its log says where")


def _refused(server: General, text: str, whole: str = "") -> str | None:
    """Say why nothing is done; the `whole` of it is the answer. A client that shows answers by itself gets none."""
    said(server, text, bad=True)
    return None if server.shows_runs else whole or text


def _of_owner(server: General, errand: Errand) -> Errand:
    """The same about the plan whose run writes the checkpoint that the errand names. Raises RefusedError."""
    repository = find(errand.path.parent)
    owner = owner_of(errand.path, repository) if repository else None
    if owner is None:
        raise RefusedError(f"{errand.path.name} belongs to no run that is known here; give the command in its plan")
    plan, path = owner
    return errand._replace(plan=plan, path=path, document=server.document(path.as_uri()), checkpoint=errand.document)


def _plan_in(path: Path) -> Plan:
    return read_plan(path).analysis.plan
