"""What a worker may write: its claims, less what it must not touch."""

from __future__ import annotations

from random import Random

from planloom.model.pattern import matches, parse
from planloom.model.read.plan import build
from planloom.model.scope import scope, scopes
from planloom.syntax import scan
from tests.model.paths import PATHS, some_pattern

PLAN = """\
| File | W1 | W2 |
|---|---|---|
| src/a.rs | PRIMARY | READ |
| src/b/ | MODIFY | PRIMARY |

### W1: Parser
**Must Not Touch:** `src/b/c.rs`

### W2: Lexer
**Do NOT touch:** `**`
"""


def test_claims_to_write_allow_and_others_do_not() -> None:
    found = scopes(build(scan(PLAN.splitlines())))
    assert [found["W1"].allows(path) for path in ("src/a.rs", "src/b/x.rs", "src/c.rs")] == [True, True, False]
    assert [found["W2"].allows(path) for path in ("src/a.rs", "src/b/x.rs")] == [False, True]


def test_a_deny_list_takes_back_what_it_names() -> None:
    found = scopes(build(scan(PLAN.splitlines())))
    assert not found["W1"].allows("src/b/c.rs")
    assert found["W1"].forbids("src/b/c.rs")


def test_names_are_compared_in_one_unicode_form() -> None:
    assert scope(["src/é.rs"]).allows("src/e\u0301.rs")


def test_a_scope_of_one_pattern_is_that_pattern() -> None:
    random = Random(7)
    for _ in range(3000):
        one, other = some_pattern(random), random.choice(PATHS)
        assert scope([one]).allows(other) == matches(parse(one), other), (one, other)
