"""Two workers are PRIMARY on the same path, and neither comes after the other.

## Why this hurts
Both write the file in their own worktree, each as if it were theirs. The merge then conflicts, and whoever is merged
second pays. Paths are compared exactly: a folder, a glob and a file in it are the same path where they meet. Where the
plan puts one worker after the other, nothing is lost, but a matrix that calls both PRIMARY does not say who decides.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | PRIMARY |
             ^^^^^^^ shared-primary
                       ^^^^^^^ shared-primary
| src/b.rs | PRIMARY | -       |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** W1
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | MODIFY |
| src/b.rs | PRIMARY | -       |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** W1
~~~~

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | PRIMARY |
             ^^^^^^^ shared-primary
                       ^^^^^^^ shared-primary

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** none
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | MODIFY |
             ^^^^^^^ unordered-writers
                       ^^^^^^ unordered-writers

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** none
~~~~

## Example
~~~~ plan
| Agent   | Owns                | Depends On |
|---------|---------------------|------------|
| Agent A | `docs/*`            | -          |
             ^^^^^^ shared-primary
| Agent B | `docs/guide.md`     | -          |
             ^^^^^^^^^^^^^ shared-primary
| Agent C | `src/**/*.test.ts`  | -          |
             ^^^^^^^^^^^^^^^^ shared-primary
| Agent D | `src/live/*.ts`     | -          |
             ^^^^^^^^^^^^^ shared-primary
~~~~

## Instead (by hand)
~~~~ plan
| Agent   | Owns                | Depends On |
|---------|---------------------|------------|
| Agent A | `docs/api/*`        | -          |
| Agent B | `docs/guide.md`     | -          |
| Agent C | `tests/**/*.ts`     | -          |
| Agent D | `src/live/*.ts`     | -          |
~~~~

## Example
~~~~ plan
### Agent A: Parser
**Owns:**
- `src/a.rs`
   ^^^^^^^^ shared-primary

### Agent B: Lexer
**Owns:**
- `src/a.rs`
   ^^^^^^^^ shared-primary
- `src/b.rs`
~~~~

## Instead
~~~~ plan
### Agent A: Parser
**Owns:**
- `src/a.rs`
   ^^^^^^^^ unordered-writers

### Agent B: Lexer
**Owns:**
- `src/a.rs` (modify)
   ^^^^^^^^ unordered-writers
- `src/b.rs`
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planloom.model.ownership import Overlap
from planloom.model.plan import Plan, Role, Source
from planloom.rules.edits import Source as Text
from planloom.rules.edits import text_of
from planloom.rules.finding import Edit, Finding, Fix, Severity
from planloom.rules.stakes import Stake, becomes, meetings, met, names, ordered, related, share_lines

SEVERITY = Severity.ERROR
READS = ("order",)
TRAIT = "contested"
MOST_FIXES = 4


def check_pattern(overlap: Overlap, plan: Plan) -> Iterator[Finding]:
    """One finding for each worker that is PRIMARY where others are, naming them all."""
    for stake, others in meetings(overlap, Role.PRIMARY):
        rivals = [other for other in others if share_lines(stake, other)]
        unordered = [other for other in rivals if not ordered(plan, stake.worker, other.worker)]
        both_called = [other for other in rivals if other not in unordered and _in_matrix(stake, other)]
        if unordered:
            said = f"{_are(plan, stake, unordered)}, and neither comes after the other: keep one, or split the path"
            yield _finding(plan, stake, unordered, said, None)
        elif both_called:
            said = f"{_are(plan, stake, both_called)}, one after the other: call the later one MODIFY"
            yield _finding(plan, stake, both_called, said, Severity.INFORMATION)


def _finding(plan: Plan, stake: Stake, rivals: list[Stake], said: str, severity: Severity | None) -> Finding:
    fixes = tuple(_fixes(text_of(plan.tree), [stake, *rivals]))
    return Finding("shared-primary", said, stake.at, related(rivals), fixes, severity)


def _are(plan: Plan, stake: Stake, rivals: Sequence[Stake]) -> str:
    return met(plan, stake, rivals, "claims PRIMARY on", "are {} PRIMARY on")


def _in_matrix(a: Stake, b: Stake) -> bool:
    return a.pattern.key == b.pattern.key and a.first.source is b.first.source is Source.MATRIX


def _fixes(text: Text, every: list[Stake]) -> Iterator[Fix]:
    """For each worker, the fix by which it stays PRIMARY and the others become MODIFY."""
    changes = [(stake.worker, becomes(text, stake, Role.MODIFY)) for stake in every]
    for kept in every[:MOST_FIXES]:
        edits: list[Edit] = []
        for worker, changed in changes:
            if worker == kept.worker:
                continue
            if changed is None:
                break
            edits += changed
        else:
            rest = list(dict.fromkeys(other.worker for other in every if other.worker != kept.worker))
            verb = "becomes" if len(rest) == 1 else "become"
            yield Fix(f"Keep {kept.worker} PRIMARY; {names(rest)} {verb} MODIFY", tuple(edits))
