"""A worker claims what it must not touch.

## Why this hurts
The worker is told two things and follows one of them. The deny list is there because somebody else relies on it.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | FORBID  |
| src/b.rs | -       | PRIMARY |

### W1: Parser
**Files Owned:** `src/a.rs`, `src/b.rs`
                              ^^^^^^^^ denied-path
                              ^^^^^^^^ ownership-mismatch
**Must Not Touch:** `src/b.rs`
**Depends On:** W2

### W2: Lexer
**Files Owned:** `src/b.rs`
~~~~

## Instead (by hand)
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | FORBID  |
| src/b.rs | -       | PRIMARY |

### W1: Parser
**Files Owned:** `src/a.rs`
**Must Not Touch:** `src/b.rs`
**Depends On:** W2

### W2: Lexer
**Files Owned:** `src/b.rs`
~~~~

## Example
~~~~ plan
### Agent A: Parser
**Owns:**
- `src/parser/`
- `src/shared/types.ts`
   ^^^^^^^^^^^^^^^^^^^ denied-path

**Do NOT touch:**
- `src/shared/`

### Agent B: Lexer
**Owns:**
- `src/lexer/`
~~~~

## Instead (by hand)
~~~~ plan
### Agent A: Parser
**Owns:**
- `src/parser/`

**Do NOT touch:**
- `src/shared/`

### Agent B: Lexer
**Owns:**
- `src/lexer/`
~~~~
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planloom.model.ownership import Overlap
from planloom.model.pattern import Pattern, overlaps, witness
from planloom.model.plan import Denial, Plan, Role
from planloom.model.scope import EVERYTHING
from planloom.rules.finding import Finding, Related, Severity
from planloom.rules.stakes import Stake, shown, stakes

SEVERITY = Severity.ERROR
READS = ("denied",)


def suspects(plan: Plan) -> Callable[[str], object] | None:
    """Every path where anything is denied."""
    return bool if plan.denied else None


def check_pattern(overlap: Overlap, plan: Plan) -> Iterator[Finding]:
    """One finding for each worker that writes the path against its deny list."""
    for stake in stakes(claim for claim in overlap.claims if claim.role is not Role.READ):
        denials = [denial for denial in plan.denied.get(stake.worker, ()) if _forbids(denial, overlap.pattern)]
        if denials:
            related = tuple(Related(denial.at, f"{stake.worker} must not touch this") for denial in denials)
            yield Finding("denied-path", _said(stake, denials[0]), stake.first.at, related)


def _forbids(denial: Denial, pattern: Pattern) -> bool:
    """Whether the denial is of this path; one of everything is said of all that is not the worker's own."""
    return denial.pattern is not None and denial.pattern.key not in EVERYTHING and overlaps(denial.pattern, pattern)


def _said(stake: Stake, denial: Denial) -> str:
    assert denial.pattern is not None
    path = witness(denial.pattern, stake.pattern)
    meet = "" if denial.pattern.key == stake.pattern.key else f" (`{denial.written}` covers `{path}`)"
    return f"{stake.worker} claims `{shown(stake)}`, which it must not touch{meet}: take back one of the two"
