"""Claude Code, `claude -p`.

It edits files in its worktree and runs `git add`, `git commit`, `git status`, `git diff`, `git log` and `git restore`;
anything else that would ask is denied, and named when the worker fails. What your project's own settings
(`.claude/settings.json`) allow is allowed here too; give more by `agents.claude.command`. Log in first: `claude`, then
`/login`, or ANTHROPIC_API_KEY.

The session's id is ours, so a failed attempt goes on in its own session. Cost and tokens are those it tells.
"""

from __future__ import annotations

from collections.abc import Iterable

from planloom.model.agent import Agent, Report
from planloom.run.agents.events import Event, events, number, objects, part, remark, session, text, whole
from planloom.run.agents.plain import shown

_GIT = ",".join(f"Bash(git {verb} *)" for verb in ("add", "commit", "status", "diff", "log", "restore"))
_OUTPUT = ("--output-format", "stream-json", "--verbose")
_COMMAND = ("claude", "-p", *_OUTPUT, "--permission-mode", "acceptEdits", "--allowedTools", _GIT)
AGENT = Agent(
    "claude", (*_COMMAND, "--session-id", "{session}"), (*_COMMAND, "--resume", "{session}"), chooses_session=True
)

_NO_ACCESS = ("authentication_failed", "billing_error")
_BUSY = ("rate_limit", "overloaded")
_GIVEN_UP = 3
_USED = (
    ("inputTokens", "outputTokens", "cacheReadInputTokens", "cacheCreationInputTokens"),
    ("input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"),
)


def read(lines: Iterable[str]) -> Report:
    """What the events tell: failure by `is_error` alone, for `subtype` says success of failures too."""
    report = Report()
    used: dict[str, int] = {}
    for event in events(lines):
        report = report._replace(session=session(event, "session_id") or report.session)
        kind = text(event, "type")
        if kind == "assistant":
            message = part(event, "message")
            used[text(message, "id")] = sum(whole(message, "usage", name) for name in _USED[1])
            report = _said(report, event)._replace(tokens=sum(used.values()))
        elif kind == "system":
            report = _system(report, event)
        elif kind == "rate_limit_event":
            report = _window(report, part(event, "rate_limit_info"))
        elif kind == "result":
            report = _ended(report, event)
        elif not kind:
            report = remark(report, event)
    return report


def _said(report: Report, event: Event) -> Report:
    error = text(event, "error")
    words = [text(block, "text") for block in objects(event, "message", "content") if text(block, "type") == "text"]
    tools = [_tool(block) for block in objects(event, "message", "content") if text(block, "type") == "tool_use"]
    last = next((shown(word) for word in reversed([*words, *tools]) if word), report.last)
    if error:
        return report._replace(error=last, last=last, limited=error in _BUSY, fatal=error in _NO_ACCESS)
    return report._replace(error="", last=last, limited=False, fatal=False)


def _tool(block: Event) -> str:
    given = part(block, "input")
    what = text(given, "command") or text(given, "file_path") or text(given, "description")
    return f"{text(block, 'name')}: {what}" if what else text(block, "name")


def _system(report: Report, event: Event) -> Report:
    if text(event, "subtype") == "permission_denied":
        return report._replace(denied=(*report.denied, shown(text(event, "tool_name"))))
    if text(event, "subtype") != "api_retry":
        return report
    error = text(event, "error")
    said = shown(f"{error.replace('_', ' ')} ({whole(event, 'error_status')}), tries again")
    # Its own retries go on for minutes, also where no retry can help.
    fatal = error in _NO_ACCESS and whole(event, "attempt") >= _GIVEN_UP
    return report._replace(error=said, last=said, limited=error in _BUSY, fatal=fatal)


def _window(report: Report, info: Event) -> Report:
    if text(info, "status") != "rejected":
        return report._replace(until=None)
    return report._replace(limited=True, until=number(info, "resetsAt"), error="its usage limit is reached")


def _ended(report: Report, event: Event) -> Report:
    report = _spent(report, event)
    denials = objects(event, "permission_denials")
    if denials:
        calls = ({"name": text(one, "tool_name"), "input": part(one, "tool_input")} for one in denials)
        report = report._replace(denied=tuple(dict.fromkeys(map(shown, map(_tool, calls)))))
    last = shown(text(event, "result")) or report.last
    if event.get("is_error") is not True:
        return report._replace(failed=False, error="", limited=False, until=None, fatal=False, last=last)
    status = whole(event, "api_error_status")
    over_budget = text(event, "subtype") == "error_max_budget_usd"
    return report._replace(
        failed=True,
        error="it reached the budget that its command sets" if over_budget else last,
        last=last,
        limited=report.limited or status in (429, 529),
        fatal=report.fatal or over_budget or status in (401, 402, 403),
    )


def _spent(report: Report, event: Event) -> Report:
    """Tokens and cost of this run alone: in a session that goes on, `total_cost_usd` counts from its beginning."""
    models = [one for one in part(event, "model_usage_since_last_result").values() if isinstance(one, dict)]
    if models:
        tokens = sum(whole(one, name) for one in models for name in _USED[0])
        return report._replace(tokens=tokens, cost=sum(number(one, "costUSD") or 0.0 for one in models))
    used = part(event, "usage")
    told = sum(whole(used, name) for name in _USED[1]) if used else report.tokens
    return report._replace(tokens=told, cost=number(event, "total_cost_usd"))
