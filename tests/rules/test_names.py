"""Names that fixes and messages propose."""

from __future__ import annotations

import pytest

from planloom.rules.names import like_siblings, listing, nearest, next_free, slug


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("runing", ["running", "pending"], "running"),
        ("Stream a", ["Stream A", "Stream B"], "Stream A"),
        ("feat/w33", ["feat/w1", "feat/w3"], "feat/w3"),
        ("Agent 12", ["Agent 19", "Agent 11"], "Agent 11"),
        ("xyz", ["running"], None),
        ("", ["a"], None),
    ],
)
def test_nearest(name: str, known: list[str], meant: str | None) -> None:
    assert nearest(name, known) == meant


@pytest.mark.parametrize(
    ("worker", "siblings", "made"),
    [
        ("W3", [("W1", "../cf-w1"), ("W2", "../cf-w2")], "../cf-w3"),
        ("W3", [("W1", "feat/worker-1-parser"), ("W2", "feat/worker-2-lexer")], "feat/worker-3"),
        ("Stream C", [("Stream A", "feat/stream-a")], "feat/stream-c"),
        ("Stream C", [("Stream A", "../x-a"), ("Stream B", "../x-b")], "../x-c"),
        ("Task 1.3", [("Task 1.2", "../t-1-2")], "../t-1-3"),
        ("W3", [("W1", "parser"), ("W2", "lexer")], None),
        ("Search", [("Login", "../app-login")], "../app-search"),
    ],
)
def test_names_continue_those_of_the_siblings(worker: str, siblings: list[tuple[str, str]], made: str | None) -> None:
    assert like_siblings(worker, siblings) == made


def test_a_taken_name_gets_a_number() -> None:
    assert next_free("feat/A", {"feat/a", "feat/a-2"}) == "feat/A-3"
    assert next_free("feat/b", {"feat/a"}) == "feat/b"


def test_long_lists_are_counted() -> None:
    assert listing([]) == ""
    assert listing(["a"]) == "a"
    assert listing(["a", "b", "c"]) == "a, b and c"
    assert listing(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_slugs_are_short_and_plain() -> None:
    assert slug("Issue #46: Make it (really) fast, please now") == "issue-46-make-it-really-fast"
