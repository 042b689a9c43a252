"""What a document is made of, above all where it is not whole yet."""

from __future__ import annotations

import pytest

from planloom.syntax import scan
from planloom.syntax.chunks import Chunk, Fence, Kind, LineKind, Mark

ROW = "| a.rs | PRIMARY | - |"
TABLE = ["| File | W1 | W2 |", "|------|----|----|", ROW]


def chunks(text: str) -> tuple[Chunk, ...]:
    return scan(text.split("\n")).chunks


def kinds(text: str) -> list[str]:
    return [chunk.kind.name for chunk in chunks(text)]


def headings(text: str) -> list[str]:
    return [chunk.lines[0] for chunk in chunks(text) if chunk.kind is Kind.HEADING]


def marks(text: str) -> list[Mark]:
    return [mark for chunk in chunks(text) for mark in chunk.marks]


def test_each_block_is_a_chunk():
    text = "# T\n\nwords\n\n| a |\n|---|\n| 1 |\n\n```sh\nx\n```\n<!-- c -->\n"
    assert kinds(text) == ["HEADING", "TEXT", "TABLE", "TEXT", "FENCE", "HTML", "TEXT"]


def test_a_header_with_another_number_of_columns_still_begins_a_table():
    (table,) = chunks("| File | W1 | W2 | W3 |\n|---|---|---|\n| a | b | c |")
    assert table.table and table.table.header == ("File", "W1", "W2", "W3") and table.table.columns == 3


def test_a_table_may_stand_right_under_its_title():
    assert kinds("**Matrix:**\n" + "\n".join(TABLE)) == ["TEXT", "TABLE"]


def test_rows_behind_a_blank_line_or_a_heading_belong_to_the_last_table():
    found = chunks("\n".join([*TABLE, "", ROW, ROW, "", "### Later", "", ROW]))
    orphans = [chunk for chunk in found if chunk.orphan]
    assert [len(chunk.lines) for chunk in orphans] == [2, 1]
    assert all(chunk.table == found[0].table for chunk in orphans)


def test_rows_of_another_width_are_text():
    assert kinds("\n".join([*TABLE, "", "| one |"])) == ["TABLE", "TEXT"]


def test_a_fence_at_the_end_of_the_text_ends_before_the_heading_it_hides():
    found = chunks("```bash\nmake\n\n## Next\n\nwords")
    assert [chunk.kind.name for chunk in found] == ["FENCE", "HEADING", "TEXT"]
    assert not found[0].closed and found[0].broken and found[0].broken.hides == ("## Next",)
    assert not found[0].broken.reopened


def test_a_fence_ends_before_a_heading_behind_which_another_one_opens():
    found = chunks("```\nmake\n\n### W2: x\n\n```bash\nmake\n```\n")
    assert [chunk.kind.name for chunk in found[:4]] == ["FENCE", "HEADING", "TEXT", "FENCE"]
    assert found[0].broken and found[0].broken.reopened
    assert found[3].closed


@pytest.mark.parametrize(
    "text",
    [
        "```markdown\n## Sample\n```\n",
        "````md\n## Sample\n```bash\nx\n```\n````\n",
        "~~~\n## Sample\n```bash\nx\n```\n~~~\n",
        "```bash\n# comment\nmake\n```\n",
    ],
)
def test_a_closed_fence_hides_its_headings(text):
    assert headings(text) == []
    assert all(chunk.closed for chunk in chunks(text))


def test_comments_and_html_hide_headings_until_they_end():
    assert headings("<!--\n# hidden\n\n## hidden\n-->\n# shown") == ["# shown"]
    assert headings("<div>\n# hidden\n\n# shown") == ["# shown"]


def test_a_comment_that_nothing_ends_hides_no_section():
    assert headings("# T\n\n<!-- to do\n\n# in it\n\n## Workers\n\n### W1: x") == ["# T", "## Workers", "### W1: x"]
    assert headings("<!-- to do\n\n## Workers\n\n-->\n\n## More") == ["## More"]


def test_front_matter_begins_with_a_key_and_ends_soon():
    assert kinds("---\nname: x\n---\n# T") == ["FRONT", "HEADING"]
    assert headings("---\n\n# T\n\n---\n") == ["# T"]
    assert "FRONT" not in kinds("---\nname: x\n\n## Section\n\n---\n")


def test_fences_tables_and_headings_in_list_items_are_seen():
    found = chunks("1. Do\n   ```bash\n   make\n   ```\n2. See\n\n   | a | b |\n   |---|---|\n   | 1 | 2 |\n")
    fence = next(chunk for chunk in found if chunk.kind is Kind.FENCE)
    assert fence.fence == Fence("bash", "`", 3, 3, 1)
    table = next(chunk for chunk in found if chunk.kind is Kind.TABLE)
    assert table.table and table.table.header == ("a", "b")
    (table,) = (chunk for chunk in chunks("- | a | b |\n  |---|---|\n  | 1 | 2 |") if chunk.kind is Kind.TABLE)
    assert table.table and table.table.header == ("a", "b")


def test_marks_tell_items_boxes_and_depth():
    assert marks("- [ ] open\n  1. [x] done\n     more\n\nwords") == [
        Mark(LineKind.ITEM, 6, 1, False, False),
        Mark(LineKind.ITEM, 9, 2, True, True),
        Mark(LineKind.PARAGRAPH, 5, 2, True),
        Mark(LineKind.BLANK, 0),
        Mark(LineKind.PARAGRAPH, 0),
    ]


def test_a_line_of_another_form_continues_a_paragraph():
    assert [mark.kind for mark in marks("words\n2. no item")] == [LineKind.PARAGRAPH] * 2


def test_setext_headings_are_headings():
    assert headings("Title\n=====\n\nwords") == ["Title"]


def test_long_tables_and_fences_are_cut():
    for text in ("\n".join([*TABLE, *[ROW] * 500]), "\n".join(["```", *["x"] * 500, "```"])):
        found = chunks(text)
        assert max(len(chunk.lines) for chunk in found) <= 96
        assert found[0].state is None and all(chunk.state for chunk in found[1:])


def test_a_byte_order_mark_hides_no_heading():
    assert headings("\ufeff# Plan\n\nwords") == ["\ufeff# Plan"]
