"""Rows are cut into cells as GFM cuts them, and each cell knows its columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from planloom.syntax.cells import cell_spans, cells, count_cells

ROWS = st.text(alphabet="|\\ `ab-", max_size=30)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("| a |  | c |", ["a", "", "c"]),
        (r"| a \| b | c |", [r"a \| b", "c"]),
        ("| `x|y` |", ["`x", "y`"]),
        ("|", []),
        ("||", [""]),
    ],
)
def test_cells_of_a_row(row, expected):
    assert cells(row) == expected


@given(ROWS)
def test_spans_hold_the_cells(row):
    assert [row[start:end] for start, end in cell_spans(row)] == cells(row)
    assert count_cells(row) == len(cells(row))


@given(ROWS)
def test_markdown_it_cuts_the_same_cells(row):
    columns = len(cells(row))
    if columns and not row[:1].isspace() and row[0] not in "`-":
        tokens = MarkdownIt("commonmark").enable("table").parse(f"{row}\n|{'---|' * columns}\n")
        texts = [token.content for token in tokens if token.type == "inline"]
        if any(token.type == "table_open" for token in tokens):
            assert texts == [cell.replace("\\|", "|") for cell in cells(row)]
