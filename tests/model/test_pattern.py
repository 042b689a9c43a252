"""The text of a pattern is brought into one form, whatever it is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planloom.model.pattern import (
    OPEN_END,
    case_twins,
    is_placeholder,
    lines_overlap,
    matches,
    overlaps,
    parse,
    witness,
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("src/a.rs", "src/a.rs"),
        ("./src/a.rs", "src/a.rs"),
        ("src\\win\\a.rs", "src/win/a.rs"),
        ("src//a.rs", "src/a.rs"),
        ("src/./x/../a.rs", "src/a.rs"),
        ("../out.txt", "../out.txt"),
        ("src", "src"),
        ("src/", "src/"),
        ("src/**", "src/"),
        ("src/**/*", "src/"),
        ("src/**/", "src/"),
        ("**", "**"),
        (".", "**"),
        ("./", "**"),
        ("cafe\u0301/a.md", "caf\u00e9/a.md"),
        ("/etc/passwd", "/etc/passwd"),
        ("", ""),
        ("src/** !src/gen/**", "src/ !src/gen/"),
    ],
)
def test_key(text: str, key: str) -> None:
    assert parse(text).key == key


@pytest.mark.parametrize(
    "text", ["a[id", "app/[id]/x", "[...slug].tsx", "[[...slug]]", "{stream}/x", "(auth)/x", "a,b", "{a"]
)
def test_what_only_looks_like_a_wildcard_is_literal(text: str) -> None:
    assert parse(text).literal


@pytest.mark.parametrize("text", ["*", "a?", "**/a", "{a,b}", "test_[ab].py", "[id]/*.tsx", "{x}/{a,b}", "a/*/"])
def test_wildcards_are_no_literals(text: str) -> None:
    assert not parse(text).literal


def test_a_pattern_may_take_out_others() -> None:
    pattern = parse("src/").excluding([parse("src/gen"), parse("src/*.md")])
    assert matches(pattern, "src/a.rs")
    assert not matches(pattern, "src/gen/deep/a.rs")
    assert not matches(pattern, "src/read.md")
    assert parse(pattern.key) == pattern
    assert pattern.excluding([]) == pattern


def test_case_twins_differ_in_case_or_unicode_form_only() -> None:
    assert case_twins(parse("Docs/Guide.md"), parse("docs/guide.md"))
    assert case_twins(parse("docs/\ufb01le.md"), parse("docs/file.md"))
    assert not case_twins(parse("docs/guide.md"), parse("docs/guide.md"))
    assert not case_twins(parse("docs"), parse("docs/"))


def test_placeholders() -> None:
    assert is_placeholder(parse("docs/{stream}.md"))
    assert is_placeholder(parse("docs/<name>.md"))
    assert not is_placeholder(parse("docs/{a,b}.md"))


def test_line_ranges_share_a_line_or_not() -> None:
    assert lines_overlap((1, 700), (700, OPEN_END))
    assert not lines_overlap((12, 77), (526, 600))
    assert lines_overlap(None, (1, 2))


TEXT = st.text(alphabet=st.sampled_from("ab/*?[]{}!,.\\ \u00e9\u0301-^\n\x00\ud800<>"), max_size=40)


@given(TEXT, TEXT)
def test_never_raises_and_is_its_own_form(a: str, b: str) -> None:
    left, right = parse(a), parse(b)
    assert parse(left.key).key == left.key or left.literal
    found = witness(left, right)
    assert overlaps(left, right) == (found is not None)
    if left.key and not left.excludes and witness(left, left) is not None:
        assert overlaps(left, left)


@pytest.mark.parametrize(
    "text",
    [
        "*a" * 200 + "b",
        "**/a/" * 80 + "b",
        "{a,b}" * 80,
        "[" * 400,
        "{" * 400,
        "a**" * 150,
        "{a,b,c}/" * 60,
        "/" * 400,
        "?*" * 200,
    ],
)
def test_monstrous_patterns_cost_little(text: str) -> None:
    began = time.process_time()
    pattern = parse(text)
    matches(pattern, "a" * 4000)
    matches(pattern, "a/" * 2000 + "c")
    overlaps(pattern, parse("**/*a*b*c/**/x*"))
    assert time.process_time() - began < 20
