"""A dependency holds only under a condition.

## Why this hurts
Nobody can tell whether the worker has to wait, neither the person who starts it nor the program. It is taken as a
dependency until the plan decides.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer

**Depends On:** W1 (if applicable)
                ^^^^^^^^^^^^^^^^^^ conditional-dependency
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
| Agent   | Owns        | Depends On                      |
|---------|-------------|---------------------------------|
| Agent A | `src/api/`  | -                               |
| Agent B | `src/core/` | -                               |
| Agent C | `src/ui/`   | Agent A, Agent B (if needed)    |
                                   ^^^^^^^^^^^^^^^^^^^ conditional-dependency
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Depends On                      |
|---------|-------------|---------------------------------|
| Agent A | `src/api/`  | -                               |
| Agent B | `src/core/` | -                               |
| Agent C | `src/ui/`   | Agent A    |
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import Plan, Worker
from planloom.rules.dependencies import Edge, without
from planloom.rules.edits import Source, line_of, segment, text_of
from planloom.rules.finding import Edit, Finding, Fix, Severity
from planloom.syntax.chunks import Place

SEVERITY = Severity.INFORMATION


def check_worker(worker: Worker, plan: Plan) -> Iterator[Finding]:
    """A finding for each item that says "if"."""
    for item in worker.depends_on:
        if item.conditional and item.worker and not item.implied:
            source = text_of(plan.tree)
            whole = _whole(source, worker, item.at)
            edge = Edge(worker.id, item.worker, item, worker, "depends_on")
            fixes = [Fix(f"{worker.id} waits for {item.worker}", (Edit(whole, source.text(item.at)),))]
            dropped = without(source, edge)
            if dropped:
                fixes.append(Fix(f"{worker.id} does not wait for {item.worker}", dropped))
            yield Finding(
                "conditional-dependency",
                f"{worker.id} depends on {item.worker} only under a condition; decide whether it waits or not.",
                whole,
                fixes=tuple(fixes),
            )


def _whole(source: Source, worker: Worker, at: Place) -> Place:
    """An item with its condition, which may stand on either side of it."""
    whole = segment(source, at)
    fields = (field for field in worker.fields if field.label == "depends_on")
    field = next((f for f in fields if line_of(f.value.at) == line_of(at) and f.value.at.start <= at.start), None)
    if field:
        before = re.split(r"[,;&+]\s*", source.line(at)[field.value.at.start : at.start])[-1]
        if any(character.isalnum() for character in before):
            return whole._replace(start=at.start - len(before))
    return whole
