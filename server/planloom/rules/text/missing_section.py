"""A plan in the template's form lacks one of its parts: goal, ownership matrix, workers, protocol, checkpoint.

## Why this hurts
Whoever takes the plan up, a person or an agent after its memory was cut, looks for that part: what it is all for, who
owns what, how it is merged, where the state is kept.

## Example
~~~~ plan
# Parallel Execution Plan: Parser
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-section

## FILE OWNERSHIP MATRIX

| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

## WORKER DEFINITIONS

### W1: Parser

### W2: Lexer

## ORCHESTRATOR PROTOCOL

1. Spawn both workers

## CHECKPOINT TEMPLATE

Save to `archive/CHECKPOINT_parser.md`
~~~~

## Instead
~~~~ plan
# Parallel Execution Plan: Parser

**Goal:** Say in one sentence what is there when all workers are merged

## FILE OWNERSHIP MATRIX

| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

## WORKER DEFINITIONS

### W1: Parser

### W2: Lexer

## ORCHESTRATOR PROTOCOL

1. Spawn both workers

## CHECKPOINT TEMPLATE

Save to `archive/CHECKPOINT_parser.md`
~~~~

## Example
~~~~ plan
# Split the importer
^^^^^^^^^^^^^^^^^^^^ missing-section

**Goal:** Import and export live in packages of their own.

## File Ownership Matrix

| File     | Agent A | Agent B |
|----------|---------|---------|
| `in.py`  | PRIMARY | -       |
| `out.py` | -       | PRIMARY |

## Worker Definitions

### Agent A: Import

### Agent B: Export

## Checkpoint Template

Save to `archive/CHECKPOINT_importer.md`
~~~~

## Instead
~~~~ plan
# Split the importer

**Goal:** Import and export live in packages of their own.

## File Ownership Matrix

| File     | Agent A | Agent B |
|----------|---------|---------|
| `in.py`  | PRIMARY | -       |
| `out.py` | -       | PRIMARY |

## Worker Definitions

### Agent A: Import

### Agent B: Export

## ORCHESTRATOR PROTOCOL

### Phase 1: Setup Worktrees

### Phase 2: Spawn Workers (Parallel)

### Phase 3: Monitor Progress

### Phase 4: Validate Each Worker

### Phase 5: Merge (Ordered)

### Phase 6: Cleanup

## Checkpoint Template

Save to `archive/CHECKPOINT_importer.md`
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan
from planloom.rules.edits import insert_after, insert_before, text_of
from planloom.rules.finding import Edit, Finding, Fix, Severity
from planloom.syntax.chunks import Place

SEVERITY = Severity.INFORMATION
READS = ("canonical", "title", "goal", "sections", "checkpoint", "checkpoint_path", "protocol", "claims", "workers")

_GOAL = "**Goal:** Say in one sentence what is there when all workers are merged"
_PHASES = ("Setup Worktrees", "Spawn Workers (Parallel)", "Monitor Progress", "Validate Each Worker", "Merge (Ordered)")
_PARTS = {
    "matrix": ("an ownership matrix", "## FILE OWNERSHIP MATRIX"),
    "workers": ("worker definitions", "## WORKER DEFINITIONS"),
    "protocol": ("an orchestrator protocol", "## ORCHESTRATOR PROTOCOL"),
    "checkpoint": ("a checkpoint template", "## CHECKPOINT TEMPLATE"),
}


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on the title for each part that is not there."""
    if not plan.canonical or not plan.title:
        return
    source = text_of(plan.tree)
    at = plan.title.at
    whole = at._replace(start=0, end=len(source.line(at).rstrip()))
    present = _present(plan)
    if "goal" not in present:
        fix = Fix("Add a goal", (insert_after(source, at, ("", _GOAL)),))
        yield Finding("missing-section", "This plan does not say what it is for: it has no goal.", whole, fixes=(fix,))
    for kind, (name, _) in _PARTS.items():
        if kind not in present:
            fix = Fix(f"Add {name}", (_inserted(plan, kind),))
            yield Finding("missing-section", f"This plan has no part with {name}.", whole, fixes=(fix,))


def _present(plan: Plan) -> set[str]:
    present = {section.kind for section in plan.sections}
    if plan.goal:
        present.add("goal")
    if plan.checkpoint_path or plan.checkpoint:
        present.add("checkpoint")
    if plan.protocol.phases or plan.protocol.commands:
        present.add("protocol")
    if any(plan.claims.values()):
        present.add("matrix")
    if plan.workers:
        present.add("workers")
    return present


def _inserted(plan: Plan, kind: str) -> Edit:
    """The part, put before the first one that follows it in the template, or at the end."""
    lines = [_PARTS[kind][1], "", *_stub(plan, kind), ""]
    order = list(_PARTS)
    later = order[order.index(kind) + 1 :]
    following = min((s.at for s in plan.sections if s.kind in later), key=text_of(plan.tree).rank, default=None)
    if following:
        return insert_before(following, lines)
    last = plan.tree.chunks[-1]
    end = len(last.lines) - 1
    text = last.lines[end]
    return Edit(Place(last.key, end, len(text), len(text)), "\n".join(["", *([""] if text else []), *lines]))


def _stub(plan: Plan, kind: str) -> Iterator[str]:
    """What stands below the heading of a new part."""
    ids = list(plan.workers)
    if kind == "matrix":
        yield f"| File | {' | '.join(ids)} | Notes |"
        yield f"|------|{'---|' * len(ids)}-------|"
    elif kind == "workers":
        yield "Each worker has its own worktree and branch."
    elif kind == "protocol":
        for number, phase in enumerate((*_PHASES, "Cleanup"), 1):
            yield from (*([""] if number > 1 else []), f"### Phase {number}: {phase}")
    else:
        yield "Save to `archive/CHECKPOINT_plan.md`"
