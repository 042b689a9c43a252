"""A worker has no validation command.

## Why this hurts
One broken worker breaks the merge of all. Without a command nobody can tell before that it is broken.

Where some workers have one, each that has none is named; where no worker has one, that is said once.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`

**Validation:**
```bash
cd ../app-w1 && cargo test
```

### W2: Lexer
    ^^ missing-validation

**Worktree:** `../app-w2`
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`

**Validation:**
```bash
cd ../app-w1 && cargo test
```

### W2: Lexer

**Worktree:** `../app-w2`

**Validation:**
```bash
cd ../app-w2 && cargo test
```
~~~~

## Example
~~~~ plan
## Stream A: Storage
- **Files:** `src/store.py`
- **Verify:** `pytest tests/store`

## Stream B: Queue
   ^^^^^^^^ missing-validation
- **Files:** `src/queue.py`

## Notes

Both go into the next release.
~~~~

## Instead
~~~~ plan
## Stream A: Storage
- **Files:** `src/store.py`
- **Verify:** `pytest tests/store`

## Stream B: Queue
- **Files:** `src/queue.py`
- **Verify:** `pytest tests/store`

## Notes

Both go into the next release.
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import Plan, Worker
from planloom.rules.edits import Source, text_of
from planloom.rules.finding import Finding, Fix, Related, Severity
from planloom.rules.protocols import holders
from planloom.rules.stubs import stub
from planloom.rules.workforce import families, is_integrator, lacking
from planloom.text.lazy import lazy

SEVERITY = Severity.WARNING
READS = ("workers", "protocol", "title", "canonical", "is_checkpoint")
SHARE = 0.25

_OTHER_PHASE = lazy(r"set ?-?up|spawn|launch|creat|merg|clean", re.IGNORECASE)


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each worker without validation where one has it; else one on the whole plan."""
    workers = list(plan.workers.values())
    if all(worker.validation for worker in workers):
        return
    source = text_of(plan.tree)
    elsewhere = _validated_by_protocol(plan)
    named: set[str] = set()
    for family in families(plan, source):
        sibling = next((worker for worker in family if worker.validation), None)
        for worker in lacking(family, _validates, SHARE) if sibling else ():
            if worker.id not in elsewhere | named and not is_integrator(worker):
                named.add(worker.id)
                yield _finding(plan, source, worker, sibling or worker)
    anywhere = elsewhere or any(_validates(worker) for worker in workers)
    if not anywhere and plan.canonical and not plan.is_checkpoint:
        yield Finding(
            "missing-validation",
            "No worker says how its work is validated; give each a **Validation:** block with a command.",
            plan.title.at if plan.title else workers[0].at,
            severity=Severity.INFORMATION,
        )


def _validated_by_protocol(plan: Plan) -> set[str]:
    """The workers whose worktree the protocol enters, other than to set it up or clean it away."""
    known = holders(plan)
    steps = [step for step in plan.protocol.commands if step.kind == "cd" and not _OTHER_PHASE.search(step.phase)]
    found = {step.section_worker for step in steps if step.section_worker}
    owners = [known.of_path(step.worktree.text) for step in steps if step.worktree]
    return found | {owner.id for owner in owners if owner}


def _validates(worker: Worker) -> bool:
    return bool(worker.validation) or worker.field("validation") is not None


def _finding(plan: Plan, source: Source, worker: Worker, sibling: Worker) -> Finding:
    edit = stub(plan, source, worker, "validation")
    at = sibling.validation[0].at if sibling.validation else sibling.at
    return Finding(
        "missing-validation",
        f"{worker.id} has no validation command, {sibling.id} has one; say how the work of {worker.id} is checked.",
        worker.at,
        related=(Related(at, f"how {sibling.id} is validated"),),
        fixes=(Fix(f"validate {worker.id} as {sibling.id} is", (edit,)),) if edit else (),
    )
