"""Aligning tables: what changes, what must not, and that it is done after one time."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planloom.cli.commands.format import aligned
from planloom.features.outline import outline
from planloom.features.width import width
from planloom.rules.analysis import Analysis
from planloom.syntax.cells import cells
from tests.support.plans import damaged, plan

CORPUS = Path(__file__).parents[2] / "../shared/corpus"
PLAN = """\
# Plan

{table}

### W1: One

**Branch:** `a`
**Depends On:** none

### W2: Two

**Branch:** `b`
**Depends On:** W1
"""


def format_(table: str) -> str:
    text = aligned(Analysis.open(PLAN.format(table=table)))
    before, after = PLAN.split("{table}")
    assert text.startswith(before)
    assert text.endswith(after)
    return text.removeprefix(before).removesuffix(after)


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("|a|W1|\n|-|-|\n|long cell|x|", "| a         | W1 |\n|-----------|----|\n| long cell | x  |"),
        ("| a | b |\n| --- | --- |\n| c | d |", "| a   | b   |\n| --- | --- |\n| c   | d   |"),
        ("| a | b |\n|:-:|--:|\n| cccc | dddd |", "|  a   |    b |\n|:----:|-----:|\n| cccc | dddd |"),
        ("| 日本 | b |\n|-|-|\n| c | 🦀🦀 |", "| 日本 | b    |\n|------|------|\n| c    | 🦀🦀 |"),
        ("a | b\n-|-\nccc | d", "| a   | b |\n|-----|---|\n| ccc | d |"),
        ("| a | b |\n|---|---|\n| c\\|d | e |", "| a    | b |\n|------|---|\n| c\\|d | e |"),
    ],
)
def test_cells_get_the_width_of_their_column(table: str, wanted: str) -> None:
    assert format_(table) == wanted
    assert format_(wanted) == wanted


@pytest.mark.parametrize("table", ["| a | b |\n|---|\n| c | d |", "```\n| a | b |\n|---|---|\n```", "a | b, but prose"])
def test_what_is_no_whole_table_stays(table: str) -> None:
    assert format_(table) == table


def test_what_is_no_plan_stays() -> None:
    text = "|a|b|\n|-|-|\n|cc|d|\n"
    assert aligned(Analysis.open(text)) == text


CELL = st.text(st.sampled_from("ab W1`*日🦀é-:\\"), max_size=8)
ROW = st.lists(CELL, min_size=1, max_size=5)


@settings(max_examples=200, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_aligning_keeps_every_cell_and_is_done_after_one_time(rows: list[list[str]], end: str) -> None:
    header = "| File |" + " W1 |" * (len(rows[0]) - 1)
    table = [header, "|" + "---|" * len(rows[0]), *("|" + "|".join(row) + "|" for row in rows)]
    source = PLAN.replace("\n", end).format(table=end.join(table))
    once = aligned(Analysis.open(source))
    assert aligned(Analysis.open(once)) == once
    old, new = source.split(end), once.split(end)
    assert [cells(line) for line in new if "|" in line and "---" not in line] == [
        cells(line) for line in old if "|" in line and "---" not in line
    ]
    assert [line for line in new if "|" not in line] == [line for line in old if "|" not in line]


def unharmed(source: str) -> bool:
    """Whether the aligned text says what the source says, and aligning it again changes nothing."""
    before = Analysis.open(source)
    text = aligned(before)
    after = Analysis.open(text)
    return outline(before.plan) == outline(after.plan) and aligned(after) == text


@pytest.mark.parametrize("seed", range(60))
def test_aligning_never_changes_what_a_plan_says(seed: int) -> None:
    random = Random(seed)
    assert unharmed(plan(random))
    assert unharmed(damaged(random, plan(random)))


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real plans is not here")
def test_aligning_never_changes_what_a_real_plan_says() -> None:
    files = sorted(CORPUS.glob("*.md"))
    assert [file.name for file in files if not unharmed(file.read_bytes().decode())] == []


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("日本", 4), ("e\u0301", 1), ("🦀", 2), ("👩\u200d💻", 2), ("⚠\ufe0f", 2), ("", 0)],
)
def test_width_is_what_a_terminal_shows(text: str, columns: int) -> None:
    assert width(text) == columns
