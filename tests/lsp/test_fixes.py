"""Fixes that are applied together must not touch each other."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from planloom.lsp.documents import Snapshot
from planloom.lsp.fixes import locate, without_clashes
from planloom.model.plan import Plan
from planloom.rules.finding import Edit, Fix
from planloom.syntax import scan
from planloom.syntax.chunks import Place
from planloom.text import Text

SOURCE = "some words\n" * 12


@pytest.mark.parametrize("seed", range(60))
def test_chosen_fixes_do_not_meet_and_refused_ones_do(seed: int) -> None:
    random = Random(seed)
    text = Text.of(SOURCE)
    tree = scan(text.lines())
    document = Snapshot("file:///x.md", 1, "utf-16", text, tree, (), Plan(tree))
    fixes = [Fix(str(i), tuple(edits(random, document))) for i in range(25)]
    chosen = without_clashes(document, fixes)
    for one, other in combinations(chosen, 2):
        assert not meet(document, one, other)
    for index, fix in enumerate(fixes):
        if fix not in chosen:
            assert any(meet(document, fix, other) for other in chosen if fixes.index(other) < index)


def edits(random: Random, document: Snapshot) -> list[Edit]:
    """One edit, or two on different lines."""
    key = document.tree.chunks[0].key
    lines = random.sample(range(10), random.choice((1, 1, 2)))
    return [edit(random, Place(key, line, start := random.randrange(8), start + random.randrange(3))) for line in lines]


def edit(random: Random, at: Place) -> Edit:
    """An edit of a place, now and then to the beginning of the next line."""
    until = at._replace(line=at.line + 1, start=0, end=0) if random.random() < 0.2 else None
    return Edit(at, "x", until)


def meet(document: Snapshot, one: Fix, other: Fix) -> bool:
    """Whether two fixes change the same text or insert at the same place."""
    spans = [[locate(document, edit.at, edit.until) for edit in fix.edits] for fix in (one, other)]
    return any(a.start == b.start or (a.start < b.end and b.start < a.end) for a in spans[0] for b in spans[1])
