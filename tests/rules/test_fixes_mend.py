"""A fix mends what it says it mends, in whatever form the plan is written."""

from __future__ import annotations

import os
from random import Random

import pytest

from planloom.rules.analysis import Analysis
from planloom.rules.rule import all_rules
from tests.support.pages import applied
from tests.support.plans import plan

PLANS = int(os.environ.get("PLANLOOM_MENDED_PLANS", "40"))
RULES = {rule.name for rule in all_rules().values() if rule.group in ("order", "workers", "checkpoint")}


@pytest.mark.parametrize("seed", range(PLANS))
def test_a_fix_takes_its_finding_away(seed: int) -> None:
    text = plan(Random(seed))
    analysis = Analysis.open(text)
    findings = [(f.rule, f.message) for f in analysis.findings()]
    for finding in analysis.findings():
        for fix in finding.fixes if finding.rule in RULES else ():
            left = [(f.rule, f.message) for f in Analysis.open(applied(analysis, fix)).findings()]
            said = (finding.rule, finding.message)
            assert left.count(said) < findings.count(said), f"{said}: {fix.title}"
