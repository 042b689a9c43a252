"""A worker depends on itself.

## Why this hurts
It would wait for its own end. Most often the id of another worker was meant.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer

**Depends On:** W1, W2
                    ^^ self-dependency
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer

**Depends On:** W1
~~~~

## Example
~~~~ plan
### Stream A: Storage

- **Files:** `src/store.py`
- **Dependencies:** Stream A
                    ^^^^^^^^ self-dependency

### Stream B: Queue

- **Files:** `src/queue.py`
- **Dependencies:** Stream A
~~~~

## Instead
~~~~ plan
### Stream A: Storage

- **Files:** `src/store.py`
- **Dependencies:** none

### Stream B: Queue

- **Files:** `src/queue.py`
- **Dependencies:** Stream A
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan, Worker
from planloom.rules.dependencies import alone, edges, removal
from planloom.rules.edits import text_of
from planloom.rules.finding import Finding, Severity

SEVERITY = Severity.ERROR


def check_worker(worker: Worker, plan: Plan) -> Iterator[Finding]:
    """A finding for each item that names the worker whose field it stands in."""
    for edge in edges(worker):
        items = worker.depends_on if edge.label == "depends_on" else worker.blocks
        if edge.worker == edge.on and alone(edge.item, items):
            verb = "depends on" if edge.label == "depends_on" else "blocks"
            yield Finding(
                "self-dependency",
                f"{worker.id} {verb} itself; remove it, or name the worker that was meant.",
                edge.item.at,
                fixes=removal(text_of(plan.tree), edge, safe=True),
            )
