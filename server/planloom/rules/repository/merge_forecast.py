"""Two branches would conflict when they are merged, or a branch with the target.

## Why this hurts
Git tried the merge in memory with what the branches hold now, so this is no guess. The longer both go on, the more
there is to resolve; while they run, one of them can still be told to leave the place to the other.

## Example
~~~~ facts
W1 conflicts with W2 in src/lib.rs
~~~~

~~~~ plan
| File          | W1      | W2      |
|---------------|---------|---------|
| src/lib.rs    | PRIMARY | MODIFY  |
| src/tokens.rs | -       | PRIMARY |

### W1: Parser
    ^^ merge-forecast
**Branch:** `feat/parser`

### W2: Tokens
    ^^ merge-forecast
**Branch:** `feat/tokens`
**Depends On:** W1
~~~~

## Instead (by hand)
~~~~ facts
file src/lib.rs
~~~~

~~~~ plan
| File          | W1      | W2      |
|---------------|---------|---------|
| src/lib.rs    | PRIMARY | MODIFY  |
| src/tokens.rs | -       | PRIMARY |

### W1: Parser
**Branch:** `feat/parser`

### W2: Tokens
**Branch:** `feat/tokens`
**Depends On:** W1
~~~~

## Example
~~~~ facts
Agent A conflicts with main in src/parser.ts
~~~~

~~~~ plan
| Agent   | Owns        | Branch      |
|---------|-------------|-------------|
| Agent A | `src/api/`  | `agent/api` |
  ^^^^^^^ merge-forecast
| Agent B | `src/core/` | `agent/core` |
~~~~

## Instead (by hand)
~~~~ facts
file src/parser.ts
~~~~

~~~~ plan
| Agent   | Owns        | Branch      |
|---------|-------------|-------------|
| Agent A | `src/api/`  | `agent/api` |
| Agent B | `src/core/` | `agent/core` |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.facts import Facts, Forecast
from planloom.model.plan import Plan
from planloom.rules.finding import Finding, Related, Severity
from planloom.rules.names import listing
from planloom.rules.visible import visible

SEVERITY = Severity.WARNING
READS = ("facts", "workers")
MOST_NAMED = 4


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each worker of a merge that would stop."""
    facts = plan.facts
    for conflict in facts.forecast if facts and plan.is_plan else ():
        if facts and conflict.first in plan.workers:
            yield from _findings(plan, facts, conflict)


def _findings(plan: Plan, facts: Facts, conflict: Forecast) -> Iterator[Finding]:
    files = listing([f"`{visible(file)}`" for file in conflict.files], MOST_NAMED)
    first, second = plan.workers[conflict.first], plan.workers.get(conflict.second or "")
    if second is None:
        said = f"The branch of {first.id} would conflict with {_other(facts, conflict)} in {files}"
        yield Finding("merge-forecast", said, first.at)
        return
    for one, other in ((first, second), (second, first)):
        said = f"The branches of {one.id} and {other.id} would conflict in {files}"
        yield Finding("merge-forecast", said, one.at, (Related(other.at, f"{other.id} is the other side"),))


def _other(facts: Facts, conflict: Forecast) -> str:
    if conflict.chain:
        return "what is merged before it"
    return f"the target `{visible(facts.target)}`" if facts.target else "the target"
