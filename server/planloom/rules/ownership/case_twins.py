"""Two paths that differ only in upper and lower case, or in how Unicode writes them.

## Why this hurts
On Windows and macOS they are one file: one worker's change overwrites the other's at checkout. Mostly one of the two is
a slip, and then the plan divides a file in two without knowing.

## Example
~~~~ plan
| File          | W1      | W2      |
|---------------|---------|---------|
| docs/Guide.md | PRIMARY | -       |
  ^^^^^^^^^^^^^ case-twins
| docs/guide.md | -       | PRIMARY |
  ^^^^^^^^^^^^^ case-twins

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** none
~~~~

## Instead (by hand)
~~~~ plan
| File          | W1      | W2      |
|---------------|---------|---------|
| docs/guide.md | PRIMARY | -       |
| docs/intro.md | -       | PRIMARY |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** none
~~~~

## Example
~~~~ plan
### Agent A: Parser
**Files:** `README.md`
            ^^^^^^^^^ case-twins

### Agent B: Lexer
**Files:** `src/lexer.rs`, `Readme.md`
                            ^^^^^^^^^ case-twins
~~~~

## Instead (by hand)
~~~~ plan
### Agent A: Parser
**Files:** `README.md`

### Agent B: Lexer
**Files:** `src/lexer.rs`
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.ownership import Overlap
from planloom.model.plan import Plan
from planloom.rules.finding import Finding, Related, Severity
from planloom.rules.stakes import MOST_RELATED, Stake, names, stakes

SEVERITY = Severity.WARNING
TRAIT = "twins"


def check_pattern(overlap: Overlap, _plan: Plan) -> Iterator[Finding]:
    """One finding for each worker that spells the path this way, naming who spells it otherwise."""
    others: list[Stake] = stakes(overlap.twins)
    if not others:
        return
    spelled = names(f"`{other.first.path}`" for other in others)
    related = tuple(Related(other.first.at, f"{other.worker}: `{other.first.path}`") for other in others[:MOST_RELATED])
    for stake in stakes(overlap.claims):
        said = (
            f"`{stake.first.path}` and {spelled} differ only in case or Unicode form: "
            "where case does not count they are one file"
        )
        yield Finding("case-twins", said, stake.first.at, related)
