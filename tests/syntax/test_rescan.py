"""Reading on after an edit means the same as reading everything anew, and touches nothing else."""

from __future__ import annotations

from importlib import import_module
from itertools import chain
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from planloom.syntax import first_lines, rescan, scan
from planloom.syntax.chunks import Kind, Tree
from tests.syntax.shapes import PIECES, facts, line

TABLE = ["| File | W1 | W2 |", "|------|----|----|"]
STRUCTURES = [
    [*TABLE, *["| a.rs | PRIMARY | - |"] * 90],
    ["```", *["├── a.py  # W1 CREATES: x"] * 90, "```"],
    ["```bash", "cd ../w1 && make", "```"],
    ["- one", "  - two", "", "- three", ""],
    ["", "| late | row | here |", ""],
    ["", "### Worker 1: Name", "", "**Branch:** `b`", "**Task:**", "1. Do", "2. More", ""],
    ["> quote", "> more", ""],
    ["---", "", "# Title", ""],
    ["---", "title: x", "owner: y", "---", ""],
]
block = st.one_of(st.lists(line, max_size=6), st.sampled_from(STRUCTURES))
documents = st.lists(block, min_size=1, max_size=8).map(lambda blocks: list(chain(*blocks)) or [""])
edits = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 3), st.lists(st.sampled_from([*PIECES, *TABLE]), max_size=3)),
    min_size=1,
    max_size=6,
)


def lines_of(tree: Tree) -> list[str]:
    return [text for chunk in tree.chunks for text in chunk.lines]


@given(documents, edits)
def test_any_edits_mean_the_same_as_a_new_scan(document, script):
    tree = scan(document)
    for place, many, inserted in script:
        first = place % len(document)
        removed = min(many, len(document) - first)
        if len(document) - removed + len(inserted) == 0:
            continue
        document = [*document[:first], *inserted, *document[first + removed :]]
        tree = rescan(tree, first, removed, inserted)
        assert lines_of(tree) == document
        assert facts(tree) == facts(scan(document))
        keys = [chunk.key for chunk in tree.chunks]
        assert len(set(keys)) == len(keys)
        starts, at = first_lines(tree), 0
        for chunk in tree.chunks:
            assert starts[chunk.key] == at
            at += len(chunk.lines)


@given(documents, edits)
def test_looking_only_a_little_ahead_gives_the_same(document, script):
    with patch.multiple(import_module("planloom.syntax.rescan"), _NEAR=2, _FAR=16):
        tree = scan(document)
        for place, many, inserted in script:
            first = place % len(document)
            removed = min(many, len(document) - first)
            if len(document) - removed + len(inserted) > 0:
                document = [*document[:first], *inserted, *document[first + removed :]]
                tree = rescan(tree, first, removed, inserted)
                assert facts(tree) == facts(scan(document))


def edited(document: list[str], at: int, new: str) -> tuple[Tree, Tree]:
    tree = scan(document)
    return tree, rescan(tree, at, 1, [new])


def changed(before: Tree, after: Tree) -> list[int]:
    """The keys of the chunks that are other objects."""
    same = set(map(id, before.chunks))
    return [chunk.key for chunk in after.chunks if id(chunk) not in same]


def plan(rows: int) -> list[str]:
    """A document with a table, a fence, a list."""
    table = [*TABLE, *(f"| f{i} | - | - |" for i in range(rows))]
    fence = ["```", *(f"├── f{i}.py" for i in range(rows)), "```"]
    return ["# Plan", "", "Words.", "", *table, "", *fence, "", "- a", "- b", "", "## End"]


def test_a_key_in_a_row_changes_one_chunk_and_keeps_its_key():
    before, after = edited(plan(300), 150, "| f | PRIMARY | - |")
    assert len(changed(before, after)) == 1
    assert [c.key for c in before.chunks] == [c.key for c in after.chunks]
    assert first_lines(before) is first_lines(after)


def test_a_key_in_a_tree_in_a_heading_in_a_list_changes_one_chunk():
    document = plan(300)
    for at, new in [(420, "├── other.py"), (0, "# Plans"), (len(document) - 4, "- abc"), (2, "Words and more.")]:
        before, after = edited(document, at, new)
        assert len(changed(before, after)) == 1
        assert [c.key for c in before.chunks] == [c.key for c in after.chunks]


def test_a_new_row_keeps_the_chunks_below():
    document = plan(300)
    before = scan(document)
    after = rescan(before, 100, 0, ["| new | - | - |"])
    assert len(changed(before, after)) == 1
    assert first_lines(after)[after.chunks[-1].key] == first_lines(before)[before.chunks[-1].key] + 1


def test_many_pasted_rows_are_cut_into_chunks():
    after = rescan(scan(plan(10)), 8, 0, ["| x | - | - |"] * 1000)
    assert max(len(chunk.lines) for chunk in after.chunks if chunk.kind is Kind.TABLE) <= 128


def test_an_opened_fence_changes_nothing_below_the_next_section():
    document = ["text", "", "x", "", "## Section", "", *TABLE, *["| f | - | - |"] * 200, "", "## End"]
    before, after = edited(document, 2, "```")
    assert facts(after) == facts(scan([*document[:2], "```", *document[3:]]))
    assert len(changed(before, after)) <= 2


def test_a_row_may_end_a_comment_that_nothing_ended():
    document = ["<!--", "## Files", *TABLE, "| f | - | - |", "", "## End"]
    _, after = edited(document, 4, "| f --> | - | - |")
    assert facts(after) == facts(scan([*document[:4], "| f --> | - | - |", *document[5:]]))
    _, back = edited([*document[:4], "| f --> | - | - |", *document[5:]], 4, "| f | - | - |")
    assert facts(back) == facts(scan(document))


def test_a_typed_header_cell_keeps_the_chunks_behind_the_table():
    document = [*plan(100), "", "text", "", "## More"]
    before, after = edited(document, 4, "| File | W1 | W2 | W3 |")
    assert facts(after) == facts(scan([*document[:4], "| File | W1 | W2 | W3 |", *document[5:]]))
    assert before.chunks[-4:] == after.chunks[-4:]


def test_rows_below_a_table_in_a_list_stay_what_they_are():
    document = ["- item", "", "  | a | b |", "  |---|---|", "  | 1 | 2 |", "", "text", "", "| 3 | 4 |", "", "## End"]
    before, after = edited(document, 8, "| 3 | 5 |")
    assert facts(after) == facts(scan([*document[:8], "| 3 | 5 |", *document[9:]]))
    assert [chunk.orphan for chunk in before.chunks] == [chunk.orphan for chunk in after.chunks]


@given(st.text(st.characters(), max_size=200), st.text(st.characters(), max_size=20), st.integers(0, 300))
def test_no_text_is_too_odd(text, more, at):
    document = text.split("\n")
    place = at % len(document)
    inserted = more.split("\n")
    tree = rescan(scan(document), place, 1, inserted)
    document[place : place + 1] = inserted
    assert lines_of(tree) == document
    assert facts(tree) == facts(scan(document))
