"""New plans: valid but for what only their author knows, whoever shares files with whom."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from planloom.features.template import Draft, template
from planloom.rules.analysis import Analysis

SHARED = [Draft("Parser", ("src/parse.py", "tests/")), Draft("", ("src/parse.py",)), Draft("Help", ("src/parse.py",))]


@pytest.mark.parametrize(
    "drafts",
    [
        [Draft()],
        [Draft()] * 12,
        SHARED,
        [Draft("A", ("a.py", "a.py", "*.toml"))],
        [Draft("{n} %s {title}", ("{x}.py",))],
    ],
    ids=["one", "twelve", "shared", "twice", "braces"],
)
def test_only_placeholders_are_found(drafts: Sequence[Draft]) -> None:
    found = Analysis.open(template("Search: new!", drafts)).findings()
    assert {finding.rule for finding in found} == {"placeholder"}


def test_who_shares_a_file_comes_after_who_had_it() -> None:
    plan = Analysis.open(template("Search", SHARED)).plan
    waits = {worker.id: [one.worker for one in worker.depends_on] for worker in plan.workers.values()}
    assert waits == {"W1": [], "W2": ["W1"], "W3": ["W2"]}
    assert [worker.name for worker in plan.workers.values()] == ["Parser", "[Name]", "Help"]
