"""A fix mends what it says it mends, in whatever form the plan is written."""

from __future__ import annotations

import os
from random import Random

import pytest

from planloom.rules.analysis import Analysis
from planloom.rules.rule import all_rules
from tests.support.known import some_facts
from tests.support.pages import applied, opened
from tests.support.plans import plan

PLANS = int(os.environ.get("PLANLOOM_MENDED_PLANS", "40"))
RULES = {rule.name for rule in all_rules().values() if rule.group in ("order", "workers", "checkpoint")}
WITH_FACTS = {"missing-path", "existing-path", "ownership-drift", "branch-taken", "checkpoint-drift"}


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


@pytest.mark.parametrize("seed", range(PLANS // 2))
def test_a_fix_of_what_facts_show_takes_its_finding_away(seed: int) -> None:
    random = Random(seed)
    analysis = Analysis.open(plan(random))
    known = some_facts(random, analysis.plan)
    analysis.know(known)
    findings = [(f.rule, f.message) for f in analysis.findings()]
    for finding in analysis.findings():
        for fix in finding.fixes if finding.rule in WITH_FACTS else ():
            left = [(f.rule, f.message) for f in opened(applied(analysis, fix), known).findings()]
            said = (finding.rule, finding.message)
            assert left.count(said) < findings.count(said), f"{said}: {fix.title}"
