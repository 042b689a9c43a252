"""A slice of `tests.bench.kills`: the orchestrator killed at 100 points of a run, which then is resumed to its end."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.bench.kills import RECOVERIES, Point, template, trial

STEPS = 1050
POINTS = 100


def spread() -> Iterator[Point]:
    """Points over the whole of a run; others at each test run would hide which one broke."""
    chance = random.Random(20)
    for number, step in enumerate(sorted(chance.sample(range(1, STEPS), POINTS))):
        yield Point(step, chance.randint(1, 300) if number % RECOVERIES == 0 else 0)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("template"))


def test_killed_at_any_step_a_run_loses_and_repeats_nothing(source: Path, tmp_path: Path) -> None:
    with ProcessPoolExecutor() as pool:
        results = list(pool.map(partial(trial, source, tmp_path), spread()))
    assert [result for result in results if result.faults] == []
    assert sum(result.killed for result in results) >= POINTS * 0.9
