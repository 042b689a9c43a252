"""What a table of settings says of runs, and what in it means nothing."""

from __future__ import annotations

from typing import Any

import pytest

from planloom.model.settings import RunSettings, parse


def test_what_is_set_for_runs_is_read() -> None:
    table = {
        "run": {"agent": "mine", "retries": 0, "timeout": 1.5, "total-tokens": 9},
        "worktree": {"copy": [".env"], "setup": ["npm ci", "npm test"], "sparse": True},
        "agents": {"mine": {"command": ["mine", "{prompt_file}"]}},
    }
    settings, problems = parse(table, ())
    run = settings.run
    assert problems == ()
    assert (run.agent, run.retries, run.timeout, run.total_tokens) == ("mine", 0, 1.5, 9)
    assert (run.copy, run.setup, run.sparse) == ((".env",), "npm ci\nnpm test", True)
    assert run.agents == {"mine": ("mine", "{prompt_file}")}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"run": {"jobs": 0}}, "`run.jobs` takes a number above 0"),
        ({"run": {"retries": -1}}, "`run.retries` takes a number from 0 on"),
        ({"run": {"timeout": float("nan")}}, "`run.timeout` takes a number above 0"),
        ({"run": {"cost": float("inf")}}, "`run.cost` takes a number above 0"),
        ({"run": {"jobs": True}}, "`run.jobs` takes a whole number"),
        ({"worktree": {"sparse": 1}}, "`worktree.sparse` takes true or false"),
        ({"agents": {"x": {"command": ""}}}, "`agents.x.command` takes a string or a list of strings"),
        ({"run": 3}, "there is no setting `run`"),
    ],
)
def test_values_that_mean_nothing_are_told_and_count_as_not_set(table: dict[str, Any], said: str) -> None:
    settings, (problem,) = parse(table, ())
    assert problem.message.startswith(said)
    assert settings.run == RunSettings()
