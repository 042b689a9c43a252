"""The quick look never says no to a plan."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from planloom.model.likely import may_define_workers
from planloom.rules.analysis import Analysis
from planloom.rules.rule import all_rules
from tests.support.plans import damaged, plan

CORPUS = Path(__file__).parents[2] / "../shared/corpus"
SEEDS = int(os.environ.get("PLANLOOM_EDIT_SCRIPTS", "40")) * 5


def overlooked(text: str) -> bool:
    analysis = Analysis.open(text)
    said = analysis.plan
    return bool(said.workers or said.is_checkpoint) and not may_define_workers(analysis.text.lines())


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_plan_is_overlooked(seed: int) -> None:
    random = Random(seed)
    assert not overlooked(plan(random))
    assert not overlooked(damaged(random, plan(random)))


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real plans is not here")
def test_no_real_plan_is_overlooked() -> None:
    assert [file.name for file in sorted(CORPUS.glob("*.md")) if overlooked(file.read_text(encoding="utf-8"))] == []


def test_no_example_of_a_rule_is_overlooked() -> None:
    examples = [(rule.name, part) for rule in all_rules().values() for part in rule.page.split("~~~~")[1::2]]
    assert [name for name, text in examples if overlooked(text.partition("\n")[2])] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# A library\n\nInstall: run it.\n",
        "| Option | Type |\n|---|---|\n| a | b |\n",
        "see issue #12: it is fixed\n",
    ],
)
def test_ordinary_markdown_costs_no_more_than_the_look(text: str) -> None:
    assert not may_define_workers(text.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "## Agent A: Core",
        "**W1** — parser",
        "- Worker 2: x",
        "> ### Track 1: y",
        "Lane B: core\n======",
        "1. **TASK-01:** x",
    ],
)
def test_what_may_define_a_worker_is_looked_at(text: str) -> None:
    assert may_define_workers(text.split("\n"))
