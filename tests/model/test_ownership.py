"""The index of claims says at every moment what comparing each with each says."""

from __future__ import annotations

from random import Random

import pytest

from planloom.model.ownership import Overlap, Ownership
from planloom.model.pattern import case_twins, overlaps, parse
from planloom.model.plan import Claim, Role, Source
from planloom.syntax.chunks import Place

TEXTS = (
    *("src/a.rs", "src/b.rs", "src/", "src", "src/x/", "src/x/a.rs", "src/x", "Src/A.rs", "src/x/y/z.rs"),
    *("docs/", "docs/*", "docs/a.md", "**", "**/a.rs", "*.md", "README.md", "readme.md", "src/*.rs", "src/**/a*"),
    *("{src,docs}/**", "s*/x/?.rs", "*/x/", "src/ !src/x/", "lib/*/src", "lib/web/src/i.ts", "lib/web/"),
    *("docs/{name}.md", "/etc/x", "../up", ""),
)  # fmt: skip


def claim(text: str, worker: str = "W1", number: int = 0, *, role: Role = Role.PRIMARY) -> Claim:
    at = Place(1, number, 2, 9)
    return Claim(text, parse(text), worker, role, Source.MATRIX, at, at, text)


def everything(ownership: Ownership) -> dict[str, Overlap]:
    return dict(ownership.overlaps)


@pytest.mark.parametrize("seed", range(25))
def test_following_edits_equals_beginning_with_the_result(seed: int) -> None:
    random = Random(seed)
    followed, kept = Ownership(), list[Claim]()
    seen: dict[str, object] = {}
    forms, known = followed.forms, set[object]()
    for step in range(30):
        gone = random.sample(kept, min(len(kept), random.choice((0, 1, 1, 4))))
        come = [
            claim(random.choice(TEXTS), f"W{random.randrange(4)}", 100 * step + n, role=random.choice(list(Role)))
            for n in range(random.choice((0, 1, 1, 5)))
        ]
        kept = [one for one in kept if one not in gone] + come
        touched = followed.update(gone, come)
        fresh = Ownership()
        fresh.update((), kept)
        now = everything(followed)
        assert now == everything(fresh)
        assert followed.having("contested") == fresh.having("contested")
        alone = {key: overlap._replace(forms=frozenset(), writes={}, whole=frozenset()) for key, overlap in now.items()}
        assert {key for key in alone.keys() | seen.keys() if alone.get(key) != seen.get(key)} <= touched
        shapes = {(overlap.forms, overlap.whole) for overlap in now.values()}
        assert len(shapes) <= 1
        assert followed.forms is not forms or not shapes or shapes == known
        seen, forms, known = alone, followed.forms, shapes


@pytest.mark.parametrize("seed", range(10))
def test_it_says_what_comparing_each_with_each_says(seed: int) -> None:
    random = Random(seed)
    claims = [claim(random.choice(TEXTS), f"W{random.randrange(3)}", n) for n in range(40)]
    ownership = Ownership()
    ownership.update((), claims)
    real = [one for one in claims if one.pattern.key]
    for overlap in ownership.overlaps.values():
        pattern = overlap.pattern
        near = {one for one in real if one.pattern.key != pattern.key and overlaps(pattern, one.pattern)}
        assert set(overlap.claims) == {one for one in real if one.pattern.key == pattern.key}
        assert set(overlap.others) == near
        assert set(overlap.twins) == {one for one in real if case_twins(one.pattern, pattern)}


def test_each_pair_of_workers_comes_once() -> None:
    claims = [claim("src/a.rs", "W1"), claim("src/*.rs", "W2", 1), claim("src/", "W3", 2), claim("src/a.rs", "W2", 3)]
    ownership = Ownership()
    ownership.update((), claims)
    pairs = [frozenset(pair) for overlap in ownership.overlaps.values() for pair in overlap.pairs()]
    expected = {frozenset((a, b)) for a in claims for b in claims if a.worker != b.worker}
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == expected


def test_a_placeholder_is_another_path_for_everybody() -> None:
    ownership = Ownership()
    ownership.update((), [claim("docs/{name}.md", "W1"), claim("docs/{name}.md", "W2")])
    assert ownership.having("contested") == set()


def test_a_path_of_many_segments() -> None:
    deep = "a/" * 1900 + "b"
    ownership = Ownership()
    ownership.update((), [claim(deep, "W1"), claim("a/**", "W2"), claim("a/*", "W3")])
    assert ownership.having("contested") == {deep, "a/"} | {"a/*"}
