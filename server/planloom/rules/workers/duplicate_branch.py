"""Two workers have the same branch.

## Why this hurts
Git checks a branch out in one worktree only, so the second worktree cannot be made; and if it could, each would commit
on top of the other.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Branch:** `feat/w1`
             ^^^^^^^ duplicate-branch

### W2: Lexer

**Branch:** `feat/w1`
             ^^^^^^^ duplicate-branch
~~~~

## Instead (by hand)
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Branch:** `feat/w1`

### W2: Lexer

**Branch:** `feat/w2`
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Branch      |
|---------|-------------|-------------|
| Agent A | `src/api/`  | `agent/api` |
                           ^^^^^^^^^ duplicate-branch
| Agent B | `src/core/` | `agent/API` |
                           ^^^^^^^^^ duplicate-branch
~~~~

## Instead (by hand)
~~~~ plan
| Agent   | Owns        | Branch       |
|---------|-------------|--------------|
| Agent A | `src/api/`  | `agent/api`  |
| Agent B | `src/core/` | `agent/core` |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan, Worker
from planloom.rules.edits import text_of
from planloom.rules.finding import Finding, Related, Severity
from planloom.rules.names import listing
from planloom.rules.workforce import are_told_apart

SEVERITY = Severity.ERROR
READS = ("workers",)


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each of the workers that share a branch."""
    holders: dict[str, list[Worker]] = {}
    for worker in plan.workers.values():
        if worker.branch:
            holders.setdefault(worker.branch.text.casefold(), []).append(worker)
    source = text_of(plan.tree)
    for workers in holders.values():
        shared = [(worker.id, worker.branch) for worker in workers if worker.branch]
        if len(shared) > 1 and are_told_apart(source, workers):
            for id_, branch in shared:
                others = [(other, value) for other, value in shared if other != id_]
                names = listing([other for other, _ in others])
                verb = "has" if len(others) == 1 else "have"
                yield Finding(
                    "duplicate-branch",
                    f"{names} {verb} the branch `{branch.text}` of {id_} too; give each worker a branch of its own.",
                    branch.at,
                    related=tuple(Related(value.at, f"the branch of {other}") for other, value in others[:8]),
                )
