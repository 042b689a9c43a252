"""An analysis that followed edits says the same as one that opened the final text."""

from __future__ import annotations

import os
from random import Random

import pytest

from planloom.rules.analysis import Analysis
from tests.support.known import some_facts
from tests.support.plans import JUNK, damaged, plan

SCRIPTS = int(os.environ.get("PLANLOOM_EDIT_SCRIPTS", "40"))


def shown(analysis: Analysis) -> list[object]:
    """Findings as a user sees them: rule, message, severity, absolute places."""
    place = analysis.absolute
    return [
        (
            f.rule, f.message, f.severity, place(f.at),
            sorted((place(r.at), r.message) for r in f.related),
            [(fix.title, fix.safe, [(place(e.at), e.new) for e in fix.edits]) for fix in f.fixes],
        )
        for f in analysis.findings()
    ]  # fmt: skip


def difference(left: list[object], right: list[object]) -> list[object]:
    return [x for x in left if x not in right] + [x for x in right if x not in left]


@pytest.mark.parametrize("seed", range(SCRIPTS))
def test_following_edits_equals_opening_the_result(seed: int) -> None:
    random = Random(seed)
    source = plan(random) if seed % 2 else damaged(random, plan(random))
    analysis = Analysis.open(source)
    known = some_facts(random, analysis.plan) if seed % 4 > 1 else None
    analysis.know(known)
    analysis.findings()
    for step in range(12):
        text = analysis.text
        line = random.randrange(text.line_count)
        until = min(text.line_count - 1, line + random.choice((0, 0, 0, 1, 4)))
        start = (line, random.randint(0, len(text.line(line))))
        end = max(start, (until, random.randint(0, len(text.line(until)))))
        new = random.choice(("", "x", " ", "W1", "PRIMARY", "\n", "\n\n", "### W7: new\n", "src/a.rs", *JUNK))
        analysis.edit(start, end if random.random() < 0.5 else start, new)
        if step % 3 == 0:
            fresh = Analysis.open(str(analysis.text))
            fresh.know(known)
            assert difference(shown(analysis), shown(fresh)) == []


@pytest.mark.parametrize("seed", range(SCRIPTS))
def test_no_text_makes_it_fail(seed: int) -> None:
    random = Random(seed)
    for _ in range(10):
        analysis = Analysis.open(damaged(random, plan(random)))
        analysis.know(some_facts(random, analysis.plan))
        findings = analysis.findings()
        assert not [f for f in findings if f.rule == "internal-error"]


@pytest.mark.parametrize("seed", range(12))
def test_what_waits_for_what_is_followed_for_all_who_meet(seed: int) -> None:
    random = Random(seed)
    ids = [f"W{number}" for number in range(1, 7)]
    roles = ("PRIMARY", "MODIFY", "READ", "-")
    rows = [f"| src/{path} | {' | '.join(random.choices(roles, k=6))} |" for path in ("a.rs", "b.rs", "b/", "*.rs")]
    matrix = f"| File | {' | '.join(ids)} |\n|---|{'---|' * 6}\n" + "\n".join(rows)
    sections = "".join(f"\n\n### {id_}: job\n**Branch:** `feat/{id_}`\n**Depends On:** none" for id_ in ids)
    analysis = Analysis.open(f"# Plan\n\n{matrix}{sections}\n")
    analysis.findings()
    lines = [i for i, line in enumerate(analysis.text.lines()) if line.startswith("**Depends On:**")]
    for _ in range(12):
        line = random.choice(lines)
        value = ", ".join(random.sample(ids, random.randrange(4))) or "none"
        what = random.choice(("Depends On", "Depends On", "Depends On", "Blocks"))
        analysis.edit((line, 0), (line, 999), f"**{what}:** {value}{random.choice(('', '', ' (if needed)'))}")
        assert difference(shown(analysis), shown(Analysis.open(str(analysis.text)))) == []
