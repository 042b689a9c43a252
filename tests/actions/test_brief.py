"""Runs in a line that is read at a glance."""

from __future__ import annotations

import pytest

from planloom.actions import brief


@pytest.mark.parametrize(
    ("workers", "states", "names"),
    [
        (["W1", "W2"], "W1 running, W2 running", "W1, W2"),
        (["W1", "W2", "W3", "W4", "W5"], "5 running", "5 workers"),
        (
            ["exchange-adapter", "api-contract", "web-console"],
            "3 running",
            "exchange-adapter, api-contract, web-console",
        ),
        (["The one worker of this plan, and a name that fills a whole line"], "{} running", "{}"),
        ([], "", ""),
    ],
)
def test_names_that_are_long_are_counted(workers: list[str], states: str, names: str) -> None:
    assert brief.states((worker, "running") for worker in workers) == states.format(*workers)
    assert brief.names(workers) == names.format(*workers)


def test_of_a_failure_its_words_are_told() -> None:
    said = "W1 failed: its validation ended with exit status 1: 3 tests failed (after 2 attempts; its work is there)"
    assert brief.reason(said, 38) == "W1 failed: 3 tests failed (after 2 at…"
    assert brief.reason("W1 failed: ended with exit status 9", 38) == "W1 failed: ended with exit status 9"
