"""Two workers write the same path, and neither comes after the other.

## Why this hurts
Whoever is merged second meets the other's change for the first time in a conflict, and nobody has said who gives way.
A merge order does not help: it only says who resolves the conflict. A dependency does, or two waves: then the second
worker begins with the first one's change before it.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | MODIFY  |
             ^^^^^^^ unordered-writers
                       ^^^^^^ unordered-writers

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`
**Depends On:** none
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | MODIFY  |

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`
**Depends On:** W1
~~~~

## Example
~~~~ plan
### Stream A: Pages
**Files:** `web/Scan.vue`, `server/home.go`
            ^^^^^^^^^^^^ unordered-writers
**Dependencies:** none

### Stream B: Dialogs
**Files:** `web/**/*.vue`
            ^^^^^^^^^^^^ unordered-writers
**Dependencies:** none

### Stream C: Styles
**Files:** `web/style.css`
**Dependencies:** Stream A
~~~~

## Instead (by hand)
~~~~ plan
### Stream A: Pages
**Files:** `web/Scan.vue`, `server/home.go`
**Dependencies:** none

### Stream B: Dialogs
**Files:** `web/dialogs/*.vue`
**Dependencies:** none

### Stream C: Styles
**Files:** `web/style.css`
**Dependencies:** Stream A
~~~~

## Example
~~~~ plan
| Agent   | Files                 | Depends On |
|---------|-----------------------|------------|
| Agent A | `CHANGELOG.md`, `a/`  | -          |
             ^^^^^^^^^^^^ unordered-writers
| Agent B | `CHANGELOG.md`, `b/`  | -          |
             ^^^^^^^^^^^^ unordered-writers
~~~~

## Instead
~~~~ plan
| Agent   | Files                 | Depends On |
|---------|-----------------------|------------|
| Agent A | `CHANGELOG.md`, `a/`  | -          |
| Agent B | `CHANGELOG.md`, `b/`  | Agent A          |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planloom.model.ownership import Overlap
from planloom.model.plan import Plan, Role
from planloom.rules.edits import text_of
from planloom.rules.finding import Finding, Fix, Severity
from planloom.rules.stakes import Stake, add_dependency, meetings, met, ordered, related, share_lines

SEVERITY = Severity.WARNING
READS = ("order",)
TRAIT = "contested"
FIX_READS = ("workers",)
MOST_RIVALS = 3


def check_pattern(overlap: Overlap, plan: Plan) -> Iterator[Finding]:
    """One finding for each worker that writes where others write, naming them all."""
    for stake, others in meetings(overlap, Role.PRIMARY, Role.MODIFY):
        rivals = [other for other in others if _conflict(plan, stake, other)]
        if rivals:
            meeting = met(plan, stake, rivals, "writes", "{} write")
            said = f"{meeting}, and neither comes after the other: make one depend on the other"
            fixes = tuple(_fixes(plan, stake, rivals))
            yield Finding("unordered-writers", said, stake.at, related(rivals), fixes)


def _conflict(plan: Plan, a: Stake, b: Stake) -> bool:
    both_own = a.role is b.role is Role.PRIMARY
    return not both_own and share_lines(a, b) and not ordered(plan, a.worker, b.worker)


def _fixes(plan: Plan, stake: Stake, rivals: Sequence[Stake]) -> Iterator[Fix]:
    """The dependency between the worker and each rival, first the way in which the owner of the path goes ahead."""
    text = text_of(plan.tree)
    ids = list(plan.workers)
    for rival in rivals[:MOST_RIVALS]:
        first, second = sorted((stake, rival), key=lambda one: (one.role is not Role.PRIMARY, ids.index(one.worker)))
        for worker, on in ((second.worker, first.worker), (first.worker, second.worker)):
            fix = add_dependency(plan, text, worker, on)
            if fix:
                yield fix
