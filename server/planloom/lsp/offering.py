"""What a document offers now. Only for clients that trust their workspace: it reads the records of runs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lsprotocol import types

from planloom.actions.offers import Offer, Standing, in_checkpoint, offers
from planloom.lsp.commands import PREFIX
from planloom.lsp.config import path_of
from planloom.lsp.documents import Snapshot
from planloom.lsp.following import Found, follow
from planloom.lsp.log import log
from planloom.lsp.server import General
from planloom.model.plan import Status
from planloom.rules.finding import Fix
from planloom.run.errors import RunError
from planloom.run.owner import plan_of
from planloom.run.records import machine
from planloom.run.records.state import PlanState
from planloom.run.recovery import is_begun_elsewhere
from planloom.run.situation import records_at
from planloom.run.standing import standing
from planloom.run.survey.repository import find

_DRIFT = "checkpoint-drift"


async def offered(server: General, document: Snapshot) -> list[Offer]:
    """The offers; none where the records of the last run cannot be read. A run that goes on is followed from now on."""
    path, plan = path_of(document.uri), document.plan
    if path is None or not (plan.is_plan or plan.is_checkpoint):
        return []
    rows = [Offer("takeOver", fix.title, row.status.at, row.worker_text.text) for row, fix in drifts(document)]
    try:
        seen = await asyncio.to_thread(_look, document, path)
    except (RunError, OSError) as error:
        log(f"nothing is offered: {type(error).__name__}")
        return rows
    if seen is None:
        return rows
    run = seen.run
    if run and run.driver:
        follow(server, seen.path, seen.records, Found(run.driver, seen.records.lock))
    if not plan.is_plan:
        return [*in_checkpoint(plan, run), *rows] if run else rows
    return [*offers(plan, run, machine.now(), elsewhere=seen.elsewhere), *rows]


class _Seen(NamedTuple):
    """What was found of the plan that a document is about. `elsewhere`: its checkpoint is of an unfinished run."""

    path: Path
    records: PlanState
    run: Standing | None
    elsewhere: bool = False


def _look(document: Snapshot, path: Path) -> _Seen | None:
    repository = find(path.parent)
    meant = plan_of(document.plan, path, repository) if repository else None
    records = records_at(*meant) if meant else None
    if meant is None or records is None:
        return None
    run = standing(*meant)
    return _Seen(meant[1], records, run, elsewhere=run is None and is_begun_elsewhere(*meant))


def drifts(document: Snapshot) -> Iterator[tuple[Status, Fix]]:
    """The rows of a checkpoint that say what is not so, each with the edit that makes it say what is."""
    found = {finding.at: finding for finding in document.findings if finding.rule == _DRIFT and finding.fixes}
    for row in document.plan.checkpoint.statuses if document.plan.checkpoint else ():
        if row.status.at in found:
            yield row, found[row.status.at].fixes[0]


def command(offer: Offer, uri: str) -> types.Command:
    """The command of an offer, as a client gives it back."""
    argument: dict[str, Any] = {"uri": uri} | ({"worker": offer.worker} if offer.worker else {})
    return types.Command(offer.title, PREFIX + offer.command, arguments=[argument])
