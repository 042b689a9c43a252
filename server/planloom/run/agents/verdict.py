"""What follows from the end of an agent: go on to validation, try again, wait, or give up. Must not know any agent."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from planloom.model.agent import Report


class Ending(StrEnum):
    """How an attempt of an agent ended."""

    WELL = "well"
    FAILED = "failed"
    LIMITED = "limited"
    FATAL = "fatal"


class Verdict(NamedTuple):
    """An ending, why, for people, and until when (seconds since the epoch) to wait where the agent named a time."""

    ending: Ending
    reason: str = ""
    until: float | None = None


REASONS = {
    "timeout": "ran longer than run.timeout allows and was ended",
    "silence": "wrote nothing for longer than run.silence allows and was ended",
    "budget": "reached its ceiling and was ended",
    "killed": "was killed by somebody, or for want of memory",
    "out-of-memory": "was killed, for the machine was out of memory; run fewer jobs at once",
    "fatal": "cannot work as it is set up and was ended",
    "stopped": "was stopped",
    "unknown": "its end is not known",
    "not-started": "was not started",
}
"""Why a process did not end by itself (as `Attempt.reason` has it), in words that follow its name."""
_CODES = {
    126: "its program cannot be executed",
    127: "its program, or one that it calls, was not found",
    137: "was killed (out of memory?)",
    143: "was ended by a signal from outside",
}


def verdict(report: Report, code: int | None, reason: str = "") -> Verdict:
    """The verdict on an attempt that ended with this exit status, or was ended for a reason as `Attempt.reason` has it.

    A limit outweighs the rest: it costs no attempt. What only a person can mend is fatal, however it ended.
    """
    bad = bool(reason or report.failed or code)
    if report.limited and bad:
        return Verdict(Ending.LIMITED, report.error or "its rate or usage limit is reached", report.until)
    if reason == "fatal" or (report.fatal and bad):
        return Verdict(Ending.FATAL, report.error or "it cannot work as it is set up")
    if code == 0 and not bad:
        return Verdict(Ending.WELL)
    return Verdict(Ending.FAILED, _why(report, code, reason))


def _why(report: Report, code: int | None, reason: str) -> str:
    if reason or code is None:
        return _joined(REASONS.get(reason or "unknown", reason), report.error)
    if report.failed:
        return report.error or "it says that it failed"
    return _joined(_CODES.get(code, f"ended with exit status {code}"), report.error or report.last)


def _joined(what: str, said: str) -> str:
    return f"{what}: {said}" if said else what
