"""Ownership in file trees: paths from parents, owners from comments."""

from __future__ import annotations

from tests.model.read.claims import all_claims, read, written

WORKERS = """
### Worker 1: Core
**Branch:** core
### Worker 2: Shell
**Branch:** shell
"""


def tree(lines: str, info: str = "") -> str:
    return f"# Plan\n\n## Files\n\n```{info}\n{lines.strip(chr(10))}\n```\n{WORKERS}"


def test_paths_come_from_parents_and_owners_from_comments() -> None:
    plan = read(
        tree("""
crates/
├── core/
│   └── src/
│       ├── lib.rs        # W1 MODIFIES: exports
│       └── ring.rs       # W1 CREATES
├── shell/                # W2 CREATES: new crate
│   ├── Cargo.toml
│   └── src/
│       └── main.rs       # W1, W2 MODIFY
└── notes.md              # everybody reads this
""")
    )
    assert written(plan) == [
        ("W1", "MODIFY", "crates/core/src/lib.rs"),
        ("W1", "PRIMARY", "crates/core/src/ring.rs"),
        ("W2", "PRIMARY", "crates/shell/Cargo.toml"),
        ("W1", "MODIFY", "crates/shell/src/main.rs"),
        ("W2", "MODIFY", "crates/shell/src/main.rs"),
    ]


def test_other_ways_to_say_whose_it_is() -> None:
    plan = read(
        tree("""
src/core/
  |-- a.ts    <- Worker 1
  |-- b.ts    [Core]
  |-- c.ts    ✅ Shell owns
  `-- d/      # joint tests (Worker 2)
""")
    )
    assert written(plan) == [
        ("Worker 1", "PRIMARY", "src/core/a.ts"),
        ("Worker 1", "PRIMARY", "src/core/b.ts"),
        ("Worker 2", "PRIMARY", "src/core/c.ts"),
        ("Worker 2", "PRIMARY", "src/core/d/"),
    ]


def test_verbs_stand_before_or_behind_the_owner() -> None:
    plan = read(tree("src/\n├── a.py   # W1: creates\n├── b.py   # modified by W2\n└── c.py   # W1: Main loop"))
    assert written(plan) == [
        ("W1", "PRIMARY", "src/a.py"),
        ("W2", "MODIFY", "src/b.py"),
        ("W1", "PRIMARY", "src/c.py"),
    ]
    assert [claim.fallback for claim in all_claims(plan)] == [False, False, True]


def test_the_repository_itself_is_no_directory() -> None:
    plan = read(
        tree("""
my-product/
├── .github/
│   └── ci.yml      # W1
├── backend/
│   └── app.py      # W2
└── README.md
""")
    )
    assert [path for _, _, path in written(plan)] == [".github/ci.yml", "backend/app.py"]


def test_other_trees_are_no_claims() -> None:
    graph = tree("Worker 1 (core)\n├── Worker 2 (shell)\n└──► merge   # W1 then W2\n")
    assert written(read(graph)) == []
    assert written(read(tree("src/\n└── a.rs   # W1 CREATES\n", "rust"))) == []
    assert written(read(tree("Track/\n├── C1.1: models   # W1\n"))) == []


def test_a_tree_of_many_chunks_is_one_tree() -> None:
    lines = ["root/", "└── deep/        # W1"]
    lines += [f"    ├── f{n}.rs" for n in range(300)]
    plan = read(tree("\n".join(lines)))
    assert written(plan) == [("W1", "PRIMARY", f"root/deep/f{n}.rs") for n in range(300)]
    assert len({claim.table for claim in all_claims(plan)}) == 1


def test_a_directory_at_the_end_of_a_chunk_waits_for_the_next_line() -> None:
    for filler in range(58, 70):
        lines = ["root/", *(f"├── f{n}.rs" for n in range(filler)), "└── last/    # W2", "    └── leaf.rs"]
        assert written(read(tree("\n".join(lines)))) == [("W2", "PRIMARY", "root/last/leaf.rs")]


def test_an_unclosed_tree_keeps_its_last_line() -> None:
    plan = read(f"{WORKERS}\n```\nsrc/\n└── a.rs    # W1 CREATES\n")
    assert written(plan) == [("Worker 1", "PRIMARY", "src/a.rs")]
