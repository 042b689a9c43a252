"""Random edit scripts, run on our text and on the plain reference beside each other.

`python -m tests.text.scripts 100000` runs that many scripts and tells the number of differences.
"""

from __future__ import annotations

import random
import sys
from itertools import pairwise

from planloom.text import LineChange, Text, join
from planloom.text.encodings import ENCODINGS, Encoding, to_code_points, to_code_units
from tests.text import reference


def code_points(text: Text, line: int, column: int, encoding: Encoding) -> tuple[int, int]:
    """A position of the protocol as the text wants it."""
    if not 0 <= line < text.line_count:
        return line, column
    return line, to_code_points(text.line(line), column, encoding)


def run(seed: int) -> None:
    """One script: a source and some edits, everything compared after each. Raises AssertionError on a difference."""
    rng = random.Random(seed)
    encoding = ENCODINGS[seed % 3]
    # Now and then long enough for several leaves.
    source = reference.random_source(rng, rng.choice((0, 5, 40) if seed % 50 else (2000,)))
    text = Text.of(source)
    whole, so_far = text.lines(), LineChange(0, 0, ())
    for _ in range(rng.randrange(1, 8)):
        start, end = sorted(reference.random_position(rng, source) for _ in range(2))
        new = reference.random_source(rng, rng.choice((0, 1, 4)))
        low, high = sorted(reference.offset(source, *place, encoding) for place in (start, end))
        before = text.lines()
        text, change = text.replace(code_points(text, *start, encoding), code_points(text, *end, encoding), new)
        source = source[:low] + new + source[high:]
        compare(text, source)
        first, removed, inserted = change
        assert before[:first] + inserted + before[first + removed :] == text.lines()
        joined = join(so_far, change)
        whole, so_far = (before, change) if joined is None else (whole, joined)
        first, removed, inserted = so_far
        assert whole[:first] + inserted + whole[first + removed :] == text.lines()
        compare_position(text, source, encoding, rng)


def compare(text: Text, source: str) -> None:
    """The text has this source and these lines."""
    spans = reference.line_spans(source)
    assert str(text) == source
    assert text.line_count == len(spans)
    assert text.lines() == tuple(source[start:end] for start, end in spans)


def compare_position(text: Text, source: str, encoding: Encoding, rng: random.Random) -> None:
    """Both agree about one random position and one random offset, there and back."""
    line, column = reference.random_position(rng, source)
    at = reference.offset(source, line, column, encoding)
    assert text.offset(code_points(text, line, column, encoding)) == at
    spans = reference.line_spans(source)
    expected = next(
        (index, min(at, end) - start)
        for index, ((start, end), (following, _)) in enumerate(pairwise([*spans, (len(source) + 1, 0)]))
        if at < following
    )
    assert text.position(at) == expected
    line, column = expected
    sent = to_code_units(text.line(line), column, encoding)
    assert sent == sum(reference.units(character, encoding) for character in text.line(line)[:column])
    assert to_code_points(text.line(line), sent, encoding) == column


def main() -> int:
    """Run the scripts whose number is given and print how many differed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    wrong = 0
    for seed in range(count):
        try:
            run(seed)
        except AssertionError:
            wrong += 1
            sys.stdout.write(f"script {seed} differs\n")
    sys.stdout.write(f"{count} scripts, {wrong} differences\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
