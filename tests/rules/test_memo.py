"""What is found is kept until something it came from changes, facts among them."""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.model.read.plan import build
from planloom.rules.finding import Finding, Severity
from planloom.rules.memo import Memo
from planloom.rules.rule import Rule
from planloom.syntax import scan
from planloom.syntax.chunks import Place

TEXT = "### W1: Parser\n**Branch:** `feat/parser`\n\n### W2: Lexer\n**Branch:** `feat/lexer`\n"


def test_facts_wake_the_rules_that_need_them_when_they_changed() -> None:
    ran: list[str] = []

    def check(plan: Plan) -> Iterator[Finding]:
        assert plan.facts
        ran.append(plan.facts.plan)
        yield Finding("told", plan.facts.plan, Place(plan.tree.chunks[0].key, 0, 0, 1))

    rule = Rule("told", "repository", Severity.ERROR, "Page.", {"check": check}, reads=("facts",))
    memo = Memo([rule], {})
    plan = build(scan(TEXT.splitlines()))
    one, two = Facts("/", "/.git", plan="one"), Facts("/", "/.git", plan="two")
    said = []
    for facts in (None, one, one, two, None, one):
        memo.update(plan._replace(facts=facts))
        said.append([finding.message for finding in memo.findings()])
    assert said == [[], ["one"], ["one"], ["two"], [], ["one"]]
    assert ran == ["one", "two", "one"]
