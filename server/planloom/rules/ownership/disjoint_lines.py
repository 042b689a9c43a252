"""One file is split between workers by its lines.

## Why this hurts
Lines move: the first worker's change shifts the second one's range, and both touch what stands between, such as imports
at the top. Such splits can work, which is why this is only a remark; two files, or an order, always work.

## Example
~~~~ plan
| File              | W1      | W2      |
|-------------------|---------|---------|
| src/main.rs:1-80  | PRIMARY | -       |
                      ^^^^^^^ disjoint-lines
| src/main.rs:90+   | -       | PRIMARY |
                                ^^^^^^^ disjoint-lines

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** none
~~~~

## Instead (by hand)
~~~~ plan
| File              | W1      | W2      |
|-------------------|---------|---------|
| src/main.rs       | PRIMARY | -       |
| src/serve.rs      | -       | PRIMARY |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** none
~~~~

## Example
~~~~ plan
### Agent A: Parser
**Owns:**
- `src/main.rs:12-77`
   ^^^^^^^^^^^^^^^^^ disjoint-lines

### Agent B: Lexer
**Owns:**
- `src/main.rs:526-600`
   ^^^^^^^^^^^^^^^^^^^ disjoint-lines
~~~~

## Instead (by hand)
~~~~ plan
### Agent A: Parser
**Owns:**
- `src/main.rs:12-77`

### Agent B: Lexer
**Owns:**
- `src/main.rs:526-600`

**Depends On:** Agent A
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.ownership import Overlap
from planloom.model.plan import Plan, Role
from planloom.rules.finding import Finding, Severity
from planloom.rules.stakes import Stake, everyone, meetings, ordered, related, share_lines, shown

SEVERITY = Severity.INFORMATION
READS = ("order",)
TRAIT = "contested"


def check_pattern(overlap: Overlap, plan: Plan) -> Iterator[Finding]:
    """One finding for each worker that has some lines of a file while others, at the same time, have other lines."""
    if all(claim.lines is None for claim in overlap.claims):
        return
    for stake, others in meetings(overlap, Role.PRIMARY, Role.MODIFY):
        rivals = [other for other in others if _split(stake, other) and not ordered(plan, stake.worker, other.worker)]
        if rivals:
            workers, _ = everyone(plan, [stake, *rivals])
            parts = ", ".join(f"`{shown(one)}`" for one in (stake, *rivals[:4]))
            said = f"{workers} share one file by its lines ({parts}): lines move while they work; two files do not"
            yield Finding("disjoint-lines", said, stake.at, related(rivals))


def _split(a: Stake, b: Stake) -> bool:
    return a.pattern.key == b.pattern.key and not share_lines(a, b)
