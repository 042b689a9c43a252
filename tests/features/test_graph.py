"""The graph of a plan and its pictures."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from planloom.features.draw import dot, mermaid, svg, text
from planloom.features.graph import Conflict, Graph, graph
from planloom.model.slug import slug_of
from planloom.rules.analysis import Analysis

PLAN = """\
# Shop & <more>

| File       | W1      | W2      | W3      |
|------------|---------|---------|---------|
| src/cart/  | PRIMARY | -       | -       |
| src/*.py   | -       | PRIMARY | -       |
| src/app.py | PRIMARY | MODIFY  | MODIFY  |
| src/x.py   | READ    | READ    | PRIMARY |

### W1: Cart

**Branch:** `feat/cart`
**Depends On:** none

### W2: Search "quick"

**Depends On:** none

### W3: Docs

**Depends On:** W1, W2
"""


def read(source: str = PLAN) -> Graph:
    return graph(Analysis.open(source).plan)


def test_waves_edges_and_the_longest_chain_follow_the_dependencies() -> None:
    plan = read()
    assert [wave.workers for wave in plan.waves] == [("W1", "W2"), ("W3",)]
    assert set(plan.edges) == {("W1", "W3"), ("W2", "W3")}
    assert plan.critical_path == ("W1", "W3")
    assert plan.nodes["W1"].branch == "feat/cart"


def test_an_edge_that_others_imply_is_left_out() -> None:
    plan = read(PLAN.replace("**Depends On:** none\n\n### W3", "**Depends On:** W1\n\n### W3"))
    assert set(plan.edges) == {("W1", "W2"), ("W2", "W3")}


def test_conflicts_are_pairs_that_write_the_same_and_are_not_ordered() -> None:
    assert read().conflicts == (Conflict("W1", "W2", ("src/app.py",), severe=True),)
    ordered = PLAN.replace("**Depends On:** none\n\n### W3", "**Depends On:** W1\n\n### W3")
    assert read(ordered).conflicts == ()


def test_the_terminal_shows_who_owns_what() -> None:
    lines = ["".join(piece.text for piece in line).rstrip() for line in text.draw(read(), 100)]
    assert lines[1] == "3 workers · 2 waves · 4 paths · 1 conflict"
    assert "      owns   src/cart/, src/app.py" in lines
    assert "  ✗ W1 × W2  both own" in lines
    assert all(len(line) <= 100 for line in lines)


def test_the_svg_is_whole_and_carries_all_workers_and_conflicts() -> None:
    drawn = "\n".join(svg.draw(read()))
    root = ElementTree.fromstring(drawn)
    words = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Shop & <more>" in words
    assert {"W1", "W2", "W3"} <= set(words)
    assert any(word.startswith("W1 × W2 both own") for word in words)
    assert "prefers-color-scheme: dark" in drawn
    assert "<script" not in drawn


def test_mermaid_and_dot_quote_what_the_plan_says() -> None:
    chart = "\n".join(mermaid.draw(read()))
    assert "Search #34;quick#34;" in chart
    assert "-. " in chart
    assert 'label="W2\\nSearch \\"quick\\""' in "\n".join(dot.draw(read()))


@pytest.mark.parametrize("draw", [svg.draw, mermaid.draw, dot.draw, lambda plan: text.draw(plan, 80)])
@pytest.mark.parametrize("source", ["", "# Only a title\n", PLAN.replace("Cart", "\x00\ud800\x1b[31m")])
def test_nothing_is_too_odd_to_be_drawn(draw, source: str) -> None:  # type: ignore[no-untyped-def]
    assert list(draw(read(source)))


def test_a_wave_of_many_workers_stays_on_the_screen() -> None:
    workers = "".join(f"### W{n}: Part\n\n**Branch:** `b{n}`\n**Files:** `src/{n}.py`\n\n" for n in range(1, 61))
    root = ElementTree.fromstring("\n".join(svg.draw(read(f"# Many\n\n{workers}"))))
    assert float(root.get("height", "0")) < 1300


@pytest.mark.parametrize(
    ("title", "slug"), [("Web Shop", "web-shop"), ("Über-Größe!", "uber-groe"), ("日本", "plan"), ("--a--", "a")]
)
def test_a_title_becomes_a_name_that_branches_may_have(title: str, slug: str) -> None:
    assert slug_of(title) == slug
