"""The merge order puts a worker before one that it depends on.

## Why this hurts
Its branch was built on work that the target does not have yet: the merge drags that work in unvalidated, or the
checks after it fail for want of it.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Branch:** `feat/w1`

### W2: Lexer

**Branch:** `feat/w2`
**Depends On:** W1

## Merge Order

```bash
git merge feat/w2 --no-edit
          ^^^^^^^ merge-order
git merge feat/w1 --no-edit
```
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Branch:** `feat/w1`

### W2: Lexer

**Branch:** `feat/w2`
**Depends On:** W1

## Merge Order

```bash
git merge feat/w1 --no-edit
git merge feat/w2 --no-edit
```
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | Agent C    |
| Agent B | `src/core/` | -          |
| Agent C | `src/ui/`   | -          |

**Merge order:** Agent B → Agent A → Agent C
                           ^^^^^^^ merge-order
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | Agent C    |
| Agent B | `src/core/` | -          |
| Agent C | `src/ui/`   | -          |

**Merge order:** Agent B → Agent C → Agent A
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Merge, MergeStep, Plan
from planloom.rules.dependencies import Edge, edges
from planloom.rules.edits import text_of
from planloom.rules.finding import Finding, Fix, Related, Severity
from planloom.rules.merging import first_steps, reorder
from planloom.rules.names import listing

SEVERITY = Severity.ERROR
READS = ("workers", "merge")


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each step that comes too early, naming what it should wait for."""
    if len(plan.merge.ranks) < 2:
        return
    rank_of = _ranks(plan.merge)
    late: dict[str, list[Edge]] = {}
    for worker in plan.workers.values():
        for edge in edges(worker):
            here, needed = rank_of.get(edge.worker), rank_of.get(edge.on)
            if here is not None and needed is not None and needed > here and not edge.item.conditional:
                late.setdefault(edge.worker, []).append(edge)
    if late:
        source, steps = text_of(plan.tree), first_steps(plan.merge)
        order = reorder(plan, source)
        fixes = (Fix("merge in the order of the dependencies", order),) if order else ()
        for id_, found in late.items():
            yield _finding(id_, found, steps, fixes)


def _ranks(merge: Merge) -> dict[str, int]:
    """The rank at which each worker is first merged."""
    found: dict[str, int] = {}
    for rank, steps in enumerate(merge.ranks):
        for step in steps:
            if step.worker:
                found.setdefault(step.worker, rank)
    return found


def _finding(worker: str, late: list[Edge], steps: dict[str, MergeStep], fixes: tuple[Fix, ...]) -> Finding:
    names = listing([edge.on for edge in late])
    related = [Related(steps[edge.on].at, f"{edge.on} is merged only here") for edge in late]
    related += [Related(edge.item.at, edge.shown) for edge in late]
    return Finding(
        "merge-order",
        f"{worker} is merged before {names}, which it depends on; merge {names} first.",
        steps[worker].at,
        related=tuple(related),
        fixes=fixes,
    )
