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
    assert shown() == [(2, "W1 Index"), (9, "wave 1"), (10, "1 of 2"), (16, "wave 2")]


def test_facts_give_states() -> None:
    workers = {"W1": WorkerFacts("W1", state=WorkerState.RUNNING), "W2": WorkerFacts("W2")}
    found = shown(Facts("/r", "/r/.git", workers=workers))
    assert [text for line, text in found if line == 2] == ["W1 running"]
    assert not [text for line, text in found if line in (7, 14)]


def test_many_workers_are_counted_in_the_heading() -> None:
    ids = [f"Workstream {n}" for n in range(1, 9)]
    rows = [f"| {'a.rs' if n == 0 else f'{n}.rs'} |" + " PRIMARY |" * 8 for n in range(2)]
    sections = [f"### {id_}: Some part of it\n**Branch:** `feat/{n}`\n" for n, id_ in enumerate(ids)]
    text = "\n".join(["# Search", "", f"| File | {' | '.join(ids)} |", "|---" * 9 + "|", *rows, "", *sections])
    analysis = Analysis.open(text)
    assert not [hint for hint in hints(analysis.plan) if "part" in hint.text]
    states = dict.fromkeys(ids, WorkerState.PENDING) | {ids[3]: WorkerState.RUNNING}
    analysis.know(Facts("/r", "/r/.git", workers={id_: WorkerFacts(id_, state=state) for id_, state in states.items()}))
    assert [hint.text for hint in hints(analysis.plan)] == ["7 pending, 1 running"]


def test_what_is_left_of_a_merged_worker_is_told() -> None:
    workers = {"W1": WorkerFacts("W1", state=WorkerState.MERGED)}
    assert (10, "merged; 1 to tick") in shown(Facts("/r", "/r/.git", workers=workers))


def test_what_is_no_plan_has_none() -> None:
    assert not list(hints(Analysis.open("# Shopping\n").plan))
