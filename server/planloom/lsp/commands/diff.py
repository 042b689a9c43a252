"""`planloom.diff`: what a worker changed since it began, committed or not, each file marked as its own or not."""

from __future__ import annotations

import asyncio
from typing import Any

from planloom.actions import brief
from planloom.actions.changes import ChangedFile, changed_files
from planloom.lsp.driving import Errand
from planloom.lsp.server import General
from planloom.lsp.showing import Page, shown
from planloom.lsp.telling import RefusedError
from planloom.run.records.state import safe_name
from planloom.run.situation import records_at
from planloom.run.worked import patch, worked
from planloom.text.visible import visible


async def execute(server: General, errand: Errand) -> dict[str, Any]:
    """`{worker, files: [{path, status, owned}], text}`: the files, and what changed in them as a patch."""
    records = await asyncio.to_thread(records_at, errand.plan, errand.path)
    if errand.worker is None or records is None:
        raise RefusedError(f"{errand.path.name}: name a worker of a plan in a repository")
    worker, files, text = await asyncio.to_thread(_changes, errand, errand.worker)
    page = Page(f"{safe_name(worker)}.diff", "\n".join([*map(_line, files), "", text]), _told(worker, files))
    await shown(server, records, page)
    return {"worker": worker, "files": [_plain(file) for file in files], "text": text}


def _changes(errand: Errand, name: str) -> tuple[str, list[ChangedFile], str]:
    seen = worked(errand.plan, errand.path, name)
    files = [*changed_files(errand.plan, seen.worker, seen.changes)]
    return seen.worker.worker, files, "\n".join(map(visible, patch(seen).split("\n")))


def _told(worker: str, files: list[ChangedFile]) -> str:
    strays = [file.path for file in files if not file.owned]
    more = f"; not its own: {', '.join(strays)}" if strays else ""
    changed = ", ".join(file.path for file in files)
    return brief.line(f"{worker} changed {changed or 'nothing'}{more}")


def _line(file: ChangedFile) -> str:
    return visible(f"# {file.status} {file.path}: {'' if file.owned else 'not its own, '}{file.why}")


def _plain(file: ChangedFile) -> dict[str, Any]:
    return {"path": file.path, "status": file.status, "owned": file.owned}
