"""Workers wait for each other in a circle.

## Why this hurts
None of them can begin before another one of them has ended, so nobody ever starts.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Depends On:** W2
                ^^ dependency-cycle

### W2: Lexer

**Depends On:** W1
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Depends On:** W2

### W2: Lexer

**Depends On:** none
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Depends On       |
|---------|-------------|------------------|
| Agent A | `src/api/`  | Agent C, Agent B |
                                   ^^^^^^^ dependency-cycle
| Agent B | `src/core/` | Agent D          |
| Agent C | `src/log/`  | -                |
| Agent D | `src/ui/`   | Agent A          |
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Depends On       |
|---------|-------------|------------------|
| Agent A | `src/api/`  | Agent C |
| Agent B | `src/core/` | Agent D          |
| Agent C | `src/log/`  | -                |
| Agent D | `src/ui/`   | Agent A          |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan
from planloom.rules.dependencies import Edge, by_pair, chain, removal
from planloom.rules.edits import Source, text_of
from planloom.rules.finding import Finding, Related, Severity

SEVERITY = Severity.ERROR
READS = ("workers", "order")
FIXES = 8


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each cycle, on its first edge."""
    cycles = [cycle for cycle in plan.order.cycles() if len(cycle) > 1] if plan.order else []
    if not cycles:
        return
    pairs, source = by_pair(plan), text_of(plan.tree)
    for cycle in cycles:
        found = [pairs[pair] for pair in cycle if pair in pairs]
        if found:
            yield _finding(source, found)


def _finding(source: Source, cycle: list[Edge]) -> Finding:
    first, *others = cycle
    ring = chain([*(edge.worker for edge in cycle), first.worker])
    return Finding(
        "dependency-cycle",
        f"{ring}: these workers wait for each other, so none of them can start; remove one dependency.",
        first.item.at,
        related=tuple(Related(edge.item.at, edge.shown) for edge in others),
        fixes=tuple(fix for edge in cycle[:FIXES] for fix in removal(source, edge)),
    )
