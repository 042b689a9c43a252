"""What follows from the end of an agent."""

from __future__ import annotations

import pytest

from planloom.model.agent import Report
from planloom.run.agents import Ending, verdict


@pytest.mark.parametrize(
    ("report", "code", "reason", "ending", "said"),
    [
        (Report(), 0, "", Ending.WELL, ""),
        (Report(denied=("Bash: npm test",), last="bye"), 0, "", Ending.WELL, ""),
        (Report(last="boom"), 3, "", Ending.FAILED, "ended with exit status 3: boom"),
        (Report(), 127, "", Ending.FAILED, "not found"),
        (Report(), 137, "", Ending.FAILED, "out of memory"),
        (Report(), None, "", Ending.FAILED, "not known"),
        (Report(), None, "silence", Ending.FAILED, "wrote nothing"),
        (Report(), 0, "timeout", Ending.FAILED, "longer than run.timeout allows"),
        (Report(), 137, "killed", Ending.FAILED, "was killed"),
        (Report(), 137, "out-of-memory", Ending.FAILED, "the machine was out of memory"),
        (Report(failed=True, error="no"), 0, "", Ending.FAILED, "no"),
        (Report(failed=True, fatal=True, error="401"), 1, "", Ending.FATAL, "401"),
        (Report(fatal=True, error="401"), None, "silence", Ending.FATAL, "401"),
        (Report(failed=True, limited=True, fatal=True, error="429"), 1, "", Ending.LIMITED, "429"),
        (Report(limited=True), None, "silence", Ending.LIMITED, "limit"),
        (Report(limited=True, last="it went on"), 0, "", Ending.WELL, ""),
    ],
)
def test_an_end_and_what_follows(report: Report, code: int | None, reason: str, ending: Ending, said: str) -> None:
    found = verdict(report, code, reason)
    assert found.ending is ending
    assert said in found.reason
    assert bool(found.reason) == (ending is not Ending.WELL)
