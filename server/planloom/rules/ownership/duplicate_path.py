"""One path in two rows of one table.

## Why this hurts
Each row says something of the path, and readers stop at the first one they find.

## Example
~~~~ plan
| File     | W1      | W2     | Notes         |
|----------|---------|--------|---------------|
| src/a.rs | PRIMARY | -      | the parser    |
  ^^^^^^^^ duplicate-path
| src/b.rs | PRIMARY | -      |               |
| src/a.rs | -       | MODIFY | adds a hook   |
  ^^^^^^^^ duplicate-path

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** W1
~~~~

## Instead
~~~~ plan
| File     | W1      | W2     | Notes         |
|----------|---------|--------|---------------|
| src/a.rs | PRIMARY | MODIFY      | the parser; adds a hook    |
| src/b.rs | PRIMARY | -      |               |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** W1
~~~~

## Example
~~~~ plan
| File       | Owner   |
|------------|---------|
| `src/a.rs` | Agent A |
   ^^^^^^^^ duplicate-path
| `src/b.rs` | Agent B |
| `src/a.rs` | Agent A |
   ^^^^^^^^ duplicate-path

### Agent A: Parser
### Agent B: Lexer
~~~~

## Instead
~~~~ plan
| File       | Owner   |
|------------|---------|
| `src/a.rs` | Agent A |
| `src/b.rs` | Agent B |

### Agent A: Parser
### Agent B: Lexer
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.ownership import Overlap
from planloom.model.plan import Claim, Plan, Source
from planloom.model.read import roles
from planloom.rules.edits import Source as Text
from planloom.rules.edits import remove_line, replace_cell, text_of
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.stakes import ordered
from planloom.syntax.cells import cells
from planloom.syntax.chunks import Place

SEVERITY = Severity.WARNING
READS = ("order",)
TRAIT = "repeated"
_ROWS = frozenset({Source.MATRIX, Source.OWNER_TABLE})


def check_pattern(overlap: Overlap, plan: Plan) -> Iterator[Finding]:
    """One finding for each row of the path, if a table has several."""
    tables: dict[int, dict[tuple[int, int], Claim]] = {}
    for claim in overlap.claims:
        if claim.source in _ROWS:
            tables.setdefault(claim.table, {}).setdefault(claim.at[:2], claim)
    for rows in tables.values():
        twice = [claim for claim in rows.values() if any(_same(plan, claim, other) for other in rows.values())]
        for claim in twice:
            others = [other for other in twice if other is not claim]
            related = tuple(Related(other.at, f"`{other.path}` again") for other in others)
            said = f"`{claim.path}` stands in {len(twice)} rows of this table: say all of it in one"
            yield Finding("duplicate-path", said, claim.at, related, tuple(_merge(plan, twice)))


def _same(plan: Plan, a: Claim, b: Claim) -> bool:
    """Whether two rows say the same path twice; a table of owners has one row for each of its owners in turn."""
    if a is b or (a.lines != b.lines and a.lines is not None and b.lines is not None):
        return False
    return a.source is Source.MATRIX or a.worker == b.worker or not ordered(plan, a.worker, b.worker)


def _merge(plan: Plan, rows: list[Claim]) -> Iterator[Fix]:
    """The fix that puts two rows into the first; none where a table of owners names two for one path."""
    text = text_of(plan.tree)
    if len(rows) != 2 or (rows[0].source is Source.OWNER_TABLE and rows[0].worker != rows[1].worker):
        return
    first, second = sorted((claim.at for claim in rows), key=text.rank)
    edits = _merged(text, first, second)
    if edits is not None:
        yield Fix("Merge the rows", (*edits, remove_line(second)))


def _merged(text: Text, first: Place, second: Place) -> list[Edit] | None:
    """The edits to the first row; None where the two cannot be told apart cell by cell."""
    above, below = cells(text.line(first)), cells(text.line(second))
    edits = []
    for column, (one, other) in enumerate(zip(above, below, strict=False)):
        whole = _both(one, other) if column else one
        if whole != one:
            edit = replace_cell(text, first, column, whole)
            if edit is None:
                return None
            edits.append(edit)
    return edits


def _both(one: str, other: str) -> str:
    """What two cells say together: the stronger role, or both notes."""
    if one == other or roles.cell(other) is roles.NOTHING:
        return one
    if roles.cell(one) is roles.NOTHING:
        return other
    mine, theirs = roles.cell(one).role, roles.cell(other).role
    if mine and theirs:
        strength = list(type(mine))
        return one if strength.index(mine) <= strength.index(theirs) else other
    return f"{one}; {other}"
