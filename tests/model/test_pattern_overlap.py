"""Overlap is exact: what it finds is proved by its witness, what it denies is denied by trying every path.

The whole property: `PLANLOOM_PATTERN_PAIRS=100000 pytest tests/model/test_pattern_overlap.py` (about two minutes).
"""

from __future__ import annotations

import os
from random import Random

import pytest

from planloom.model.pattern import covers, matches, overlaps, parse, witness
from tests.model.paths import PATHS, brute_holds, brute_overlap, proves, some_pattern

PAIRS = int(os.environ.get("PLANLOOM_PATTERN_PAIRS", "1500"))


def test_overlap_is_what_trying_every_path_says() -> None:
    random = Random(PAIRS)
    pool = [some_pattern(random) for _ in range(max(100, PAIRS // 60))]
    wrong = []
    for _ in range(PAIRS):
        a, b = random.choice(pool), random.choice(pool)
        path = witness(parse(a), parse(b))
        if brute_overlap(a, b) if path is None else not proves(path, a, b):
            wrong.append((a, b, path))
    assert wrong == []


def test_overlap_has_no_direction() -> None:
    random = Random(11)
    for _ in range(PAIRS // 3):
        a, b = parse(some_pattern(random)), parse(some_pattern(random))
        assert overlaps(a, b) == overlaps(b, a)


def test_a_path_matches_when_trying_says_so() -> None:
    random = Random(12)
    for text in (some_pattern(random) for _ in range(max(20, PAIRS // 100))):
        pattern = parse(text)
        wrong = [p for p in random.sample(PATHS, 150) if matches(pattern, p) != brute_holds(text, p, below=True)]
        assert wrong == []


def test_what_covers_another_matches_all_its_paths() -> None:
    random = Random(13)
    pool = [text for text in (some_pattern(random) for _ in range(60)) if " !" not in text]
    for a, b in zip(pool, random.sample(pool, len(pool)), strict=True):
        if covers(parse(a), parse(b)):
            assert all(brute_holds(a, path) for path in PATHS if brute_holds(b, path))


@pytest.mark.parametrize(
    ("a", "b", "path"),
    [
        ("*.md", "README.md", "README.md"),
        ("src/**/*.test.ts", "src/live/*.ts", "src/live/a.test.ts"),
        ("src/app/**/help/**", "src/app/board/**", "src/app/board/help/a"),
        ("services/rag/**/*.py", "services/rag/winner.py", "services/rag/winner.py"),
        ("src/", "src/a.rs", "src/a.rs"),
        ("src", "src/", "src"),
        ("src/auth", "src/auth/login.rs", "src/auth/login.rs"),
        ("packages/*/src", "packages/web/src/index.ts", "packages/web/src/index.ts"),
        ("./src/a.rs", "src\\a.rs", "src/a.rs"),
        ("src/x{a,b}.rs", "src/x[bc].rs", "src/xb.rs"),
        ("**", "anything/at/all", "anything/at/all"),
        ("src/**.rs", "src/deep/x.rs", "src/deep/x.rs"),
        ("src/** !src/gen/", "src/*/x.rs", "src/a/x.rs"),
    ],
)
def test_the_witness_is_a_path_a_reader_recognises(a: str, b: str, path: str) -> None:
    assert witness(parse(a), parse(b)) == path


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("docs/*", "docs/guide/start.md"),
        ("src/auth", "src/author/x.rs"),
        ("app/[id]/page.tsx", "app/i/page.tsx"),
        ("app/(auth)/*.tsx", "app/auth/a.tsx"),
        ("src/{stream}.rs", "src/a.rs"),
        ("src/** !src/gen/", "src/gen/a.rs"),
        ("src/** !src/**/*.rs", "src/**/*.rs"),
        ("Makefile", "**/*.rs"),
        ("", "src/a.rs"),
        ("", ""),
    ],
)
def test_no_path_in_common(a: str, b: str) -> None:
    assert witness(parse(a), parse(b)) is None
