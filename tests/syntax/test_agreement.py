"""The scanner and markdown-it agree on what is a heading, fence, table, list, HTML."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from planloom.syntax import scan
from planloom.syntax.chunks import Chunk, Kind, LineKind
from planloom.syntax.structure import parser
from tests.syntax.shapes import PIECES, lines

CORPUS = Path(__file__).parents[2] / "../shared/corpus"
LEAVES = {"heading_open": Kind.HEADING, "table_open": Kind.TABLE, "fence": Kind.FENCE, "html_block": Kind.HTML}
OURS = {"paragraph_open": LineKind.PARAGRAPH, "hr": LineKind.RULE, "code_block": LineKind.CODE}


def by_markdown(document: list[str]) -> list[tuple[str, int]]:
    """Word and number of lists for each line, from the tokens for the whole document; blank lines are left out."""
    tokens = MarkdownIt("commonmark").enable("table").parse("\n".join(document))
    words = [("text", 0)] * len(document)
    lists, quotes = 0, 0
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"):
            lists += token.nesting
        if token.type.startswith("blockquote"):
            quotes += token.nesting
            if token.map and quotes == 1:
                fill(words, token.map, ("quote", lists), keep=("item",))
        elif token.map and not quotes:
            if token.type in LEAVES:
                fill(words, token.map, (LEAVES[token.type].name.lower(), 0))
            elif token.type in OURS:
                depth = lists if token.type == "paragraph_open" else 0
                fill(words, token.map, (OURS[token.type].name.lower(), depth), keep=("item",))
            elif token.type == "list_item_open":
                words[token.map[0]] = ("item", lists)
    return [word for word, text in zip(words, document, strict=True) if text.strip(" \t")]


def fill(words: list[tuple[str, int]], span: list[int], word: tuple[str, int], keep: tuple[str, ...] = ()) -> None:
    for i in range(span[0], min(span[1], len(words))):
        if words[i][0] not in keep or i > span[0]:
            words[i] = word


def by_scan(chunks: tuple[Chunk, ...]) -> list[tuple[str, int]]:
    """The same from our chunks."""
    words = []
    for chunk in chunks:
        for i, text in enumerate(chunk.lines):
            if not text.strip(" \t"):
                continue
            if chunk.kind is not Kind.TEXT:
                words.append((chunk.kind.name.lower(), 0))
                continue
            mark = chunk.marks[i]
            with_depth = mark.kind in (LineKind.ITEM, LineKind.PARAGRAPH, LineKind.QUOTE)
            words.append((mark.kind.name.lower(), mark.depth if with_depth else 0))
    return words


def goes_beyond_markdown(chunks: tuple[Chunk, ...]) -> bool:
    """Whether the document holds something that we read otherwise on purpose."""
    return any(
        chunk.orphan
        or chunk.kind is Kind.FRONT
        or (not chunk.closed and chunk is not chunks[-1])
        or (chunk.table is not None and len(chunk.table.header) != chunk.table.columns)
        for chunk in chunks
    )


def check(document: list[str]) -> None:
    chunks = scan(document).chunks
    assert [text for chunk in chunks for text in chunk.lines] == document
    if not goes_beyond_markdown(chunks):
        ours, theirs = by_scan(chunks), [("paragraph", d) if w == "text" else (w, d) for w, d in by_markdown(document)]
        assert ours == theirs


@given(lines)
def test_scanner_and_markdown_it_agree(document):
    check(document)


@given(st.lists(st.sampled_from(PIECES), min_size=60, max_size=150))
def test_they_agree_on_long_documents(document):
    check(document)


@given(st.lists(st.sampled_from(["- item", "text", "", "  - nested", "2. two", "  text under"]), max_size=400))
def test_they_agree_on_long_lists(document):
    check(document)


@given(st.text(alphabet="-#>|`~ \t\nab1.*<!:[]\\=_", max_size=120))
def test_they_agree_on_any_characters(text):
    check(text.split("\n"))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no real plans here")
def test_they_agree_on_real_plans():
    for path in sorted(CORPUS.rglob("*.md")):
        check(path.read_text(encoding="utf-8", errors="replace").splitlines())


def test_a_plan_in_the_template_form_needs_no_markdown_it():
    parser.cache_clear()
    lists = ["**Goal:** x", "", "- [ ] a", "  - b", "", "1. one", "2. two", "", "   ```sh", "   make", "   ```", ""]
    scan(["# Plan", "", *lists, "| a | b |", "|---|---|", "| 1 | 2 |", "", "---", "", "```", "x", "```"])
    assert parser.cache_info().misses == 0
