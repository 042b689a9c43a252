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

from collections.abc import Iterator

from planloom.model.plan import Plan, Worker
from planloom.rules.edits import Source
from planloom.rules.finding import Finding, Fix, Related, Severity
from planloom.rules.stubs import stub
from planloom.rules.workforce import families, is_integrator

SEVERITY = Severity.WARNING
READS = ("workers", "protocol", "title", "canonical", "is_checkpoint")


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each worker without validation where one has it; else one on the whole plan."""
    source = Source(plan.tree)
    elsewhere = {step.section_worker for step in plan.protocol.commands if step.kind == "cd" and step.section_worker}
    anywhere = bool(elsewhere)
    for family in families(plan, source):
        validated = [worker for worker in family if _validates(worker)]
        anywhere = anywhere or bool(validated)
        for worker in family if validated else ():
            if not _validates(worker) and worker.id not in elsewhere and not is_integrator(worker):
                yield _finding(plan, source, worker, validated[0])
    if not anywhere and plan.canonical and not plan.is_checkpoint and plan.workers:
        first = next(iter(plan.workers.values()))
        yield Finding(
            "missing-validation",
            "No worker says how its work is validated; give each a **Validation:** block with a command.",
            plan.title.at if plan.title else first.at,
            severity=Severity.INFORMATION,
        )


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
