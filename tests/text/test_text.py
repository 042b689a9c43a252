"""What a user of the text relies on, case by case."""

import pytest

from planloom.text import LineChange, Text, join
from planloom.text.encodings import to_code_points, to_code_units


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("", ("",)),
        ("a", ("a",)),
        ("a\n", ("a", "")),
        ("a\r\nb\rc\n", ("a", "b", "c", "")),
        ("\r\r\n\n", ("", "", "", "")),
        ("a\fb\vc\x1cd\x85e\u2028f\u2029g", ("a\fb\vc\x1cd\x85e\u2028f\u2029g",)),
        ("\ufeffa\nb", ("\ufeffa", "b")),
    ],
)
def test_only_the_line_ends_of_the_protocol_end_a_line(source: str, lines: tuple[str, ...]) -> None:
    text = Text.of(source)
    assert text.lines() == lines
    assert text.line_count == len(lines)
    assert tuple(text.line(i) for i in range(len(lines))) == lines
    assert str(text) == source


def test_a_line_outside_the_text_is_an_index_error() -> None:
    text = Text.of("a\nb")
    for outside in (-1, 2):
        with pytest.raises(IndexError):
            text.line(outside)


def test_positions_beyond_the_text_are_its_ends() -> None:
    text = Text.of("ab\ncd")
    assert [text.clamp(p) for p in [(-3, 9), (0, 99), (0, -1), (1, 3), (7, 0)]] == [
        (0, 0),
        (0, 2),
        (0, 0),
        (1, 2),
        (1, 2),
    ]
    assert str(text.replace((1, 0), (1, 50), "X")[0]) == "ab\nX"
    assert str(text.replace((9, 9), (9, 9), "!")[0]) == "ab\ncd!"


def test_an_old_text_stays_as_it_was() -> None:
    old = Text.of("one\ntwo\n")
    new, _ = old.replace((0, 0), (1, 0), "")
    assert (str(old), str(new)) == ("one\ntwo\n", "two\n")


def test_a_typed_character_changes_one_line() -> None:
    text, change = Text.of("a\nb\nc").replace((1, 1), (1, 1), "!")
    assert change == LineChange(1, 1, ("b!",))
    assert str(text) == "a\nb!\nc"


def test_a_typed_line_end_adds_one_line() -> None:
    _, change = Text.of("a\nb\nc").replace((1, 0), (1, 0), "\n")
    assert change == LineChange(1, 0, ("",))


def test_a_line_feed_typed_behind_a_carriage_return_adds_no_line() -> None:
    text, change = Text.of("a\rb").replace((1, 0), (1, 0), "\n")
    assert text.lines() == ("a", "b")
    assert change == LineChange(2, 0, ())


def test_taking_away_what_stood_between_carriage_return_and_line_feed_takes_away_a_line() -> None:
    text, change = Text.of("a\rx\nb").replace((1, 0), (1, 1), "")
    assert text.lines() == ("a", "b")
    assert (change.removed, change.inserted) == (1, ())


def test_a_character_typed_between_carriage_return_and_line_feed_cannot_be_addressed() -> None:
    text, _ = Text.of("a\r\nb").replace((0, 2), (0, 2), "x")
    assert str(text) == "ax\r\nb"


def test_offsets_and_positions_are_inverse() -> None:
    text = Text.of("ab\r\n\n😀c\n")
    places = [(0, 0), (0, 1), (0, 2), (1, 0), (2, 0), (2, 1), (2, 2), (3, 0)]
    assert [text.position(text.offset(place)) for place in places] == places
    assert text.position(3) == (0, 2)
    assert text.position(-1) == (0, 0)
    assert text.position(999) == (3, 0)


def test_the_change_to_another_text_is_small() -> None:
    lines = [f"line {i}" for i in range(2000)]
    other = [*lines[:700], "new", *lines[702:]]
    change = Text.of("\n".join(lines)).change_to(Text.of("\n".join(other)))
    assert change == LineChange(700, 2, ("new",))


def test_many_edits_leave_a_text_that_is_read_as_before() -> None:
    text = Text.of("x\n" * 5000)
    for line in range(4990, 10, -1):
        text, _ = text.replace((line, 0), (line + 1, 0), "")
    assert str(text) == "x\n" * 20
    for line in range(3000):
        text, _ = text.replace((line, 0), (line, 0), "y\n")
    assert str(text) == "y\n" * 3000 + "x\n" * 20


@pytest.mark.parametrize(
    ("encoding", "columns"),
    [
        ("utf-8", [0, 1, 1, 2, 2, 2, 2, 3, 4, 4]),
        ("utf-16", [0, 1, 2, 2, 3, 4, 4, 4, 4, 4]),
        ("utf-32", [0, 1, 2, 3, 4, 4, 4, 4, 4, 4]),
    ],
)
def test_columns_inside_a_character_are_its_beginning(encoding, columns) -> None:
    assert [to_code_points("aé😀b", column, encoding) for column in range(10)] == columns


def test_lone_surrogates_are_counted_and_never_raise() -> None:
    line = "\ud83d\ude00x\ud83d"
    for encoding, widths in {"utf-8": [0, 3, 6, 7, 10], "utf-16": [0, 1, 2, 3, 4], "utf-32": [0, 1, 2, 3, 4]}.items():
        assert [to_code_units(line, column, encoding) for column in range(5)] == widths
        assert [to_code_points(line, width, encoding) for width in widths] == [0, 1, 2, 3, 4]
    text, _ = Text.of("a\ud800\nb").replace((0, 1), (0, 2), "\udfff")
    assert str(text) == "a\udfff\nb"


@pytest.mark.parametrize(
    ("one", "then", "joined"),
    [
        (LineChange(5, 1, ("a",)), LineChange(5, 1, ("ab",)), LineChange(5, 1, ("ab",))),
        (LineChange(5, 1, ("a", "b")), LineChange(6, 1, ("c", "d")), LineChange(5, 1, ("a", "c", "d"))),
        (LineChange(5, 2, ("a",)), LineChange(3, 4, ()), LineChange(3, 5, ())),
        (LineChange(5, 0, ("a",)), LineChange(6, 1, ()), LineChange(5, 1, ("a",))),
        (LineChange(5, 1, ("a",)), LineChange(7, 1, ("b",)), None),
        (LineChange(5, 1, ("a",)), LineChange(3, 1, ("b",)), None),
    ],
)
def test_changes_that_meet_are_one_change(one: LineChange, then: LineChange, joined: LineChange | None) -> None:
    assert join(one, then) == joined
