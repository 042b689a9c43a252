"""The checkpoint's current phase is none of the plan's phases.

## Why this hurts
Whoever resumes goes on at the phase that the checkpoint names. A phase that does not exist sends it to the beginning,
or past the end.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer

## ORCHESTRATOR PROTOCOL

### Phase 1: Setup Worktrees

### Phase 2: Monitor Progress

### Phase 3: Merge

## Worker Status

| Worker | Status  | Notes |
|--------|---------|-------|
| W1     | running | -     |
| W2     | running | -     |

## Current Phase

Phase 5: Monitor Progress
^^^^^^^^^^^^^^^^^^^^^^^^^ unknown-phase
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer

## ORCHESTRATOR PROTOCOL

### Phase 1: Setup Worktrees

### Phase 2: Monitor Progress

### Phase 3: Merge

## Worker Status

| Worker | Status  | Notes |
|--------|---------|-------|
| W1     | running | -     |
| W2     | running | -     |

## Current Phase

Phase 2: Monitor Progress
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Status  |
|---------|-------------|---------|
| Agent A | `src/api/`  | running |
| Agent B | `src/core/` | pending |

**Current Phase:** Merging
                   ^^^^^^^ unknown-phase

## Phase 1: Set up

## Phase 2: Work

## Phase 3: Merge
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Status  |
|---------|-------------|---------|
| Agent A | `src/api/`  | running |
| Agent B | `src/core/` | pending |

**Current Phase:** Phase 3: Merge

## Phase 1: Set up

## Phase 2: Work

## Phase 3: Merge
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import Plan
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.names import listing, nearest
from planloom.text.lazy import lazy

SEVERITY = Severity.WARNING
READS = ("checkpoint", "protocol")

_NUMBER = lazy(r"\d+")
_ENDED = lazy(r"\b(?:complete|completed|done|finished|ended|none|n/?a|all)\b|^[-—–]?$", re.IGNORECASE)


def check(plan: Plan) -> Iterator[Finding]:
    """At most one finding, on the phase that the checkpoint names."""
    checkpoint, phases = plan.checkpoint, plan.protocol.phases
    if not checkpoint or checkpoint.sample or not checkpoint.phase or len(phases) < 2:
        return
    phase = checkpoint.phase
    titles = [value.text for value in phases]
    if _ENDED.search(phase.text) or any(_same(phase.text, title) for title in titles):
        return
    by_name = {_name(title): title for title in titles}
    found = nearest(_name(phase.text), by_name, cutoff=0.5)
    meant = by_name[found] if found else None
    yield Finding(
        "unknown-phase",
        f"`{phase.text}` is no phase of this plan; it has {listing(titles, most=8)}.",
        phase.at,
        related=tuple(Related(value.at, "a phase of the plan") for value in phases if meant in (None, value.text)),
        fixes=(Fix(f"change to {meant}", (Edit(phase.at, meant),)),) if meant else (),
    )


def _same(written: str, title: str) -> bool:
    """Whether two titles mean one phase: the same number, or, where one has none, the same words."""
    ours, theirs = _NUMBER.search(written), _NUMBER.search(title)
    if ours and theirs:
        return int(ours[0][-9:]) == int(theirs[0][-9:])
    name, other = _name(written), _name(title)
    return bool(name) and (name in other or other in name)


def _name(title: str) -> str:
    """A phase's title without the word, its number and what is in brackets: letters and blanks only."""
    text = re.sub(r"\([^()]*\)", " ", title.casefold())
    text = re.sub(r"^\W*(?:phase|stage|step)?[\W_]*\d*", " ", text)
    return " ".join(re.findall(r"[^\W\d_]+", text))
