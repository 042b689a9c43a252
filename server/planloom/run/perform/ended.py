"""What follows from the end of a process: of an agent, a set-up, a validation or a check.

Knows what ends mean for a worker; must not know how processes are carried.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from planloom.model.agent import Report, alone
from planloom.model.progress import Attempt, Kind, WorkerState
from planloom.run.agents import Ending, verdict
from planloom.run.desk import Desk
from planloom.run.executor import State
from planloom.run.output import TAIL, lines, tail
from planloom.run.perform.again import try_again
from planloom.run.perform.culprits import blame

_REST = timedelta(minutes=5)
"""How long an agent that named no time rests after a rate limit."""
_REASONS = {
    "timeout": "ran longer than run.timeout allows and was ended",
    "silence": "wrote nothing for longer than run.silence allows and was ended",
    "budget": "reached a ceiling and was ended",
    "killed": "was killed (out of memory?)",
}


def ended(desk: Desk, worker: str, attempt: Attempt, state: State) -> None:
    """Record the end of a worker's process, and settle what follows."""
    report = _report(desk, worker, attempt) if attempt.kind is Kind.WORK else Report()
    desk.done(
        "attempt",
        worker=worker,
        id=attempt.id,
        code=state.code,
        reason=state.reason,
        session=report.session or "",
        tokens=report.tokens,
        cost=report.cost,
    )
    if state.reason == "stopped":
        desk.settle(worker, WorkerState.BLOCKED, "stopped; `planloom run --resume` lets it go on")
    elif attempt.kind is Kind.WORK:
        _worked(desk, worker, report, state)
    else:
        _script_ended(desk, worker, attempt, state)


def lost(desk: Desk, worker: str, attempt: Attempt) -> None:
    """A process was started, and nobody can tell how it ended: that is asked, for a second start would pay twice."""
    desk.done("attempt", worker=worker, id=attempt.id, code=None, reason="unknown")
    if attempt.kind is not Kind.WORK:
        desk.say(f"{worker} {attempt.kind}: how it ended is not known; it is run again")
        return
    job = desk.blueprint.job(worker)
    plan = desk.blueprint.plan
    reason = (
        f"its agent was started and its end is not known. Look at {job.worktree}; then `planloom adopt {plan} {worker}`"
        f" takes its work as it is, `planloom run {plan} --resume --worker {worker}` starts it again"
    )
    desk.settle(worker, WorkerState.BLOCKED, reason)


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


def _worked(desk: Desk, worker: str, report: Report, state: State) -> None:
    found = verdict(report, state.code, state.reason)
    if found.ending is Ending.WELL:
        desk.settle(worker, WorkerState.VALIDATING)
    elif found.ending is Ending.LIMITED:
        until = datetime.fromtimestamp(found.until, UTC) if found.until else datetime.now(UTC) + _REST
        desk.done("park", worker=worker, until=until.isoformat(timespec="seconds").replace("+00:00", "Z"))
        desk.settle(worker, WorkerState.PENDING, f"its agent takes nothing until {until:%H:%M:%S} UTC: {found.reason}")
    elif found.ending is Ending.FATAL:
        desk.settle(worker, WorkerState.FAILED, found.reason)
    else:
        try_again(desk, worker, found.reason)


def _script_ended(desk: Desk, worker: str, attempt: Attempt, state: State) -> None:
    if state.code == 0 and not state.reason:
        if attempt.kind is Kind.CHECK:
            _checked(desk, worker)
        return
    what = _REASONS.get(state.reason) or f"ended with exit status {state.code}"
    if attempt.kind is Kind.VALIDATE:
        try_again(desk, worker, f"its validation {what}{_said(desk, worker, attempt)}")
    elif attempt.kind is Kind.SETUP:
        desk.settle(worker, WorkerState.FAILED, f"worktree.setup {what}{_said(desk, worker, attempt)}")
    else:
        blame(desk, worker, f"{what}{_said(desk, worker, attempt)}")


def _checked(desk: Desk, worker: str) -> None:
    desk.done("checked", worker=worker, commit=desk.progress.workers[worker].joined)
    desk.say(f"{worker} merged where all comes together, and checked")


def _said(desk: Desk, worker: str, attempt: Attempt) -> str:
    last = tail(desk.executor.logs(desk.run.attempt(worker, attempt.number, attempt.kind.value), -TAIL), 1)
    return f": {last[0]}" if last else ""


def _report(desk: Desk, worker: str, attempt: Attempt) -> Report:
    said = lines(desk.executor.logs(desk.run.attempt(worker, attempt.number, attempt.kind.value)))
    at = desk.progress.workers[worker]
    return alone(desk.preset.read(said), at.session, at.tokens, at.cost)
