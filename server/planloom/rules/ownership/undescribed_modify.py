"""A MODIFY without a word about what is changed.

## Why this hurts
The owner of the file and whoever merges see a change that nobody announced. The template's legend asks for it in the
Notes column: one half sentence is enough.

## Example
~~~~ plan
| File     | W1      | W2     | Notes |
|----------|---------|--------|-------|
| src/a.rs | PRIMARY | MODIFY |       |
                       ^^^^^^ undescribed-modify

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** W1
~~~~

## Instead (by hand)
~~~~ plan
| File     | W1      | W2     | Notes              |
|----------|---------|--------|--------------------|
| src/a.rs | PRIMARY | MODIFY | W2 adds one import |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** W1
~~~~

## Example
~~~~ plan
| Path     | Agent A | Agent B  | Notes |
|----------|---------|----------|-------|
| `a.rs`   | Owns    | Extends  | -     |
                       ^^^^^^^ undescribed-modify
| `b.rs`   |         | Owns     | -     |

### Agent A: Parser
### Agent B: Lexer
**Dependencies:** Agent A
~~~~

## Instead (by hand)
~~~~ plan
| Path     | Agent A | Agent B  | Notes          |
|----------|---------|----------|----------------|
| `a.rs`   | Owns    | Extends  | B: new variant |
| `b.rs`   |         | Owns     | -              |

### Agent A: Parser
### Agent B: Lexer
**Dependencies:** Agent A
~~~~
"""

from __future__ import annotations

from collections.abc import Iterable

from planloom.model.ownership import Overlap
from planloom.model.plan import Plan, Role
from planloom.rules.finding import Finding, Severity

SEVERITY = Severity.INFORMATION
TRAIT = "undescribed"


def check_pattern(overlap: Overlap, _plan: Plan) -> Iterable[Finding]:
    """One finding for each such cell."""
    return [
        Finding(
            "undescribed-modify",
            f"{claim.worker} modifies `{claim.path}`, but its notes do not say what: describe the change there",
            claim.role_at,
        )
        for claim in overlap.claims
        if not claim.described and claim.role is Role.MODIFY
    ]
