"""A worker does not say when it is done.

## Why this hurts
The worker stops when it believes to be done, and whoever reads its work has nothing to hold it against.

Asked for in a plan of the template's form, and wherever other workers of the plan say it.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Task:**
1. Parse all of it

**Done When:**
- [ ] All samples are parsed

### W2: Lexer
    ^^ missing-done-when

**Task:**
1. Cut the text into words
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Task:**
1. Parse all of it

**Done When:**
- [ ] All samples are parsed

### W2: Lexer

**Task:**
1. Cut the text into words

**Done When:**
- [ ] The validation of W2 passes
~~~~

## Example
~~~~ plan
### Agent A: Interface

- **Files:** `src/api/`
- **Acceptance:** every route answers

### Agent B: Core
    ^^^^^^^ missing-done-when

- **Files:** `src/core/`
~~~~

## Instead
~~~~ plan
### Agent A: Interface

- **Files:** `src/api/`
- **Acceptance:** every route answers

### Agent B: Core

- **Files:** `src/core/`
- **Acceptance:** The validation of Agent B passes
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan, Worker
from planloom.rules.edits import Source, text_of
from planloom.rules.finding import Finding, Fix, Related, Severity
from planloom.rules.stubs import stub
from planloom.rules.workforce import families, is_integrator, lacking

SEVERITY = Severity.INFORMATION
READS = ("workers", "canonical")
SHARE = 0.25


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each worker without criteria, where the template or a sibling asks for them."""
    if all(map(_says, plan.workers.values())):
        return
    source = text_of(plan.tree)
    named: set[str] = set()
    for family in families(plan, source):
        sibling = next((worker for worker in family if _says(worker)), None)
        for worker in lacking(family, _says, 0 if plan.canonical else SHARE) if sibling or plan.canonical else ():
            if worker.id not in named and not is_integrator(worker):
                named.add(worker.id)
                yield _finding(plan, source, worker, sibling)


def _says(worker: Worker) -> bool:
    return bool(worker.done_when) or worker.field("done_when") is not None


def _finding(plan: Plan, source: Source, worker: Worker, sibling: Worker | None) -> Finding:
    edit = stub(plan, source, worker, "done_when")
    field = sibling.field("done_when") if sibling else None
    return Finding(
        "missing-done-when",
        f"{worker.id} does not say when it is done; add criteria that somebody else can check.",
        worker.at,
        related=(Related(field.value.at, f"{sibling.id} says it here"),) if sibling and field else (),
        fixes=(Fix(f"add criteria to {worker.id}", (edit,)),) if edit else (),
    )
