"""What a worker changed, file by file, and what a file held before: for clients that show both side by side.

Knows the protocol; must not know how git is read. Only for clients that trust their workspace.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from planloom.lsp import messages
from planloom.lsp.config import path_of
from planloom.lsp.server import General

if TYPE_CHECKING:
    from planloom.model.plan import Plan

CHANGES, CONTENT = "planloom/changes", "planloom/content"


def register(server: General) -> None:
    """Serve changes, and the contents that they name."""
    server.on(CHANGES, changes)
    server.on(CONTENT, content)


async def changes(server: General, params: Any) -> dict[str, Any]:
    """`{base, worktree, files}` for `{uri, worker}`: the commit that it began from, its folder, what it changed."""
    path, worker = _asked(server, params, "worker")
    document = server.document(params.uri)
    return await _told(lambda: _changes(document.plan if document else None, path, worker[0]))


async def content(server: General, params: Any) -> dict[str, Any]:
    """`{text}` for `{uri, commit, path}`: the file in that commit; None where it is no text."""
    plan, (commit, path) = _asked(server, params, "commit", "path")
    return await _told(lambda: _content(plan, commit, path))


def _asked(server: General, params: Any, *names: str) -> tuple[Path, list[str]]:
    """The plan's file, and what else is named."""
    if not server.trusted:
        raise JsonRpcException("the workspace is not trusted, so git is not read", messages.REQUEST_FAILED)
    given = [getattr(params, name, None) for name in ("uri", *names)]
    uri, *others = [one for one in given if isinstance(one, str)] or [""]
    path = path_of(uri)
    if path is None or len(others) < len(names):
        raise JsonRpcInvalidParams(f"expected: {{uri, {', '.join(names)}}}, the uri of a file of this machine")
    return path, others


async def _told(read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What reading gives, away from the loop; what goes wrong is the answer's error, for people."""
    from planloom.lsp.errands import TROUBLE
    from planloom.lsp.telling import lines_of

    try:
        return await asyncio.to_thread(read)
    except TROUBLE as error:
        raise JsonRpcException(lines_of(error), messages.REQUEST_FAILED) from None


def _changes(known: Plan | None, path: Path, worker: str) -> dict[str, Any]:
    from planloom.actions.changes import ChangedFile, changed_files
    from planloom.run.preparing import read_plan
    from planloom.run.worked import worked

    plan = known or read_plan(path).analysis.plan
    seen = worked(plan, path, worker)
    worktree = seen.worker.worktree

    def told(file: ChangedFile) -> dict[str, Any]:
        now = {"commit": seen.tip, "path": file.path} if worktree is None else str(Path(worktree.path, file.path))
        return {
            "path": file.path,
            "status": file.status,
            "owned": file.owned,
            "why": file.why,
            "before": {"commit": file.before, "path": file.path} if file.before else None,
            "after": None if file.gone else now,
        }

    files = [told(file) for file in changed_files(plan, seen.worker, seen.changes)]
    return {"base": seen.start, "worktree": worktree.path if worktree else None, "files": files}


def _content(plan: Path, commit: str, path: str) -> dict[str, Any]:
    from planloom.run.files import decode
    from planloom.run.worked import content

    data = content(plan.parent, commit, path)
    return {"text": None if b"\0" in data else decode(data).text}
