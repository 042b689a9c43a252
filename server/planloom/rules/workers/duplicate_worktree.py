"""Two workers have the same worktree, or one lies inside the other.

## Why this hurts
They would write over each other's files, and each one's commits would carry the other's half-done work.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`
               ^^^^^^^^^ duplicate-worktree

### W2: Lexer

**Worktree:** `../app-w1`
               ^^^^^^^^^ duplicate-worktree
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`

### W2: Lexer

**Worktree:** `../app-w2`
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Directory   |
|---------|-------------|-------------|
| Agent A | `src/api/`  | ../x-a      |
                          ^^^^^^ duplicate-worktree
| Agent B | `src/core/` | ../x-b      |
| Agent C | `src/ui/`   | ../x-a/ui   |
                          ^^^^^^^^^ duplicate-worktree
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Directory   |
|---------|-------------|-------------|
| Agent A | `src/api/`  | ../x-a      |
| Agent B | `src/core/` | ../x-b      |
| Agent C | `src/ui/`   | ../x-c   |
~~~~
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from planloom.model.plan import Plan, Value, Worker
from planloom.rules.edits import text_of
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.names import listing
from planloom.rules.protocols import path_key
from planloom.rules.stubs import free_name
from planloom.rules.workforce import are_told_apart, works_in_trees

SEVERITY = Severity.ERROR
READS = ("workers", "protocol")


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each side of two worktrees that meet."""
    source = text_of(plan.tree)
    if not works_in_trees(plan, source):
        return
    trees = [(_parts(worker.worktree.text), worker) for worker in plan.workers.values() if worker.worktree]
    trees.sort(key=lambda tree: tree[0])
    meets: dict[str, list[Worker]] = {}
    around: list[tuple[tuple[str, ...], Worker]] = []
    for parts, worker in trees:
        while around and parts[: len(around[-1][0])] != around[-1][0]:
            around.pop()
        if around and are_told_apart(source, (around[-1][1], worker)):
            outer = around[-1][1]
            meets.setdefault(outer.id, []).append(worker)
            meets.setdefault(worker.id, []).append(outer)
        around.append((parts, worker))
    for id_, others in meets.items():
        yield _finding(plan, plan.workers[id_], others)


def _parts(path: str) -> tuple[str, ...]:
    """A path's segments, compared as the kindest file system would."""
    return tuple(unicodedata.normalize("NFC", path_key(path)).casefold().replace("\\", "/").split("/"))


def _finding(plan: Plan, worker: Worker, others: list[Worker]) -> Finding:
    own = worker.worktree or Value("", worker.at)
    theirs = [(other.id, other.worktree) for other in others if other.worktree]
    depth, first = len(_parts(own.text)), len(_parts(theirs[0][1].text))
    what = "is also" if depth == first else "lies inside" if depth > first else "holds"
    names = listing([id_ for id_, _ in theirs])
    free = free_name(plan, worker.id, "worktree")
    return Finding(
        "duplicate-worktree",
        f"The worktree `{own.text}` of {worker.id} {what} the worktree of {names}; each needs a folder of its own.",
        own.at,
        related=tuple(Related(value.at, f"the worktree of {id_}") for id_, value in theirs[:8]),
        fixes=(Fix(f"use {free}", (Edit(own.at, free),)),) if free != own.text else (),
    )
