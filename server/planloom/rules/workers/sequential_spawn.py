"""The protocol starts workers one at a time though they do not wait for each other.

## Why this hurts
The run takes as long as all workers together in place of the longest chain. Workers that are started in one message
work at once.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer

## ORCHESTRATOR PROTOCOL

### Phase 2: Spawn Workers

Spawn the workers one at a time.
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sequential-spawn
~~~~

## Instead (by hand)
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer

## ORCHESTRATOR PROTOCOL

### Phase 2: Spawn Workers

Spawn all workers in a single message.
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |
| Agent B | `src/core/` | -          |

## Launch

1. Start each agent in sequence
   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sequential-spawn
2. Collect the reports
~~~~

## Instead (by hand)
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |
| Agent B | `src/core/` | -          |

## Launch

1. Start all agents
2. Collect the reports
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan
from planloom.rules.finding import Finding, Related, Severity
from planloom.rules.names import listing

SEVERITY = Severity.INFORMATION
READS = ("workers", "order", "protocol")


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each instruction to start workers one by one."""
    if not plan.protocol.sequential_spawn or not plan.order:
        return
    together = next((wave for wave in plan.order.waves if len(wave) > 1), None)
    if together:
        for words in plan.protocol.sequential_spawn:
            yield Finding(
                "sequential-spawn",
                f"{listing(together)} do not wait for each other; start them together, in one message.",
                words.at,
                related=tuple(Related(plan.workers[id_].at, f"{id_} can start at once") for id_ in together[:4]),
            )
