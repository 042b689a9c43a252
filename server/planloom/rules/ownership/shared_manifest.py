"""A worker adds something to a manifest or lock file that nobody owns.

## Why this hurts
Manifests are where workers meet without meaning to: each adds one dependency, and every merge after the first one
conflicts there. Give the file an owner, who adds what the others need, or an order.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`

## Dependencies

W1 adds these to `Cargo.toml`:
                  ^^^^^^^^^^ shared-manifest

- a table library
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |
| Cargo.toml | PRIMARY | - |

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`

## Dependencies

W1 adds these to `Cargo.toml`:

- a table library
~~~~

## Example
~~~~ plan
Agent A adds the parser library to `package.json`.
                                    ^^^^^^^^^^^^ shared-manifest

### Agent A: Parser
**Files:**
- `src/parser.ts`

### Agent B: Lexer
**Files:**
- `src/lexer.ts`
~~~~

## Instead
~~~~ plan
Agent A adds the parser library to `package.json`.

### Agent A: Parser
**Files:**
- `src/parser.ts`
- `package.json`

### Agent B: Lexer
**Files:**
- `src/lexer.ts`
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.pattern import Pattern, matches, parse
from planloom.model.plan import Claim, Plan, Role, Source, Value, Worker
from planloom.rules.edits import Source as Text
from planloom.rules.edits import text_of
from planloom.rules.fields import section_end
from planloom.rules.finding import Finding, Fix, Severity
from planloom.rules.take_over import give
from planloom.syntax.chunks import Place

SEVERITY = Severity.HINT
READS = ("workers", "claims", "additions")


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each manifest that somebody is told to add to and nobody claims, where it is said first."""
    if not plan.additions or not plan.claims:
        return
    text = text_of(plan.tree)
    for path, addition in {addition.text: addition for addition in reversed(plan.additions)}.items():
        worker = None if _claimed(plan, path) else _who(plan, text, addition)
        if worker:
            message = f"{worker.id} adds to `{path}`, which nobody owns: whoever else adds there will conflict"
            yield Finding("shared-manifest", message, addition.at, (), tuple(_fixes(plan, text, worker.id, addition)))


def _claimed(plan: Plan, path: str) -> bool:
    """Whether somebody writes the path, or one that ends in it."""
    for claims in plan.claims.values():
        for claim in claims:
            if claim.role is not Role.READ and (claim.path.endswith(path) or _covers(claim.pattern, path)):
                return True
    return False


def _covers(pattern: Pattern, path: str) -> bool:
    return (pattern.directory or not pattern.literal) and matches(pattern, path)


def _who(plan: Plan, text: Text, addition: Value) -> Worker | None:
    """The worker that the line names, else the one in whose section it stands."""
    before = text.line(addition.at)[: addition.at.start]
    ids = [worker for worker in plan.workers.values() if worker.id in before]
    named = [worker for worker in ids if re.search(rf"(?<!\w){re.escape(worker.id)}(?!\w)", before)]
    if named:
        return named[0]
    rank = text.rank(addition.at)
    for worker in plan.workers.values():
        if worker.definitions and text.rank(worker.definitions[0]) < rank <= text.rank(section_end(plan, text, worker)):
            return worker
    return None


def _fixes(plan: Plan, text: Text, worker: str, addition: Value) -> Iterator[Fix]:
    nowhere = Place(-1, 0, 0, 0)
    wanted = Claim(addition.text, parse(addition.text), worker, Role.PRIMARY, Source.MATRIX, nowhere, nowhere, "")
    for form in (Source.MATRIX, Source.OWNER_TABLE, Source.FILES_OWNED, Source.WORKER_TABLE):
        edit = give(plan, text, wanted, form, None)
        if edit:
            yield Fix(f"Give `{addition.text}` to {worker}", (edit,))
            return
