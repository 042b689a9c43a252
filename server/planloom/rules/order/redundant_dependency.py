"""A dependency is implied by another one.

## Why this hurts
It says nothing new, and it has to be kept in step with the one that implies it.

## Example
~~~~ plan
| File     | W1      | W2      | W3      |
|----------|---------|---------|---------|
| src/a.rs | PRIMARY | -       | -       |
| src/b.rs | -       | PRIMARY | -       |
| src/c.rs | -       | -       | PRIMARY |

### W1: Parser

### W2: Lexer

**Depends On:** W1

### W3: Printer

**Depends On:** W1, W2
                ^^ redundant-dependency
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      | W3      |
|----------|---------|---------|---------|
| src/a.rs | PRIMARY | -       | -       |
| src/b.rs | -       | PRIMARY | -       |
| src/c.rs | -       | -       | PRIMARY |

### W1: Parser

### W2: Lexer

**Depends On:** W1

### W3: Printer

**Depends On:** W2
~~~~

## Example
~~~~ plan
| Task   | Owns        | Depends On         |
|--------|-------------|--------------------|
| Task 1 | `src/api/`  | -                  |
| Task 2 | `src/core/` | Task 1             |
| Task 3 | `src/ui/`   | Task 2 and Task 1  |
                                    ^^^^^^ redundant-dependency
~~~~

## Instead
~~~~ plan
| Task   | Owns        | Depends On         |
|--------|-------------|--------------------|
| Task 1 | `src/api/`  | -                  |
| Task 2 | `src/core/` | Task 1             |
| Task 3 | `src/ui/`   | Task 2  |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.order import Order
from planloom.model.plan import Plan, Worker
from planloom.rules.dependencies import Edge, alone, edges, removal
from planloom.rules.edits import text_of
from planloom.rules.finding import Finding, Related, Severity

SEVERITY = Severity.HINT
READS = ("order",)


def check_worker(worker: Worker, plan: Plan) -> Iterator[Finding]:
    """A finding for each dependency that another one of the same worker leads to anyway."""
    if plan.order and len(worker.depends_on) > 1:
        for edge, through in _implied(worker, plan.order):
            yield _finding(plan, edge, through)


def _implied(worker: Worker, order: Order) -> Iterator[tuple[Edge, str]]:
    """Each dependency of a worker that is implied, with the one that implies it."""
    items = [item for item in worker.depends_on if item.worker and item.worker != worker.id and not item.conditional]
    ids = [item.worker for item in items if item.worker]
    for item in items:
        on = item.worker
        if on and alone(item, worker.depends_on) and not order.reaches(on, worker.id):
            through = next((other for other in ids if order.reaches(other, on) and other != on), None)
            if through:
                yield Edge(worker.id, on, item, worker, "depends_on"), through


def _finding(plan: Plan, edge: Edge, through: str) -> Finding:
    own, theirs = list(edges(edge.writer)), list(edges(plan.workers[through])) if through in plan.workers else []
    wanted = {(through, edge.on): theirs, (edge.worker, through): own}
    related = next(e for pair, some in wanted.items() for e in some if (e.worker, e.on) == pair)
    return Finding(
        "redundant-dependency",
        f"{edge.worker} depends on {through}, which already waits for {edge.on}; {edge.on} need not be named here.",
        edge.item.at,
        related=(Related(related.item.at, related.shown),),
        fixes=removal(text_of(plan.tree), edge, safe=True),
    )
