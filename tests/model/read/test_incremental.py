"""A plan that followed edits says what a plan read from the result says, and keeps what the edits did not change."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planloom.model.plan import Plan
from planloom.model.read.plan import build
from planloom.syntax import rescan, scan
from planloom.text import Text
from tests.model.read.reading import told
from tests.support.plans import JUNK, damaged, plan


class Following:
    """A text with its tree and plan, all of them following edits."""

    def __init__(self, source: str) -> None:
        self.text = Text.of(source)
        self.tree = scan(self.text.lines())
        self.plan: Plan = build(self.tree)

    def edit(self, line: int, column: int, removed: int, new: str) -> None:
        """Replace characters of one line."""
        held = self.text.lines()[line]
        start, end = min(column, len(held)), min(column + removed, len(held))
        self.text, change = self.text.replace((line, start), (line, end), new)
        self.tree = rescan(self.tree, change.first, change.removed, change.inserted)
        self.plan = build(self.tree, self.plan)

    def cut(self, first: int, last: int) -> None:
        """Take out whole lines."""
        self.text, change = self.text.replace((first, 0), (last, 0), "")
        self.tree = rescan(self.tree, change.first, change.removed, change.inserted)
        self.plan = build(self.tree, self.plan)

    def again(self) -> Plan:
        """The plan of the same text, read from scratch."""
        return build(scan(self.text.lines()))


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_following_edits_equals_reading_anew(seed: int) -> None:
    random = Random(seed)
    following = Following(plan(random) if random.random() < 0.7 else damaged(random, plan(random)))
    for _ in range(random.randint(1, 8)):
        lines = following.text.lines()
        line = random.randrange(len(lines))
        if random.random() < 0.15 and len(lines) > 2:
            following.cut(line, min(len(lines) - 1, line + random.randint(1, 6)))
        else:
            new = random.choice((*JUNK, "W1", "x", "Worker 9", "**Depends On:** W2", "\n### W7: New\n", " | W2 | ", ""))
            following.edit(line, random.randint(0, len(lines[line])), random.choice((0, 0, 1, 4, 40)), new)
        assert told(following.plan) == told(following.again())


TEXT = """# Plan

Some words.

| File | W1 | W2 | Notes |
|---|---|---|---|
| src/a.rs | PRIMARY | - | first |
| src/b.rs | - | PRIMARY | second |

### W1: One

**Branch:** `feat/one`

### W2: Two

**Branch:** `feat/two`
**Depends On:** W1

## Merge

```bash
git merge feat/one
git merge feat/two
```
"""
PARTS = ("workers", "claims", "mentions", "order", "merge", "protocol", "checkpoint", "sections", "title", "goal")


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("Some words.", ()),
        ("| src/a.rs | PRIMARY | - | first |", ()),
        ("**Branch:** `feat/two`", ("workers", "merge")),
        ("**Depends On:** W1", ("workers", "order")),
        ("git merge feat/two", ("merge", "protocol")),
    ],
)
def test_an_edit_leaves_the_parts_it_does_not_change_the_same_objects(line: str, changed: tuple[str, ...]) -> None:
    following = Following(TEXT)
    before = following.plan
    number = following.text.lines().index(line)
    following.edit(number, len(line.rstrip("` |")), 0, "9")
    after = following.plan
    assert {part for part in PARTS if getattr(after, part) is not getattr(before, part)} == set(changed)
    assert told(after) == told(following.again())


def test_workers_that_an_edit_does_not_touch_are_the_same_objects() -> None:
    following = Following(TEXT)
    before = following.plan
    following.edit(following.text.lines().index("**Depends On:** W1"), 0, 3, "**")
    assert following.plan.workers["W1"] is before.workers["W1"]
    assert following.plan.workers["W2"] is not before.workers["W2"]


def test_places_stay_true_when_text_above_moves() -> None:
    following = Following(TEXT)
    before = following.plan
    following.edit(2, 0, 0, "More.\n\nAnd more.\n\n")
    assert following.plan.workers is before.workers
    assert following.plan.merge is before.merge


def test_a_document_becomes_a_plan_and_ceases_to_be_one() -> None:
    following = Following("# Notes\n\nwords\n")
    assert not following.plan.is_plan
    following.edit(2, 5, 0, "\n\n### W1: One\n**Branch:** a\n### W2: Two\n**Branch:** b\n")
    assert following.plan.is_plan
    following.cut(4, 8)
    assert not following.plan.is_plan
    assert told(following.plan) == told(following.again())


NAMED = """### Agent A: Storage layer
**Branch:** `feat/a`
### Agent B: Server
**Branch:** `feat/b`
**Depends On:** Storage layer
### Agent C: Client
**Branch:** `feat/c`

## Merge Order

1. Storage layer
2. Server
3. Client
"""


def test_a_worker_that_is_given_another_name_is_no_longer_found_by_the_old_one() -> None:
    following = Following(NAMED)
    assert [d.worker for d in following.plan.workers["Agent B"].depends_on] == ["Agent A"]
    following.edit(0, len("### Agent A: Storage"), 0, "s")
    assert [d.worker for d in following.plan.workers["Agent B"].depends_on] == [None]
    assert told(following.plan) == told(following.again())
    following.edit(0, len("### Agent A: Storage"), 1, "")
    assert [d.worker for d in following.plan.workers["Agent B"].depends_on] == ["Agent A"]
    assert told(following.plan) == told(following.again())


def test_renaming_one_worker_leaves_the_others_as_they_are() -> None:
    following = Following(NAMED)
    before = following.plan
    following.edit(5, len("### Agent C: Client"), 0, "s")
    assert following.plan.workers["Agent C"].name == "Clients"
    assert following.plan.workers["Agent A"] is before.workers["Agent A"]
    assert told(following.plan) == told(following.again())
