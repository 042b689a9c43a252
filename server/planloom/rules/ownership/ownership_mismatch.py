"""The forms of a plan disagree about who writes a path.

## Why this hurts
The matrix, the worker's own list, the file tree and the tables are read by different people and agents: the worker
reads its section, the orchestrator the matrix. Where they differ, somebody writes what somebody else thinks is free.
A form that says nothing of a worker, or has hardly anything of what another form has, is no party to this; nor is a
file tree that leaves a path out. What is only read is not compared.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser
**Files Owned:** `src/a.rs`, `src/c.rs`
                              ^^^^^^^^ ownership-mismatch

### W2: Lexer
**Files Owned:** `src/b.rs`
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |
| src/c.rs | PRIMARY | - |

### W1: Parser
**Files Owned:** `src/a.rs`, `src/c.rs`

### W2: Lexer
**Files Owned:** `src/b.rs`
~~~~

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | PRIMARY | -       |
             ^^^^^^^ ownership-mismatch
| src/c.rs | -       | PRIMARY |

### W1: Parser
**Files Owned:** `src/a.rs`

### W2: Lexer
**Files Owned:** `src/c.rs`
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | PRIMARY | -       |
| src/c.rs | -       | PRIMARY |

### W1: Parser
**Files Owned:** `src/a.rs`, `src/b.rs`

### W2: Lexer
**Files Owned:** `src/c.rs`
~~~~

## Example
~~~~ plan
| File           | Owner   |
|----------------|---------|
| `src/a.rs`     | Agent A |
| `src/b.rs`     | Agent B |

### Agent A: Parser
**Files you own:**
- `src/a.rs`

### Agent B: Lexer
**Files you own:**
- `src/b.rs`
- `src/d.rs`
   ^^^^^^^^ ownership-mismatch
~~~~

## Instead
~~~~ plan
| File           | Owner   |
|----------------|---------|
| `src/a.rs`     | Agent A |
| `src/b.rs`     | Agent B |

### Agent A: Parser
**Files you own:**
- `src/a.rs`

### Agent B: Lexer
**Files you own:**
- `src/b.rs`
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.ownership import Overlap
from planloom.model.plan import Claim, Plan, Role, Source
from planloom.rules.edits import text_of
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.stakes import FORMS, MOST_RELATED, RANK, Stake, mark, names, shown, stakes
from planloom.rules.take_over import drop, give

_PRIMARY, _READ = Role.PRIMARY, Role.READ

SEVERITY = Severity.WARNING
READS = ("forms",)
TRAIT = "partial"
FIX_READS = ("workers", "mentions")


def check_pattern(overlap: Overlap, plan: Plan) -> Iterator[Finding]:
    """One finding for each worker that writes the path in some forms and not in others."""
    writes = [claim for claim in overlap.claims if claim.role is not _READ]
    for stake in stakes(writes):
        said = {claim.source for claim in stake.claims}
        if said == {Source.TREE} and (stake.pattern.directory or not stake.pattern.literal):
            continue  # what a tree says of a folder is a heading for the files in it
        rows = [claim for claim in writes if claim.worker != stake.worker and _names_all(claim, stake)]
        silent = overlap.writes[stake.worker] - said - {Source.TREE}
        expected = {form for form in silent if any((one, form) in overlap.whole for one in said)}
        expected |= {claim.source for claim in rows} - said
        if not expected:
            continue
        expected -= {claim.source for claim in overlap.others if _writes(claim, stake.worker)}
        if expected:
            forms = sorted(expected, key=RANK.__getitem__)
            others = tuple(Related(mark(row), f"{row.worker}: {row.role}") for row in rows if row.source in expected)
            fixes = tuple(_fixes(plan, stake, forms, rows))
            yield Finding("ownership-mismatch", _said(stake, forms, rows), stake.at, others[:MOST_RELATED], fixes)


def _names_all(row: Claim, stake: Stake) -> bool:
    """Whether the form names a path once for everybody, so that who is not named has no part in it.

    A file tree names the owner only.
    """
    if row.source is Source.TREE:
        return row.role is stake.role is _PRIMARY
    return row.source in (Source.MATRIX, Source.OWNER_TABLE)


def _writes(claim: Claim, worker: str) -> bool:
    return claim.worker == worker and claim.role is not _READ


def _said(stake: Stake, silent: list[Source], rows: list[Claim]) -> str:
    forms = names(FORMS[form] for form in silent)
    owners = names(row.worker for row in rows if row.source in silent)
    instead = f"gives it to {owners}" if owners else "does not" if len(silent) == 1 else "do not"
    own = FORMS[stake.first.source]
    return f"{own[0].upper()}{own[1:]} gives `{shown(stake)}` to {stake.worker}, but {forms} {instead}"


def _fixes(plan: Plan, stake: Stake, silent: list[Source], rows: list[Claim]) -> Iterator[Fix]:
    """To say it in the forms that are silent, or to take it out of those that say it."""
    text = text_of(plan.tree)
    row = {claim.source: claim for claim in rows}
    given = [give(plan, text, stake.first, form, row.get(form)) for form in silent]
    path = stake.first.path
    yield from _fix(f"Give `{path}` to {stake.worker} in {names(FORMS[form] for form in silent)} too", given)
    places = {(claim.source, claim.at): claim for claim in stake.claims}
    dropped = [drop(plan, text, claim) for claim in places.values()]
    forms = names(FORMS[source] for source in dict.fromkeys(source for source, _ in places))
    yield from _fix(f"Take `{path}` of {stake.worker} out of {forms}", dropped)


def _fix(title: str, edits: list[Edit | None]) -> Iterator[Fix]:
    if edits and None not in edits:
        yield Fix(title, tuple(edit for edit in edits if edit))
