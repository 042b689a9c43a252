"""A worker is to create a path that exists already.

## Why this hurts
Told that the file is new, an agent writes it from nothing over what is there, or makes a second one beside it. Silent
once a run has begun, when the worker itself may have made the file.

## Example
~~~~ facts
file src/parser.rs
file src/lexer.rs
~~~~

~~~~ plan
| File          | W1      | W2      |
|---------------|---------|---------|
| src/parser.rs | CREATE  | -       |
                  ^^^^^^ existing-path
| src/lexer.rs  | -       | PRIMARY |

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`
~~~~

## Instead
~~~~ plan
| File          | W1      | W2      |
|---------------|---------|---------|
| src/parser.rs | PRIMARY  | -       |
| src/lexer.rs  | -       | PRIMARY |

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`
~~~~

## Example
~~~~ facts
file src/parser.ts
~~~~

~~~~ plan
### Agent A: Parser
**Files:**
- `src/parser.ts` (new)
   ^^^^^^^^^^^^^ existing-path
- `src/tree.ts` (new)

### Agent B: Lexer
**Files:**
- `src/lexer.ts` (new)
~~~~

## Instead
~~~~ plan
### Agent A: Parser
**Files:**
- `src/parser.ts` (modify)
- `src/tree.ts` (new)

### Agent B: Lexer
**Files:**
- `src/lexer.ts` (new)
~~~~
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planloom.model.ownership import Overlap
from planloom.model.plan import Plan, Role, Source
from planloom.rules.disk import is_inside, is_there
from planloom.rules.edits import text_of
from planloom.rules.finding import Edit, Finding, Fix, Severity
from planloom.rules.needs import has_begun
from planloom.rules.stakes import Stake, becomes, mark, related, stakes

SEVERITY = Severity.INFORMATION
READS = ("facts", "checkpoint")


def check_pattern(overlap: Overlap, plan: Plan) -> Iterable[Finding]:
    """One finding for each worker that is to create what is there."""
    facts, pattern = plan.facts, overlap.pattern
    if not facts or not plan.is_plan or not pattern.literal or not is_inside(pattern):
        return ()
    if not any(claim.creates for claim in overlap.claims) or not is_there(facts, pattern) or has_begun(plan, facts):
        return ()
    return _find(overlap, plan)


def _find(overlap: Overlap, plan: Plan) -> Iterator[Finding]:
    for stake in stakes(claim for claim in overlap.claims if claim.creates):
        others = [other for other in stakes(overlap.claims) if other.worker != stake.worker]
        said = f"{stake.worker} is to create `{stake.first.path}`, which exists already"
        fixes = tuple(_fixes(plan, stake, others))
        yield Finding("existing-path", said, mark(stake.first), related([stake])[1:], fixes)


def _fixes(plan: Plan, stake: Stake, others: Iterable[Stake]) -> Iterator[Fix]:
    text = text_of(plan.tree)
    owned = any(other.role is Role.PRIMARY for other in others)
    if owned or all(claim.source is not Source.MATRIX for claim in stake.claims):
        edits = becomes(text, stake, Role.MODIFY)
        if edits:
            yield Fix(f"{stake.worker} modifies it", edits)
    elif all(claim.role_at != claim.at for claim in stake.claims):
        yield Fix(f"{stake.worker} owns it", tuple(Edit(claim.role_at, "PRIMARY") for claim in stake.claims))
