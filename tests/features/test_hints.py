"""What stands between the words of a plan."""

from __future__ import annotations

from planloom.features.hints import hints
from planloom.model.facts import Facts, WorkerFacts
from planloom.model.progress import WorkerState
from planloom.rules.analysis import Analysis

PLAN = """\
# Search

| File | W1 | W2: Query |
|------|----|----|
| `a.rs` | PRIMARY | - |
| `b.rs` | - | PRIMARY |

### W1: Index
**Branch:** `feat/index`
**Depends On:** None
**Done When:**
- [x] it builds
- [ ] it is fast

### W2: Query
**Branch:** `feat/query`
**Depends On:** W1
"""


def shown(facts: Facts | None = None) -> list[tuple[int, str]]:
    """The hints with their lines."""
    analysis = Analysis.open(PLAN)
    analysis.know(facts)
    return sorted((analysis.absolute(hint.at)[0], hint.text) for hint in hints(analysis.plan))


def test_the_text_alone_gives_names_waves_and_what_is_done() -> None:
    assert shown() == [(2, "Index"), (9, "wave 1"), (10, "1 of 2"), (16, "wave 2")]


def test_facts_give_states() -> None:
    workers = {"W1": WorkerFacts("W1", state=WorkerState.RUNNING), "W2": WorkerFacts("W2")}
    found = shown(Facts("/r", "/r/.git", workers=workers))
    assert [text for line, text in found if line == 2] == ["running"]
    assert not [text for line, text in found if line in (7, 14)]


def test_what_is_no_plan_has_none() -> None:
    assert not list(hints(Analysis.open("# Shopping\n").plan))
