"""A worker reads what another one creates, and does not come after it.

## Why this hurts
The reader begins in a worktree that lacks the file, and either waits, guesses what will be in it, or writes its own.

## Example
~~~~ plan
| File     | W1     | W2      |
|----------|--------|---------|
| src/a.rs | CREATE | READ    |
                      ^^^^ unordered-read
| src/b.rs | -      | PRIMARY |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** none
~~~~

## Instead
~~~~ plan
| File     | W1     | W2      |
|----------|--------|---------|
| src/a.rs | CREATE | READ    |
| src/b.rs | -      | PRIMARY |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** W1
~~~~

## Example
~~~~ plan
### Agent A: Types
**Owns:**
- `src/types.ts` (new)

**Dependencies:** none

### Agent B: Pages
**Owns:**
- `src/pages/`

**Reads:** `src/types.ts`
            ^^^^^^^^^^^^ unordered-read

**Dependencies:** none
~~~~

## Instead
~~~~ plan
### Agent A: Types
**Owns:**
- `src/types.ts` (new)

**Dependencies:** none

### Agent B: Pages
**Owns:**
- `src/pages/`

**Reads:** `src/types.ts`

**Dependencies:** Agent A
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.ownership import Overlap
from planloom.model.plan import Plan, Role
from planloom.rules.edits import text_of
from planloom.rules.finding import Finding, Severity
from planloom.rules.stakes import Stake, add_dependency, meetings, names, related, share_lines, shown

SEVERITY = Severity.INFORMATION
READS = ("order",)
TRAIT = "contested"
FIX_READS = ("workers",)


def check_pattern(overlap: Overlap, plan: Plan) -> Iterator[Finding]:
    """One finding for each worker that reads the path before those who create it."""
    if all(claim.role is not Role.READ for claim in overlap.claims):
        return
    if not any(claim.creates for claim in (*overlap.claims, *overlap.others)):
        return
    for stake, others in meetings(overlap, *Role):
        if stake.role is not Role.READ:
            continue
        creators = [other for other in others if _creates(other) and not _after(plan, stake, other)]
        creators = [other for other in creators if share_lines(stake, other)]
        if creators:
            who = names(creator.worker for creator in creators)
            said = (
                f"{stake.worker} reads `{shown(stake)}`, which {who} "
                f"creates{f' (`{shown(creators[0])}`)' if creators[0].pattern != stake.pattern else ''}, "
                f"but does not come after {who}: let it depend on {who}"
            )
            text = text_of(plan.tree)
            fixes = (add_dependency(plan, text, stake.worker, creator.worker) for creator in creators)
            yield Finding(
                "unordered-read",
                said,
                stake.at,
                related(creators),
                tuple(fix for fix in fixes if fix),
            )


def _creates(stake: Stake) -> bool:
    return stake.role is not Role.READ and any(claim.creates for claim in stake.claims)


def _after(plan: Plan, reader: Stake, creator: Stake) -> bool:
    return plan.order is not None and plan.order.before(creator.worker, reader.worker)
