"""`planloom.log`: what the process that tells most of a worker wrote, made harmless and without secrets."""

from __future__ import annotations

import asyncio
from typing import Any

from planloom.actions import brief
from planloom.lsp.driving import Errand
from planloom.lsp.server import General
from planloom.lsp.showing import Page, shown
from planloom.lsp.telling import RefusedError
from planloom.run.records.state import safe_name
from planloom.run.redact import redact_lines
from planloom.run.situation import Found, last_run
from planloom.run.tasks.local import Local
from planloom.run.tasks.output import TAIL, tail

_LINES = 5000


async def execute(server: General, errand: Errand) -> dict[str, Any]:
    """`{worker, attempt: {number, kind}, text}`: the end of the log."""
    found = await asyncio.to_thread(last_run, errand.plan, errand.path)
    worker = errand.worker or ""
    begun = found.telling(worker) if found else None
    if found is None or begun is None:
        raise RefusedError(f"{errand.path.name}: nothing was started for {worker or 'no worker'} yet")
    number, kind = begun["number"], begun["kind"]
    lines = await asyncio.to_thread(_lines, found, worker, number, kind)
    last = next((line for line in reversed(lines) if line.strip()), "nothing yet")
    text = "\n".join([f"{worker}, process {number}: {kind}", *lines, ""])
    page = Page(f"{safe_name(worker)}.log", text, brief.line(f"{worker} {kind} wrote last: {last}"))
    await shown(server, found.run.owner, page)
    return {"worker": worker, "attempt": {"number": number, "kind": kind}, "text": text}


def _lines(found: Found, worker: str, number: int, kind: str) -> list[str]:
    folder = found.run.attempt(worker, number, kind)
    return [*redact_lines(tail(Local().logs(folder, -TAIL), _LINES))]
