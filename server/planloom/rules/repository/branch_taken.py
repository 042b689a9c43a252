"""A worker's branch exists already, and is not of this plan.

## Why this hurts
The run cannot make the branch, and must not work on one that holds something else. Silent once the plan is under way,
when its branches exist because they should.

## Example
~~~~ facts
branch feat/lexer-2
Worker 2 has branch feat/lexer
~~~~

~~~~ plan
| File         | Worker 1 | Worker 2 |
|--------------|----------|----------|
| src/parse.rs | PRIMARY  | -        |
| src/lex.rs   | -        | PRIMARY  |

### Worker 1: Parser
**Branch:** `feat/parser`

### Worker 2: Lexer
**Branch:** `feat/lexer`
             ^^^^^^^^^^ branch-taken

## Merge order
1. `git merge feat/lexer --no-edit`
2. `git merge feat/parser --no-edit`
~~~~

## Instead
~~~~ plan
| File         | Worker 1 | Worker 2 |
|--------------|----------|----------|
| src/parse.rs | PRIMARY  | -        |
| src/lex.rs   | -        | PRIMARY  |

### Worker 1: Parser
**Branch:** `feat/parser`

### Worker 2: Lexer
**Branch:** `feat/lexer-3`

## Merge order
1. `git merge feat/lexer-3 --no-edit`
2. `git merge feat/parser --no-edit`
~~~~

## Example
~~~~ facts
Agent A has branch agent/api
~~~~

~~~~ plan
| Agent   | Owns        | Branch      |
|---------|-------------|-------------|
| Agent A | `src/api/`  | `agent/api` |
                           ^^^^^^^^^ branch-taken
| Agent B | `src/core/` | `agent/core` |
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Branch      |
|---------|-------------|-------------|
| Agent A | `src/api/`  | `agent/api-2` |
| Agent B | `src/core/` | `agent/core` |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan
from planloom.rules.edits import text_of
from planloom.rules.finding import Finding, Fix, Severity
from planloom.rules.names import next_free
from planloom.rules.renaming import renamed
from planloom.rules.taken import is_under_way
from planloom.rules.workforce import is_integrator

SEVERITY = Severity.WARNING
READS = ("facts", "workers", "checkpoint", "protocol", "merge")


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each branch that is there before its worker was."""
    facts = plan.facts
    if not facts or not plan.is_plan or is_under_way(plan, facts):
        return
    taken = {name.casefold() for name in facts.branches}
    taken |= {worker.branch.text.casefold() for worker in plan.workers.values() if worker.branch}
    for worker in plan.workers.values():
        branch = worker.branch
        if branch and branch.text in facts.branches and branch.text != facts.target and not is_integrator(worker):
            free = next_free(branch.text, taken)
            edits = renamed(plan, text_of(plan.tree), branch, free)
            yield Finding(
                "branch-taken",
                f"The branch `{branch.text}` of {worker.id} exists already, and nothing shows that this plan made it; "
                f"call it `{free}`, for example",
                branch.at,
                fixes=(Fix(f"rename to {free}", edits),) if edits else (),
            )
