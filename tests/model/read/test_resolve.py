"""Short paths that longer ones explain, roles that another form lends, and both of them through edits."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from planloom.model.pattern import parse
from planloom.model.plan import Claim, Role, Source
from planloom.model.read.raw import Raw
from planloom.model.read.resolve import Resolver
from planloom.syntax.chunks import Place
from tests.model.read.claims import all_claims, read, written

AT = Place(0, 0, 0, 1)


def test_a_basename_stands_for_the_one_longer_path() -> None:
    plan = read("""
| File | W1 | W2 |
|---|---|---|
| lib.rs:1-40 | PRIMARY | - |
| store/mod.rs | - | PRIMARY |
| main.rs | PRIMARY | - |

### W1: One
**Files:** `app/src/lib.rs`, `app/src/main.rs`, `tool/src/main.rs`
### W2: Two
**Files:** `app/src/store/mod.rs`
""")
    matrix = [claim for claim in all_claims(plan) if claim.source is Source.MATRIX]
    assert [claim.path for claim in matrix] == ["app/src/lib.rs", "app/src/store/mod.rs", "main.rs"]
    assert [claim.stated for claim in matrix] == ["lib.rs", "store/mod.rs", ""]


def test_paths_of_one_list_do_not_explain_each_other() -> None:
    plan = read("""
### W1: One
**Files:** `README.md`, `mod.rs`, `docs/README.md`, `src/mod.rs`
### W2: Two
**Files:** `b.rs`
""")
    assert [path for _, _, path in written(plan)][:2] == ["README.md", "mod.rs"]


def test_files_owned_takes_the_role_of_the_other_form() -> None:
    plan = read("""
| File | W1 | W2 |
|---|---|---|
| src/a.rs | PRIMARY | MODIFY |

### W1: One
**Files Owned:** `src/a.rs`, `src/own.rs`
### W2: Two
**Files Owned:** `src/a.rs`
""")
    owned = [(c.worker, c.role, c.path) for c in all_claims(plan) if c.source is Source.FILES_OWNED]
    assert owned == [
        ("W1", Role.PRIMARY, "src/a.rs"),
        ("W1", Role.PRIMARY, "src/own.rs"),
        ("W2", Role.MODIFY, "src/a.rs"),
    ]
    assert all(c.fallback for c in all_claims(plan) if c.source is Source.FILES_OWNED)


def claim(entry: tuple[str, str, Source, Role | None, int]) -> Claim:
    path, worker, source, role, table = entry
    shown = role or Role.PRIMARY
    return Claim(path, parse(path), worker, shown, source, AT, AT, path, table=table, fallback=role is None)


ENTRIES = st.tuples(
    st.sampled_from(
        ["a.rs", "x/a.rs", "y/x/a.rs", "z/x/a.rs", "b/", "x/b/", "x/*.rs", "README.md", "proj/web/a.rs", "proj/PLAN.md"]
    ),
    st.sampled_from(["W1", "W2"]),
    st.sampled_from([Source.MATRIX, Source.FILES_OWNED, Source.TREE]),
    st.sampled_from([None, *Role]),
    st.integers(0, 2),
)
CHUNKS = st.dictionaries(st.integers(0, 5), st.lists(ENTRIES, max_size=4), max_size=5)


def raws(chunks: dict[int, list[tuple[str, str, Source, Role | None, int]]]) -> dict[int, Raw]:
    """The entries as chunks; those of table 0 that are no claims in a form of their own are tasks."""
    found = {}
    for key, entries in sorted(chunks.items()):
        tasks = [claim(entry) for entry in entries if entry[4] == 0 and entry[3] is Role.READ]
        found[key] = Raw([claim(e) for e in entries if e[4] != 0 or e[3] is not Role.READ], read_tasks=tasks.copy)
    return found


@settings(deadline=None, max_examples=300)
@given(st.lists(CHUNKS, min_size=2, max_size=5), st.data())
def test_following_changes_equals_resolving_anew(steps: Sequence[dict[int, list]], data: st.DataObject) -> None:
    resolver, held = Resolver(), {}
    for step in steps:
        new = raws(step)
        keep = data.draw(st.sets(st.sampled_from(sorted(held)))) if held else set()
        current = dict(sorted({**new, **{key: held[key] for key in keep}}.items()))
        followed, anew = resolver.resolve(current), Resolver().resolve(current)
        assert list(followed.claims.items()) == list(anew.claims.items())
        held = current


def test_what_did_not_change_is_the_same_object() -> None:
    resolver = Resolver()
    chunks = raws({1: [("src/a.rs", "W1", Source.MATRIX, Role.PRIMARY, 1)], 2: [("b.rs", "W2", Source.TREE, None, 2)]})
    first = resolver.resolve(chunks)
    assert resolver.resolve(dict(chunks)) is first
    chunks[2] = raws({2: [("c.rs", "W2", Source.TREE, None, 2)]})[2]
    second = resolver.resolve(chunks)
    assert second.claims[1] is first.claims[1]
    assert second.claims[2] != first.claims[2]
