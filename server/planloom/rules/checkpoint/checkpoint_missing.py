"""The plan is under way, and there is no checkpoint.

## Why this hurts
What was done, what runs and what comes next is known to one conversation alone. When it is compacted, or its machine
stops, nobody can go on: the work is done again, or merged out of order. `planloom run` writes the checkpoint; a plan
that is carried out by hand needs somebody who does.

## Example
~~~~ facts
W1 has worktree ../app-w1 on feat/parser
~~~~

~~~~ plan
| File         | W1      | W2      |
|--------------|---------|---------|
| src/parse.rs | PRIMARY | -       |
| src/lex.rs   | -       | PRIMARY |

### W1: Parser
**Worktree:** `../app-w1`
**Branch:** `feat/parser`

### W2: Lexer
**Worktree:** `../app-w2`
**Branch:** `feat/lexer`

## Checkpoint Template

Save to `archive/CHECKPOINT_parser.md`.
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ checkpoint-missing
~~~~

## Instead (by hand)
~~~~ facts
W1 has worktree ../app-w1 on feat/parser
checkpoint archive/CHECKPOINT_parser.md
~~~~

~~~~ plan
| File         | W1      | W2      |
|--------------|---------|---------|
| src/parse.rs | PRIMARY | -       |
| src/lex.rs   | -       | PRIMARY |

### W1: Parser
**Worktree:** `../app-w1`
**Branch:** `feat/parser`

### W2: Lexer
**Worktree:** `../app-w2`
**Branch:** `feat/lexer`

## Checkpoint Template

Save to `archive/CHECKPOINT_parser.md`.
~~~~

## Example
~~~~ facts
Agent A has branch agent/api
Agent B has branch agent/core
~~~~

~~~~ plan
| Agent   | Owns        | Branch      |
|---------|-------------|-------------|
| Agent A | `src/api/`  | `agent/api` |
  ^^^^^^^ checkpoint-missing
| Agent B | `src/core/` | `agent/core` |
~~~~

## Instead (by hand)
~~~~ plan
| Agent   | Owns        | Branch      |
|---------|-------------|-------------|
| Agent A | `src/api/`  | `agent/api` |
| Agent B | `src/core/` | `agent/core` |

## Worker Status

| Agent   | Status  |
|---------|---------|
| Agent A | running |
| Agent B | running |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.checkpoint_path import checkpoint_of
from planloom.model.plan import Plan
from planloom.rules.finding import Finding, Severity
from planloom.rules.names import listing
from planloom.rules.needs import has_checkpoint, is_over
from planloom.rules.taken import is_under_way

SEVERITY = Severity.INFORMATION
READS = ("facts", "workers", "checkpoint", "checkpoint_path", "title")


def check(plan: Plan) -> Iterator[Finding]:
    """At most one finding: where the plan says that the checkpoint is kept, else at its first worker."""
    facts = plan.facts
    if not facts or not plan.is_plan or has_checkpoint(plan, facts) or not is_under_way(plan, facts) or is_over(facts):
        return
    there = [id_ for id_ in plan.workers if id_ in facts.workers and facts.workers[id_].tip]
    first = next((plan.workers[id_].at for id_ in there), None)
    place = plan.checkpoint_path.at if plan.checkpoint_path else plan.title.at if plan.title else first
    if place:
        verb = "has a branch" if len(there) == 1 else "have branches"
        path = checkpoint_of(plan, facts.plan)
        said = f"{listing(there)} {verb} already" if there else "The plan is under way"
        yield Finding("checkpoint-missing", f"{said}, but there is no checkpoint: create `{path}`", place)
