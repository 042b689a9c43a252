"""A glob that matches no file, though its worker is to read or modify what it matches.

## Why this hurts
The claim covers nothing, so the worker may touch nothing by it; and a glob that is wrong by one letter looks exactly
like one that is right. A glob that somebody owns is left alone: what it matches may still be written.

## Example
~~~~ facts
file docs/guide/start.md
file src/lib.rs
~~~~

~~~~ plan
| File           | W1      | W2      |
|----------------|---------|---------|
| src/lib.rs     | PRIMARY | -       |
| docs/guide/*.rst | READ  | READ    |
  ^^^^^^^^^^^^^^^^ unmatched-glob
| src/new.rs     | -       | PRIMARY |

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`
~~~~

## Instead (by hand)
~~~~ plan
| File           | W1      | W2      |
|----------------|---------|---------|
| src/lib.rs     | PRIMARY | -       |
| docs/guide/*.md | READ   | READ    |
| src/new.rs     | -       | PRIMARY |

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`
~~~~

## Example
~~~~ facts
file tests/unit/parser.test.ts
~~~~

~~~~ plan
### Agent A: Parser
**Files:**
- `src/parser.ts`

**Reads:**
- `tests/unit/*.spec.ts`
   ^^^^^^^^^^^^^^^^^^^^ unmatched-glob

### Agent B: Lexer
**Files:**
- `src/lexer/**`
~~~~

## Instead (by hand)
~~~~ plan
### Agent A: Parser
**Files:**
- `src/parser.ts`

**Reads:**
- `tests/unit/*.test.ts`

### Agent B: Lexer
**Files:**
- `src/lexer/**`
~~~~
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planloom.model.facts import Facts
from planloom.model.ownership import Overlap
from planloom.model.plan import Plan
from planloom.rules.disk import exists, is_inside
from planloom.rules.edits import text_of
from planloom.rules.finding import Finding, Related, Severity
from planloom.rules.needs import is_brought, is_over, needing
from planloom.rules.stakes import MOST_RELATED

SEVERITY = Severity.INFORMATION
READS = ("facts",)


def check_pattern(overlap: Overlap, plan: Plan) -> Iterable[Finding]:
    """One finding for a glob that workers need and that matches nothing."""
    facts, pattern = plan.facts, overlap.pattern
    if not facts or not plan.is_plan or not facts.files or pattern.literal or not is_inside(pattern):
        return ()
    return () if exists(facts, pattern) or is_over(facts) else _find(overlap, facts, plan)


def _find(overlap: Overlap, facts: Facts, plan: Plan) -> Iterator[Finding]:
    text = text_of(plan.tree)
    claims = needing(text, overlap.claims)
    places = sorted({claim.at for claim in claims}, key=text.rank)
    if places and not is_brought(text, overlap, facts):
        yield Finding(
            "unmatched-glob",
            f"`{claims[0].path}` matches no file, and no worker creates one that it would match",
            places[0],
            tuple(Related(at, "named here too") for at in places[1:MOST_RELATED]),
        )
