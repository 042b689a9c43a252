"""`planloom/template`: the text of a new plan, for clients that ask their user what it is about.

Knows the protocol; must not know the plan's form. Reads nothing, and so needs no trust.
"""

from __future__ import annotations

import re
from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from planloom.features.template import MOST_WORKERS, Draft, template
from planloom.lsp.server import General

_EXPECTED = "expected: {title, workers: [{name?, files?}]}"
# What would end a line, a table's cell or a code span of the plan.
_ENDS_A_CELL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029|`]")


def register(server: General) -> None:
    """Serve the request."""
    server.on("planloom/template", new_plan)


def new_plan(_: General, params: Any) -> dict[str, str]:
    """`{text}` for `{title, workers: [{name?, files?}]}`; what is left out becomes a placeholder."""
    workers = getattr(params, "workers", None)
    if not isinstance(workers, list) or not 1 <= len(workers) <= MOST_WORKERS:
        raise JsonRpcInvalidParams(f"{_EXPECTED}, from 1 to {MOST_WORKERS} workers")
    title = _line(getattr(params, "title", None))
    return {"text": template(title or "Plan", [_draft(worker) for worker in workers])}


def _draft(worker: Any) -> Draft:
    files = getattr(worker, "files", [])
    if not isinstance(files, list):
        raise JsonRpcInvalidParams(_EXPECTED)
    return Draft(_line(getattr(worker, "name", "")), tuple(filter(None, map(_line, files))))


def _line(given: Any) -> str:
    if not isinstance(given, str):
        raise JsonRpcInvalidParams(_EXPECTED)
    if _ENDS_A_CELL.search(given):
        raise JsonRpcInvalidParams("names and paths of a plan hold no line breaks, `|` or backticks")
    return given.strip()
