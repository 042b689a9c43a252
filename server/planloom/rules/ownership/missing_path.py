"""A path that a worker reads or modifies, or that the plan says exists, is not there.

## Why this hurts
The worker looks for the file, does not find it, and either stops or writes one of its own under the wrong name, which
nobody imports. Mostly it is a typing error, or a path from before files were moved. Paths that some worker may create
are left alone: an unordered one is another rule's business.

## Example
~~~~ facts
file src/parser.rs
file src/tokens.rs
~~~~

~~~~ plan
| File         | W1      | W2      |
|--------------|---------|---------|
| src/ast.rs   | PRIMARY | READ    |
| src/tokns.rs | READ    | READ    |
  ^^^^^^^^^^^^ missing-path
| src/parser.rs | -      | PRIMARY |

### W1: Tree
**Branch:** `feat/tree`

### W2: Parser
**Branch:** `feat/parser`
**Depends On:** W1
~~~~

## Instead
~~~~ plan
| File         | W1      | W2      |
|--------------|---------|---------|
| src/ast.rs   | PRIMARY | READ    |
| src/tokens.rs | READ    | READ    |
| src/parser.rs | -      | PRIMARY |

### W1: Tree
**Branch:** `feat/tree`

### W2: Parser
**Branch:** `feat/parser`
**Depends On:** W1
~~~~

## Example
~~~~ facts
file packages/core/src/types.ts
file packages/core/src/parser.ts
~~~~

~~~~ plan
## Current state

### What EXISTS

| Component | Location | Status |
|-----------|----------|--------|
| Types | `src/types.ts` | Working |
| Parser | `packages/core/src/parser.ts`, `packages/core/src/scanner.ts` | Working |
                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-path

### Agent A: Parser
**Files to modify:**
- `core/src/parser.ts`
   ^^^^^^^^^^^^^^^^^^ missing-path

**Files:**
- `packages/core/src/tree.ts`

### Agent B: Lexer
**Files:**
- `packages/core/src/lexer.ts`
~~~~

## Instead (by hand)
~~~~ plan
## Current state

### What EXISTS

| Component | Location | Status |
|-----------|----------|--------|
| Types | `src/types.ts` | Working |
| Parser | `packages/core/src/parser.ts` | Working |

### Agent A: Parser
**Files to modify:**
- `packages/core/src/parser.ts`

**Files:**
- `packages/core/src/tree.ts`

### Agent B: Lexer
**Files:**
- `packages/core/src/lexer.ts`
~~~~
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from planloom.model.facts import Facts
from planloom.model.ownership import Overlap
from planloom.model.pattern import Pattern, parse
from planloom.model.plan import Claim, Plan, Role
from planloom.rules.disk import ends_one, exists, is_inside, meant
from planloom.rules.edits import Source as Text
from planloom.rules.edits import text_of
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.needs import is_brought, is_over, needing
from planloom.rules.stakes import MOST_RELATED, names
from planloom.syntax.chunks import Place

SEVERITY = Severity.WARNING
READS = ("facts", "existing")


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each path that the plan says exists and that does not."""
    facts = plan.facts
    if not facts or not plan.is_plan or not facts.files or is_over(facts):
        return
    for value in plan.existing:
        pattern = parse(value.text)
        if is_inside(pattern) and not exists(facts, pattern) and not ends_one(facts, value.text):
            found = meant(facts, pattern)
            said = f"The plan says that `{value.text}` exists, but it does not{_hint(found)}"
            yield Finding("missing-path", said, value.at, (), tuple(_renamed(text_of(plan.tree), [value.at], found)))


def check_pattern(overlap: Overlap, plan: Plan) -> Iterable[Finding]:
    """One finding for a path that workers need and that neither exists nor comes into being."""
    facts, pattern = plan.facts, overlap.pattern
    if not facts or not plan.is_plan or not facts.files or not pattern.literal or not is_inside(pattern):
        return ()
    return () if exists(facts, pattern) or is_over(facts) else _find(overlap, facts, plan)


def _find(overlap: Overlap, facts: Facts, plan: Plan) -> Iterator[Finding]:
    text = text_of(plan.tree)
    claims = sorted(needing(text, overlap.claims), key=lambda claim: text.rank(claim.at))
    if not claims or is_brought(text, overlap, facts) or _is_short_for_one(claims, facts, overlap.pattern):
        return
    found = meant(facts, overlap.pattern)
    places = list(dict.fromkeys(claim.at for claim in claims))
    written = list(dict.fromkeys(claim.at for claim in overlap.claims))
    yield Finding(
        "missing-path",
        f"`{claims[0].path}` does not exist and no worker creates it, but {_needed(claims)} it{_hint(found)}",
        places[0],
        tuple(Related(at, "named here too") for at in places[1:MOST_RELATED]),
        tuple(_renamed(text, written, found, claims[0].path)),
    )


def _is_short_for_one(claims: Sequence[Claim], facts: Facts, pattern: Pattern) -> bool:
    """Whether the path is only read and ends the path of a file, so that whoever reads it will find it."""
    return all(claim.role is Role.READ for claim in claims) and ends_one(facts, pattern.key)


def _needed(claims: Sequence[Claim]) -> str:
    """`W1 reads`, `W1 and W2 modify`: who needs the path, by the stronger role."""
    changing = [claim for claim in claims if claim.role is Role.MODIFY]
    workers = list(dict.fromkeys(claim.worker for claim in changing or claims))
    verb = ("modif" if changing else "read") + ("ies" if changing else "s")
    several = "modify" if changing else "read"
    return f"{names(workers)} {verb if len(workers) == 1 else several}"


def _hint(found: str | None) -> str:
    return f"; did you mean `{found}`?" if found else ""


def _renamed(text: Text, places: Sequence[Place], found: str | None, written: str = "") -> Iterator[Fix]:
    """The fix that names the path that was meant, everywhere; none where it is written in parts."""
    if found and all(not written or text.text(at) == written for at in places):
        yield Fix(f"Change to `{found}`", tuple(Edit(at, found) for at in places))
