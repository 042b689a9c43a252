"""Lines rich in Markdown's constructs, for property tests, and what a tree says about each line."""

from __future__ import annotations

from hypothesis import strategies as st

from planloom.syntax.chunks import Kind, Tree

PIECES = [
    "", "", "", " ", "text", "more text", "  indented", "    deep", "      deeper", "\ttab", "# H1", "## H2",
    "### H3 ###", "#nope", "####### seven", " ## one in", "   ## three in", "    ## code", "- item", "- item two",
    "* star", "+ plus", "1. one", "2. two", "10) ten", "  - nested", "    - deeper item", "   - three",
    "     text under", "   text under", "  text under", "- [ ] open", "- [x] done", "-", "1.", "- - twice",
    "- # heading", "- ```", "1. ```sh", "-     code", "-\ttab item", "> quote", "> - quoted item", ">",
    "  > nested quote", "- > quote", "```", "```bash", "````", "~~~", "~~~ plan", "  ```", "   ```sh", "    ```",
    "``` a`b", "| a | b |", "|---|---|", "| 1 | 2 |", "| one |", "|---|", "a | b", "--- | ---", "  | a | b |",
    "  |---|---|", "| a \\| b | `c|d` |", "|", "||", "| |", "-|-", ":-: | -:", "---", "***", "* * *", "===", "--",
    "- ---", "_ _ _", "<!-- note -->", "<!-- open", "closed -->", "<div>", "</div>", "<b>bold</b>", "<b>",
    "  <!-- in -->", "- <div>", "<pre>", "</pre>", "<?x", "?>", "<!DOCTYPE x>", "[a]: /url", "[a]:",
    "**Label:** value", "**Label:**", "`code`", "\\# no", "# comment", "cmd --flag", "├── a.py  # W1", "\x0c",
    "\u2028", "\u00a0", "é", "🤖", "\ufeff", "\x00", "1234567890. long", "0. zero", "- a\tb", " - one in",
    "   1. three in", "    1. four in", "        eight", " \t", "\t- tab", "  \t- mixed",
    "- | a | b |", "    | a | b |", "    |---|---|", "   |---|---|", "1. | a | b |", "    ```", "    ## deep",
    "  | 1 | 2 |", "-----", "[b]: /url", "- <30 minutes", "<https://x.y>", "- **Bold** x", "- `code`", "- --flag",
    "- 2.5 x", "01. one", "1. [ ] task", "  x", "  ~~~~",
]  # fmt: skip

line = st.sampled_from(PIECES)
lines = st.lists(line, min_size=1, max_size=24)


def facts(tree: Tree) -> list[tuple[object, ...]]:
    """For each line of the document: what it is and what it belongs to, without regard to where chunks are cut."""
    found: list[tuple[object, ...]] = []
    for chunk in tree.chunks:
        begins = chunk.state is None and chunk.kind is not Kind.TEXT and not chunk.orphan
        for i in range(len(chunk.lines)):
            mark = chunk.marks[i] if chunk.kind is Kind.TEXT else None
            found.append((chunk.kind, mark, chunk.fence, chunk.table, chunk.level, chunk.orphan, begins and i == 0))
        if not chunk.closed:
            found.append(("unclosed", chunk.fence, chunk.broken))
    return found
