"""A path that workers modify and nobody owns.

## Why this hurts
Where everybody adds a little, nobody keeps the whole in order: who creates the file, who decides how it looks, who
resolves the conflict? A plan that uses the word PRIMARY says it for every path.

## Example
~~~~ plan
| File     | W1      | W2     |
|----------|---------|--------|
| src/a.rs | PRIMARY | -      |
| src/b.rs | -       | MODIFY |
  ^^^^^^^^ missing-primary

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`
~~~~

## Instead
~~~~ plan
| File     | W1      | W2     |
|----------|---------|--------|
| src/a.rs | PRIMARY | -      |
| src/b.rs | -       | PRIMARY |

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`
~~~~

## Example
~~~~ plan
### Agent A: Parser
**Owns:**
- `src/parser.ts`

**Can also modify:**
- `src/types.ts`
   ^^^^^^^^^^^^ missing-primary

### Agent B: Lexer
**Owns:**
- `src/lexer.ts`

**Can also modify:**
- `src/types.ts`
   ^^^^^^^^^^^^ missing-primary

**Depends On:** Agent A
~~~~

## Instead
~~~~ plan
### Agent A: Parser
**Owns:**
- `src/parser.ts`

**Can also modify:**
- `src/types.ts` (owner)

### Agent B: Lexer
**Owns:**
- `src/lexer.ts`

**Can also modify:**
- `src/types.ts`

**Depends On:** Agent A
~~~~
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planloom.model.ownership import Forms, Overlap
from planloom.model.plan import Claim, Plan, Role, Source
from planloom.rules.edits import text_of
from planloom.rules.finding import Finding, Fix, Related, Severity
from planloom.rules.stakes import Stake, becomes, names

_MODIFY, _PRIMARY = Role.MODIFY, Role.PRIMARY

SEVERITY = Severity.WARNING
READS = ("forms", "mentions")
TRAIT = "ownerless"
MOST_FIXES = 4
_LISTS = frozenset({Source.FILES_OWNED, Source.WORKER_TABLE, Source.YAML})


def check_pattern(overlap: Overlap, plan: Plan) -> Iterable[Finding]:
    """One finding for each row or list that gives the path away piece by piece."""
    modify = [claim for claim in overlap.claims if claim.role is _MODIFY and not claim.fallback]
    if not modify or any(claim.role is _PRIMARY for claim in overlap.others):
        return ()
    return _find(overlap, modify, plan)


def _find(overlap: Overlap, modify: list[Claim], plan: Plan) -> Iterator[Finding]:
    told = [claim for claim in modify if _tells_owners(claim, modify, overlap.forms) and not _open(plan, claim)]
    places = {claim.at: claim for claim in reversed(told)}
    if not places:
        return
    who = names(sorted({claim.worker for claim in told}))
    said = f"{who} modify `{told[0].path}`" if len({c.worker for c in told}) > 1 else f"{who} modifies `{told[0].path}`"
    fixes = tuple(_fixes(plan, told))
    for at in places:
        others = tuple(
            Related(other, f"{claim.worker}: {claim.role}") for other, claim in places.items() if other != at
        )
        yield Finding(
            "missing-primary", f"{said}, and nobody is PRIMARY: make one of them the owner", at, others, fixes
        )


def _tells_owners(claim: Claim, modify: Iterable[Claim], forms: Forms) -> bool:
    """Whether this form says PRIMARY elsewhere, so that its silence here means something."""
    if claim.source is Source.MATRIX:
        return any(source is Source.MATRIX and role is _PRIMARY for _, source, role in forms)
    if claim.source in _LISTS:
        several = any(other.worker != claim.worker for other in modify)
        return several and (claim.worker, claim.source, _PRIMARY) in forms
    return False


def _open(plan: Plan, claim: Claim) -> bool:
    """Whether the matrix has a column whose worker is not known: its cells are not read, and may say PRIMARY."""
    heads = plan.mentions.get(claim.table, ())
    return claim.source is Source.MATRIX and any(head.worker is None and head.where == "matrix" for head in heads)


def _fixes(plan: Plan, told: list[Claim]) -> Iterator[Fix]:
    text = text_of(plan.tree)
    for worker in list(dict.fromkeys(claim.worker for claim in told))[:MOST_FIXES]:
        own = tuple(claim for claim in told if claim.worker == worker)
        edits = becomes(text, Stake(worker, own[0].pattern, own), _PRIMARY)
        if edits:
            yield Fix(f"Make {worker} PRIMARY", edits)
