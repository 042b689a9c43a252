"""What is read before the first document is a plan with everything that plans usually have."""

from __future__ import annotations

import pytest

from planloom.lsp.warming import PLAN, warm_up
from planloom.rules.analysis import Analysis


def test_every_part_of_a_plan_is_there() -> None:
    analysis = Analysis.open(PLAN)
    plan = analysis.plan

    assert len(plan.workers) == 3
    assert plan.claims and plan.existing and plan.additions
    assert plan.merge.ranks and plan.protocol.commands and plan.protocol.phases and plan.checkpoint
    assert len({finding.rule for finding in analysis.findings()}) > 5


def test_warming_up_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    warm_up()

    assert capfd.readouterr() == ("", "")
