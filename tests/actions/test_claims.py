"""What each worker may write, as the run is told."""

from __future__ import annotations

from planloom.actions.claims import shares
from planloom.model.read.plan import build
from planloom.model.scope import scope, scopes
from planloom.syntax import scan

PLAN = """\
### W1: Parser
**Files Owned:** `src/parser.rs`
**Must Not Touch:** `**`, `src/api/`

### W2: Lexer
**Files Owned:** `src/lexer/`
"""


def test_a_ban_on_everything_leaves_a_worker_its_own_files() -> None:
    share = shares(build(scan(PLAN.splitlines())), ())["W1"]
    assert share.denied == ("src/api/",)
    assert scope(share.writes, share.denied).allows("src/parser.rs")


def test_run_and_rules_let_a_worker_write_the_same() -> None:
    plan = build(scan(PLAN.splitlines()))
    known, told = scopes(plan), shares(plan, ())
    for worker in plan.workers:
        for path in ("src/parser.rs", "src/api/a.rs", "src/lexer/a.rs", "README.md"):
            assert known[worker].allows(path) == scope(told[worker].writes, told[worker].denied).allows(path)
