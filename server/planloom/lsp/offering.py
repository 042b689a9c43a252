"""What a document offers now. Only for clients that trust their workspace: it reads the records of runs."""

from __future__ import annotations

import asyncio
from typing import Any

from lsprotocol import types

from planloom.actions.offers import Offer, Standing, offers
from planloom.lsp.commands import PREFIX
from planloom.lsp.config import path_of
from planloom.lsp.documents import Snapshot
from planloom.lsp.following import Found, follow
from planloom.lsp.log import log
from planloom.lsp.server import General
from planloom.run.launch import LaunchError
from planloom.run.records import locks, machine
from planloom.run.records.journal import JournalError
from planloom.run.records.state import StateError
from planloom.run.situation import records_at
from planloom.run.standing import standing


async def offered(server: General, document: Snapshot) -> list[Offer]:
    """The offers; none where the records of the last run cannot be read. A run that goes on is followed from now on."""
    path = path_of(document.uri)
    if path is None or not document.plan.is_plan:
        return []
    try:
        records = await asyncio.to_thread(records_at, document.plan, path)
        run: Standing | None = await asyncio.to_thread(standing, document.plan, path)
    except (JournalError, LaunchError, StateError, locks.LockedError, OSError) as error:
        log(f"nothing is offered: {type(error).__name__}")
        return []
    if records is None:
        return []
    if run and run.driver:
        follow(server, path, records, Found(run.driver, records.lock))
    return list(offers(document.plan, run, machine.now()))


def command(offer: Offer, uri: str) -> types.Command:
    """The command of an offer, as a client gives it back."""
    argument: dict[str, Any] = {"uri": uri} | ({"worker": offer.worker} if offer.worker else {})
    return types.Command(offer.title, PREFIX + offer.command, arguments=[argument])
