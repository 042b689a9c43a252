"""Gemini CLI, `gemini`.

It edits files in its worktree and runs `git add`, `git commit`, `git status`, `git diff` and `git log`; anything else
is denied, and named when the worker fails. The worktree is trusted for the session (`--skip-trust`), without which it
does nothing at all: your project's own `.gemini` settings hold. Log in first: `gemini`, or GEMINI_API_KEY with the way
to log in chosen in its settings.

The session's id is ours, so a failed attempt goes on in its own session. While the service is busy it writes nothing
that can be read for minutes: silence is what ends it. It tells tokens, no cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from planloom.model.agent import Agent, Report
from planloom.run.agents.events import Event, events, part, remark, session, text, whole
from planloom.run.agents.plain import shown

_GIT = ",".join(f"run_shell_command(git {verb})" for verb in ("add", "commit", "status", "diff", "log"))
_OUTPUT = ("--output-format", "stream-json")
_COMMAND = ("gemini", *_OUTPUT, "--approval-mode", "auto_edit", "--skip-trust", "--allowed-tools", _GIT)
AGENT = Agent(
    "gemini", (*_COMMAND, "--session-id", "{session}"), (*_COMMAND, "--resume", "{session}"), chooses_session=True
)

_LIMIT = re.compile(r"\b429\b|RESOURCE_EXHAUSTED|quota", re.IGNORECASE)
_NO_ACCESS = re.compile(r"\b40[13]\b|UNAUTHENTICATED|PERMISSION_DENIED|API key not valid", re.IGNORECASE)
_NOT_SET_UP = re.compile(r"auth method|GEMINI_API_KEY|trusted directory", re.IGNORECASE)


def read(lines: Iterable[str]) -> Report:
    """What the events tell; what stands before the first is why it could not start."""
    report = Report()
    for event in events(lines):
        kind = text(event, "type")
        if kind == "init":
            report = Report(session=session(event, "session_id"))
        elif kind == "message" and text(event, "role") == "assistant":
            report = report._replace(last=shown(text(event, "content")) or report.last)
        elif kind == "tool_use":
            report = report._replace(last=_call(event))
        elif kind == "tool_result" and text(event, "error", "type") == "policy_violation":
            report = report._replace(denied=(*report.denied, report.last))
        elif kind in ("result", "error"):
            report = _ended(report, event)
        elif not kind:
            report = remark(report, event)
            report = report._replace(fatal=report.fatal or bool(_NOT_SET_UP.search(text(event, "line"))))
    return report


def _call(event: Event) -> str:
    given = part(event, "parameters")
    what = text(given, "command") or text(given, "file_path")
    return shown(f"{text(event, 'tool_name')}: {what}" if what else text(event, "tool_name"))


def _ended(report: Report, event: Event) -> Report:
    used = part(event, "stats")
    tokens = whole(used, "input_tokens") + whole(used, "output_tokens") if used else report.tokens
    report = report._replace(tokens=tokens)
    if text(event, "type") == "result" and text(event, "status") == "success":
        return report._replace(failed=False, error="", limited=False, fatal=False)
    said = text(event, "error", "message") or text(event, "message")
    limited = bool(_LIMIT.search(said))
    fatal = not limited and bool(_NO_ACCESS.search(said))
    said = shown(said) or "it says that it failed"
    return report._replace(failed=True, error=said, last=said, limited=limited, fatal=fatal)
