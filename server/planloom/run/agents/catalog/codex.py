"""Codex, `codex exec`.

It works in its own sandbox: it writes in its worktree, in the system's temporary folder and, so that it can commit, in
four folders of the repository: objects, refs, logs and the worktree's own git folder; never the repository's
configuration or hooks. Without a network, unless your own configuration gives it one. Log in first: `codex login`.

It names its session, so a failed attempt goes on in it. It tells tokens, no cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from planloom.model.agent import Agent, Report
from planloom.run.agents.events import Event, events, part, remark, session, text, whole
from planloom.run.agents.plain import shown

_FOLDERS = ("{git_dir}", *(f"{{git_common_dir}}/{name}" for name in ("objects", "refs", "logs")))
_WRITABLE = tuple(word for folder in _FOLDERS for word in ("--add-dir", folder))
_COMMAND = ("codex", "exec", "--json", "--sandbox", "workspace-write", *_WRITABLE)
AGENT = Agent("codex", (*_COMMAND, "-"), (*_COMMAND, "resume", "{session}", "-"))

_LIMIT = re.compile(r"usage limit|rate limit|429|high demand", re.IGNORECASE)
_NO_ACCESS = re.compile(r"\b40[123]\b|quota|billing|not logged in|api key|unauthorized", re.IGNORECASE)


def read(lines: Iterable[str]) -> Report:
    """What the events tell: a turn fails by `turn.failed`; items of type error are remarks."""
    report = Report()
    for event in events(lines):
        kind = text(event, "type")
        if kind == "thread.started":
            report = report._replace(session=session(event, "thread_id") or report.session)
        elif kind == "turn.started":
            report = report._replace(failed=False, error="", limited=False, fatal=False)
        elif kind == "turn.completed":
            used = part(event, "usage")
            tokens = whole(used, "input_tokens") + whole(used, "output_tokens")
            report = report._replace(tokens=tokens if used else report.tokens, whole_session=True, failed=False)
            report = report._replace(error="", limited=False, fatal=False)
        elif kind in ("error", "turn.failed"):
            said = text(event, "message") or text(event, "error", "message")
            report = _failed(report, said, final=kind == "turn.failed")
        elif kind.startswith("item."):
            report = report._replace(last=_item(part(event, "item")) or report.last)
        elif not kind:
            report = remark(report, event)
    return report


def _failed(report: Report, said: str, *, final: bool) -> Report:
    limited = bool(_LIMIT.search(said))
    fatal = not limited and final and bool(_NO_ACCESS.search(said))
    said = shown(said) or "it says that it failed"
    return report._replace(failed=final or report.failed, error=said, last=said, limited=limited, fatal=fatal)


def _item(item: Event) -> str:
    kind = text(item, "type")
    if kind == "agent_message":
        return shown(text(item, "text"))
    return shown(text(item, "command")) if kind == "command_execution" else ""
