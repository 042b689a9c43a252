"""A worker's validation enters another worker's worktree.

## Why this hurts
It tests the other one's work: the worker passes whatever it did, and its own faults show only after the merge.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`

**Validation:**
```bash
cd ../app-w1 && cargo test
```

### W2: Lexer

**Worktree:** `../app-w2`

**Validation:**
```bash
cd ../app-w1 && cargo test
   ^^^^^^^^^ foreign-directory
```
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`

**Validation:**
```bash
cd ../app-w1 && cargo test
```

### W2: Lexer

**Worktree:** `../app-w2`

**Validation:**
```bash
cd ../app-w2 && cargo test
```
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Worktree  |
|---------|-------------|-----------|
| Agent A | `src/api/`  | `../x-a`  |
| Agent B | `src/core/` | `../x-b`  |

### Agent A: Interface

- **Verify:** `cd ../x-a/api && npm test`

### Agent B: Core

- **Verify:** `cd ../x-a/core && npm test`
                  ^^^^^^^^^^^ foreign-directory
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Worktree  |
|---------|-------------|-----------|
| Agent A | `src/api/`  | `../x-a`  |
| Agent B | `src/core/` | `../x-b`  |

### Agent A: Interface

- **Verify:** `cd ../x-a/api && npm test`

### Agent B: Core

- **Verify:** `cd ../x-b/core && npm test`
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan
from planloom.rules.edits import text_of
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.protocols import holders, inside, owner_of, visits
from planloom.rules.workforce import works_in_trees

SEVERITY = Severity.WARNING
READS = ("workers", "protocol")


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each folder of another worker that a worker's commands enter."""
    found = visits(plan)
    if not found or not works_in_trees(plan, text_of(plan.tree)):
        return
    known = holders(plan)
    for worker, path, at in found:
        other = owner_of(known, worker, path)
        if other and other is not worker and other.worktree:
            own = worker.worktree
            better = f"{own.text}{inside(path, other.worktree.text)}" if own else ""
            where = f"its own is `{own.text}`" if own else f"{worker.id} has no worktree of its own yet"
            yield Finding(
                "foreign-directory",
                f"The commands of {worker.id} enter `{path}`, the worktree of {other.id}; {where}.",
                at,
                related=(Related(other.worktree.at, f"the worktree of {other.id}"),),
                fixes=(Fix(f"enter {better}", (Edit(at, better),), safe=True),) if own else (),
            )
