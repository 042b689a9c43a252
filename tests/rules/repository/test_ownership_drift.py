"""Who changed what is not theirs, as a user reads it."""

from __future__ import annotations

from random import Random

from planloom.model.facts import Change
from planloom.model.read.plan import build
from planloom.model.scope import scopes
from planloom.rules.finding import Finding
from planloom.rules.strays import strays
from planloom.syntax import scan
from tests.support.facts import facts
from tests.support.known import some_facts
from tests.support.pages import applied, opened
from tests.support.plans import plan

PLAN = """\
# Plan: Parser

| File | W1 | W2 | W3 |
|---|---|---|---|
| src/parser.rs | PRIMARY | READ | - |
| src/lexer/ | - | PRIMARY | - |
| src/main.rs | MODIFY | PRIMARY | - |

### W1: Parser
**Branch:** `feat/a`
**Files Owned:** `src/parser.rs`
**Must Not Touch:** `src/api/`

### W2: Lexer
**Branch:** `feat/b`
**Files Owned:** `src/lexer/`, `src/main.rs`

### W3: Reviewer
**Branch:** `feat/c`
"""


def drift(known: str, text: str = PLAN) -> list[Finding]:
    return [finding for finding in opened(text, facts(known)).findings() if finding.rule == "ownership-drift"]


def said(known: str, text: str = PLAN) -> list[str]:
    return [finding.message.removesuffix(": take it back, or change the plan") for finding in drift(known, text)]


def test_what_a_worker_claims_is_no_drift() -> None:
    assert said("W1 changed src/parser.rs in commit 3f2a91c\nW1 changed src/main.rs\nW2 changed src/lexer/a.rs") == []


def test_it_names_file_owner_and_commit() -> None:
    assert said("W1 changed src/lexer/a.rs in commit 3f2a91c") == [
        "W1 changed `src/lexer/a.rs`, which W2 owns (commit 3f2a91c)"
    ]
    assert said("W1 changed src/new.rs") == ["W1 changed `src/new.rs`, which nobody owns (not committed)"]
    assert said("W1 changed src/api/a.rs") == ["W1 changed `src/api/a.rs`, which it must not touch (not committed)"]


def test_many_files_of_one_owner_are_one_finding() -> None:
    known = "\n".join(f"W1 changed src/lexer/{name}.rs in commit {name * 7}" for name in "abcdef")
    assert said(f"{known}\nW1 changed src/new.rs") == [
        "W1 changed 6 files: `src/lexer/a.rs`, `src/lexer/b.rs` and 4 more, which W2 owns "
        "(commits aaaaaaa, bbbbbbb and 4 more)",
        "W1 changed `src/new.rs`, which nobody owns (not committed)",
    ]


def test_it_stands_on_the_claim_to_read_where_there_is_one() -> None:
    analysis = opened(PLAN, facts("W2 changed src/parser.rs"))
    (finding,) = (finding for finding in analysis.findings() if finding.rule == "ownership-drift")
    line, start, end = analysis.absolute(finding.at)
    assert analysis.text.line(line)[start:end] == "READ"


def test_plan_checkpoint_and_what_has_landed_never_count() -> None:
    assert said("W1 changed PLAN.md\nW1 changed archive/CHECKPOINT_plan-parser.md") == []
    assert said("W1 has 2 commits\nW1 changed src/new.rs in commit 3f2a91c\nW1 is merged") == []


def test_what_git_ignores_may_lie_in_a_worktree() -> None:
    known = facts("ignored node_modules/\nignored .env\nW1 has worktree ../w1 on feat/a")
    left = tuple(Change(path, "?", "untracked") for path in ("node_modules", ".env", "node_modules/a.js", "new.txt"))
    worker = known.workers["W1"]._replace(changes=left)
    analysis = opened(PLAN, known._replace(workers={"W1": worker}))
    (finding,) = (finding for finding in analysis.findings() if finding.rule == "ownership-drift")
    assert finding.message.startswith("W1 changed `new.txt`, which nobody owns (not committed)")


def test_a_worker_of_whose_files_the_plan_says_nothing_strays_only_into_others() -> None:
    assert said("W3 changed notes.txt") == []
    assert said("W3 changed src/parser.rs") == ["W3 changed `src/parser.rs`, which W1 owns (not committed)"]


def test_claiming_writes_every_form_that_the_worker_uses() -> None:
    analysis = opened(PLAN, facts("W1 changed src/a.rs\nW1 changed src/b.rs"))
    (finding,) = (finding for finding in analysis.findings() if finding.rule == "ownership-drift")
    text = applied(analysis, finding.fixes[0])
    assert "| src/a.rs | PRIMARY | - | - |\n| src/b.rs | PRIMARY | - | - |\n" in text
    assert "**Files Owned:** `src/parser.rs`, `src/a.rs`, `src/b.rs`\n" in text


def test_a_path_is_handed_over_only_where_it_is_claimed_by_itself() -> None:
    titles = [fix.title for fix in drift("W1 changed src/lexer/a.rs")[0].fixes]
    assert titles == ["W1 claims `src/lexer/a.rs`"]
    titles = [fix.title for fix in drift("W2 changed src/parser.rs")[0].fixes]
    assert titles == ["W2 claims `src/parser.rs`", "W1 hands `src/parser.rs` over to W2"]


def test_names_that_hold_anything_are_shown_harmlessly() -> None:
    known = facts("W1 changed src/new.rs")
    worker = known.workers["W1"]
    odd = worker.changes[0]._replace(path="src/\x1b[31m\n\udcff`|.rs")
    analysis = opened(PLAN, known._replace(workers={"W1": worker._replace(changes=(odd,))}))
    (finding,) = (finding for finding in analysis.findings() if finding.rule == "ownership-drift")
    assert finding.message.isprintable()
    assert not finding.fixes


def test_strays_are_what_the_scope_does_not_allow() -> None:
    for seed in range(60):
        random = Random(seed)
        made = build(scan(plan(random).splitlines()))
        known = some_facts(random, made)
        found = strays(made, known)
        for worker, scope in scopes(made).items():
            paths = {stray.path for stray in found.get(worker, ())}
            assert not any(scope.allows(path) for path in paths)
            if any(scope.writes) and worker in known.workers and not known.workers[worker].merged:
                changed = {change.path for change in known.workers[worker].changes}
                assert paths == {path for path in changed if not scope.allows(path)}
