"""opencode, `opencode run`.

It edits files and runs commands in its worktree by its own defaults; what its configuration says must be asked is
rejected, and the attempt then ends there. Change this in your `opencode.json` (`permission`). Log in first:
`opencode auth login`.

It names its session, so a failed attempt goes on in it. Cost and tokens are those it tells.
"""

from __future__ import annotations

from collections.abc import Iterable

from planloom.model.agent import Agent, Report
from planloom.run.agents.events import Event, events, number, part, remark, session, text, whole
from planloom.run.agents.plain import shown

_COMMAND = ("opencode", "run", "--format", "json")
AGENT = Agent("opencode", _COMMAND, (*_COMMAND, "--session", "{session}"))

_LIMITED = (429, 529)
_NO_ACCESS = (401, 402, 403)
# It asks again and again, without an end, where a model's answers mean nothing to it.
_LOST = 10


def read(lines: Iterable[str]) -> Report:
    """What the events tell: it fails by an error event, whatever its exit status."""
    report = Report()
    empty = 0
    for event in events(lines):
        report = report._replace(session=session(event, "sessionID") or report.session)
        kind = text(event, "type")
        if kind == "error":
            report = _failed(report, part(event, "error"), number(event, "timestamp"))
        elif kind == "step_finish":
            report = _spent(report, part(event, "part"))
            empty = empty + 1 if text(event, "part", "reason") == "unknown" else 0
            lost = "its model gives no answer that it can read" if empty >= _LOST else ""
            report = report._replace(fatal=bool(lost), error=lost)
        elif kind == "text":
            report = report._replace(last=shown(text(event, "part", "text")) or report.last)
        elif kind == "tool_use":
            report = _used(report, part(event, "part"))
        elif not kind:
            report = remark(report, event)
    return report


def _failed(report: Report, error: Event, at: float | None) -> Report:
    data = part(error, "data")
    status = whole(data, "statusCode")
    wait = text(data, "responseHeaders", "retry-after")
    said = shown(text(data, "message")) or text(error, "name") or "it says that it failed"
    return report._replace(
        failed=True,
        error=said,
        last=said,
        limited=status in _LIMITED,
        until=at / 1000 + int(wait) if at and wait.isdecimal() and len(wait) < 9 else None,
        fatal=status in _NO_ACCESS or text(error, "name") == "ProviderAuthError",
    )


def _spent(report: Report, step: Event) -> Report:
    used = part(step, "tokens")
    cache = part(used, "cache")
    tokens = sum(whole(used, name) for name in ("input", "output", "reasoning"))
    tokens += whole(cache, "read") + whole(cache, "write")
    cost = number(step, "cost")
    return report._replace(
        tokens=(report.tokens or 0) + tokens,
        cost=report.cost if cost is None else (report.cost or 0.0) + cost,
    )


def _used(report: Report, tool: Event) -> Report:
    state = part(tool, "state")
    given = part(state, "input")
    what = text(given, "command") or text(given, "filePath") or text(given, "description")
    last = shown(f"{text(tool, 'tool')}: {what}" if what else text(tool, "tool")) or report.last
    if text(state, "status") == "error" and "permission" in text(state, "error"):
        return report._replace(last=last, denied=(*report.denied, last))
    return report._replace(last=last)
