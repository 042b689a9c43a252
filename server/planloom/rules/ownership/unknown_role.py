"""A cell of the matrix that is no role word.

## Why this hurts
What is not understood gives nothing to anybody: the path looks owned and is not. Role words are those of the template
(PRIMARY, MODIFY, READ, SHARED, `-`), the usual verbs, and whatever a legend in the file explains.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | REED    |
                       ^^^^ unknown-role
| src/b.rs | -       | PRIMARY |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** W1
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | READ    |
| src/b.rs | -       | PRIMARY |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** W1
~~~~

## Example
~~~~ plan
| Path    | Agent A | Agent B |
|---------|---------|---------|
| `a.rs`  | OWNS    |         |
| `b.rs`  | zebra   | OWNS    |
            ^^^^^ unknown-role

### Agent A: Parser
### Agent B: Lexer
~~~~

## Instead (by hand)
~~~~ plan
| Path    | Agent A | Agent B |
|---------|---------|---------|
| `a.rs`  | OWNS    |         |
| `b.rs`  |         | OWNS    |

### Agent A: Parser
### Agent B: Lexer
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan, Source
from planloom.rules.finding import Edit, Finding, Fix, Severity
from planloom.rules.names import nearest

SEVERITY = Severity.WARNING
READS = ("odd_cells", "claims")
_USUAL = ("PRIMARY", "MODIFY", "READ", "SHARED", "SECONDARY", "OWNS", "CREATE")


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each odd cell of a matrix that has more role words than odd cells."""
    if not plan.odd_cells:
        return
    odd: dict[int, int] = {}
    for cells in plan.odd_cells.values():
        for cell in cells:
            odd[cell.table] = odd.get(cell.table, 0) + 1
    said = dict.fromkeys(odd, 0)
    for claims in plan.claims.values():
        if claims[0].source is Source.MATRIX and claims[0].table in said:
            said[claims[0].table] += sum(claim.role_at != claim.at for claim in claims)
    for cells in plan.odd_cells.values():
        for cell in cells:
            if said[cell.table] >= odd[cell.table]:
                word = nearest(cell.text, _USUAL)
                fixes = (Fix(f"Write {word}", (Edit(cell.at, word),)),) if word else ()
                meant = f"did you mean {word}?" if word else "write a role word, `-`, or explain it in a legend"
                yield Finding("unknown-role", f"`{cell.text}` is no role word: {meant}", cell.at, (), fixes)
