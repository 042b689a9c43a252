"""What follows from the end of a process: of an agent, a set-up, a validation or a check.

Knows what ends mean for a worker; must not know how processes are carried.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from shlex import quote
from typing import Any

from planloom.model.agent import Report, alone
from planloom.model.progress import Attempt, Kind, WorkerState
from planloom.run.agents import REASONS, Ending, verdict
from planloom.run.desk import Desk, Settled
from planloom.run.perform.again import again
from planloom.run.perform.culprits import blame
from planloom.run.redact import redact, redact_lines
from planloom.run.tasks.executor import State
from planloom.run.tasks.output import TAIL, lines, tail

_REST = timedelta(minutes=5)
"""How long an agent that named no time rests after a rate limit."""
_LINES = 2000
"""How much of the end of an agent's output tells whether it can go on."""


def ended(desk: Desk, worker: str, attempt: Attempt, state: State) -> None:
    """Record the end of a worker's process, with what follows for the worker."""
    report = _report(desk, worker, attempt) if attempt.kind is Kind.WORK else Report()
    denied: dict[str, Any] = {}
    if attempt.kind is Kind.WORK:
        denied["denied"] = [redact(one) for one in report.denied]
    desk.end(
        worker,
        _after(desk, worker, attempt, report, state),
        id=attempt.id,
        code=state.code,
        reason=state.reason,
        session=report.session or "",
        tokens=report.tokens,
        cost=report.cost,
        **denied,
    )
    if attempt.kind is Kind.CHECK and state.code == 0 and not state.reason:
        desk.say(f"{worker} merged where all comes together, and checked")


def lost(desk: Desk, worker: str, attempt: Attempt) -> None:
    """A process was started, and nobody can tell how it ended: that is asked, for a second start would pay twice."""
    after = None
    if attempt.kind is Kind.WORK:
        plan, named = quote(desk.blueprint.plan), quote(worker)
        after = Settled(
            WorkerState.BLOCKED,
            f"its agent was started and its end is not known. Look at {desk.blueprint.job(worker).worktree}; then "
            f"`planloom adopt {plan} {named}` takes its work as it is, and `planloom run {plan} --resume --worker "
            f"{named}` starts it again",
        )
    else:
        desk.say(f"{worker} {attempt.kind}: how it ended is not known; it is run again")
    desk.end(worker, after, id=attempt.id, code=None, reason="unknown")


def over_budget(desk: Desk, worker: str, attempt: Attempt) -> str:
    """Which ceiling an agent that still runs has reached by now; "" for none."""
    report, limits = _report(desk, worker, attempt), desk.blueprint.limits
    workers = desk.progress.workers
    before = workers[worker]
    tokens, cost = report.tokens or 0, report.cost or 0.0
    bounds = (
        (limits.tokens, tokens + (before.tokens or 0), "tokens"),
        (limits.cost, cost + (before.cost or 0.0), "dollars"),
        (limits.run_tokens, tokens + sum(one.tokens or 0 for one in workers.values()), "tokens of the run"),
        (limits.run_cost, cost + sum(one.cost or 0.0 for one in workers.values()), "dollars of the run"),
    )
    reached = (f"{used:g} of {most:g} {what}" for most, used, what in bounds if most is not None and used >= most)
    return next(reached, "")


def hopeless(desk: Desk, worker: str, attempt: Attempt) -> str:
    """What an agent that still runs says of why it cannot work, where no retry of its own can help; "" if it can."""
    folder = desk.run.attempt(worker, attempt.number, attempt.kind.value)
    report = desk.preset.read(tail(desk.executor.logs(folder, -TAIL), _LINES))
    return redact(report.error or "no reason is given") if report.fatal else ""


def _after(desk: Desk, worker: str, attempt: Attempt, report: Report, state: State) -> Settled | None:
    """What the worker comes to; None where the next step is due."""
    if state.reason == "stopped":
        plan = quote(desk.blueprint.plan)
        return Settled(WorkerState.BLOCKED, f"stopped; `planloom run {plan} --resume` lets it go on")
    if attempt.kind is Kind.WORK:
        return _worked(desk, worker, report, state)
    if state.code == 0 and not state.reason:
        return None
    what = (REASONS.get(state.reason) or f"ended with exit status {state.code}") + _said(desk, worker, attempt)
    if attempt.kind is Kind.VALIDATE:
        return again(desk, worker, f"its validation {what}")
    if attempt.kind is Kind.SETUP:
        return Settled(WorkerState.FAILED, f"worktree.setup {what}")
    return blame(desk, worker, what)


def _worked(desk: Desk, worker: str, report: Report, state: State) -> Settled:
    found = verdict(report, state.code, state.reason)
    if found.ending is Ending.WELL:
        return Settled(WorkerState.VALIDATING)
    if found.ending is Ending.FATAL:
        return Settled(WorkerState.FAILED, found.reason)
    if found.ending is Ending.FAILED:
        return again(desk, worker, found.reason)
    until = datetime.fromtimestamp(found.until, UTC) if found.until else datetime.now(UTC) + _REST
    # What met a limit is no attempt that failed.
    parked = {
        "parked": until.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "tries": max(0, desk.progress.workers[worker].tries - 1),
    }
    reason = f"its agent takes nothing until {until:%H:%M:%S} UTC: {found.reason}"
    return Settled(WorkerState.PENDING, reason, parked)


def _said(desk: Desk, worker: str, attempt: Attempt) -> str:
    said = tail(desk.executor.logs(desk.run.attempt(worker, attempt.number, attempt.kind.value), -TAIL), _LINES)
    last = list(redact_lines(said))[-1:]
    return f": {last[0]}" if last else ""


def _report(desk: Desk, worker: str, attempt: Attempt) -> Report:
    said = lines(desk.executor.logs(desk.run.attempt(worker, attempt.number, attempt.kind.value)))
    at = desk.progress.workers[worker]
    return alone(desk.preset.read(said), at.session, at.tokens, at.cost)
