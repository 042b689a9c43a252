"""A worker's branch lacks commits of a worker that it depends on.

## Why this hurts
It builds on what is not there: its tests fail for want of the other's work, or it writes that work a second time and
the two meet in the merge.

## Example
~~~~ facts
W1 has 2 commits
W2 lacks W1
~~~~

~~~~ plan
| File          | W1      | W2      |
|---------------|---------|---------|
| src/tokens.rs | PRIMARY | READ    |
| src/parser.rs | -       | PRIMARY |

### W1: Tokens
**Branch:** `feat/tokens`

### W2: Parser
**Branch:** `feat/parser`
**Depends On:** W1
                ^^ unmerged-dependency
~~~~

## Instead (by hand)
~~~~ facts
W1 has 2 commits
~~~~

~~~~ plan
| File          | W1      | W2      |
|---------------|---------|---------|
| src/tokens.rs | PRIMARY | READ    |
| src/parser.rs | -       | PRIMARY |

### W1: Tokens
**Branch:** `feat/tokens`

### W2: Parser
**Branch:** `feat/parser`
**Depends On:** W1
~~~~

## Example
~~~~ facts
Agent A has 1 commit
Agent B lacks Agent A
~~~~

~~~~ plan
| Agent   | Owns        | Branch       | Depends on |
|---------|-------------|--------------|------------|
| Agent A | `src/core/` | `agent/core` | -          |
| Agent B | `src/api/`  | `agent/api`  | Agent A    |
                                         ^^^^^^^ unmerged-dependency
~~~~

## Instead (by hand)
~~~~ facts
Agent A has 1 commit
~~~~

~~~~ plan
| Agent   | Owns        | Branch       | Depends on |
|---------|-------------|--------------|------------|
| Agent A | `src/core/` | `agent/core` | -          |
| Agent B | `src/api/`  | `agent/api`  | Agent A    |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.facts import WorkerFacts
from planloom.model.plan import Plan, Worker
from planloom.rules.finding import Finding, Related, Severity

SEVERITY = Severity.WARNING
READS = ("facts", "workers")


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each dependency whose commits a branch lacks."""
    known = plan.facts.workers if plan.facts and plan.is_plan else {}
    for worker in plan.workers.values():
        own = known.get(worker.id)
        for id_ in own.lacks if own and not own.merged else ():
            if id_ in plan.workers:
                yield _finding(worker, plan.workers[id_], known.get(id_))


def _finding(worker: Worker, other: Worker, known: WorkerFacts | None) -> Finding:
    item = next((item for item in worker.depends_on if item.worker == other.id), None)
    name = f"`{worker.branch.text}`" if worker.branch else f"The branch of {worker.id}"
    count = f"{known.commits} commit{'s' if known.commits > 1 else ''}" if known and known.commits else "commits"
    return Finding(
        "unmerged-dependency",
        f"{name} lacks {count} of {other.id}, which {worker.id} depends on: merge {other.id} into it",
        item.at if item else worker.at,
        (Related(other.at, f"{other.id} is defined here"),),
    )
