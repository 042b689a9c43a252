"""`planloom/sample`: the sample plan in a new repository, at a place that the client's user chose.

Knows the protocol; must not know what is in the sample. Only for clients that trust their workspace, for git runs.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from planloom.lsp import messages
from planloom.lsp.config import path_of
from planloom.lsp.server import General


def register(server: General) -> None:
    """Serve the request."""
    server.on("planloom/sample", sample)


async def sample(server: General, params: Any) -> dict[str, str]:
    """`{uri}` of the plan for `{folder}`, the URI of a folder that is not there yet."""
    folder = path_of(given) if isinstance(given := getattr(params, "folder", None), str) else None
    if folder is None:
        raise JsonRpcInvalidParams("expected: {folder}, the uri of a new folder of this machine")
    if not server.trusted:
        raise JsonRpcException("the workspace is not trusted, so git makes no repository", messages.REQUEST_FAILED)
    return {"uri": (await asyncio.to_thread(_made, folder)).as_uri()}


def _made(folder: Path) -> Path:
    from planloom.lsp.telling import lines_of
    from planloom.run.git import GitError
    from planloom.run.sample import make

    try:
        return make(folder)
    except FileExistsError:
        raise JsonRpcException(f"{folder.name} exists already; choose another name", messages.REQUEST_FAILED) from None
    except (GitError, OSError) as error:
        reason = f"{folder.name} cannot be made: {lines_of(error)}"
        raise JsonRpcException(reason, messages.REQUEST_FAILED) from None
