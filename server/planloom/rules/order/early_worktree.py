"""The protocol creates a worktree before the work that its worker depends on is merged.

## Why this hurts
The tree begins without what the worker was to build on, and no later step brings it in. The worker then invents the
missing parts, and they conflict at the merge.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`
**Branch:** `feat/w1`

### W2: Lexer

**Worktree:** `../app-w2`
**Branch:** `feat/w2`
**Depends On:** W1

## ORCHESTRATOR PROTOCOL

### Phase 1: Setup Worktrees

```bash
git worktree add ../app-w1 -b feat/w1
git worktree add ../app-w2 -b feat/w2
                 ^^^^^^^^^ early-worktree
```

### Phase 2: Merge

```bash
git merge feat/w1 --no-edit
git merge feat/w2 --no-edit
```
~~~~

## Instead (by hand)
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`
**Branch:** `feat/w1`

### W2: Lexer

**Worktree:** `../app-w2`
**Branch:** `feat/w2`
**Depends On:** W1

## ORCHESTRATOR PROTOCOL

### Phase 1: Setup Worktrees

```bash
git worktree add ../app-w1 -b feat/w1
```

### Phase 2: Merge

```bash
git merge feat/w1 --no-edit
git worktree add ../app-w2 -b feat/w2
git merge feat/w2 --no-edit
```
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Branch       | Worktree    | Depends On |
|---------|-------------|--------------|-------------|------------|
| Agent A | `src/api/`  | `agent/api`  | `../x-api`  | -          |
| Agent B | `src/core/` | `agent/core` | `../x-core` | Agent A    |

## Setup

```bash
git worktree add -b agent/api ../x-api main
git worktree add -b agent/core ../x-core main
                               ^^^^^^^^^ early-worktree
```

## Merge

```bash
git merge agent/api
git merge agent/core
```
~~~~

## Instead (by hand)
~~~~ plan
| Agent   | Owns        | Branch       | Worktree    | Depends On |
|---------|-------------|--------------|-------------|------------|
| Agent A | `src/api/`  | `agent/api`  | `../x-api`  | -          |
| Agent B | `src/core/` | `agent/core` | `../x-core` | Agent A    |

## Setup

```bash
git worktree add -b agent/api ../x-api main
git worktree add -b agent/core ../x-core agent/api
```

## Merge

```bash
git merge agent/api
git merge agent/core
```
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.plan import Plan, ProtocolCommand, Worker
from planloom.rules.dependencies import Edge, edges
from planloom.rules.finding import Finding, Related, Severity
from planloom.rules.names import listing
from planloom.rules.protocols import Holders, holders
from planloom.syntax.chunks import Place

SEVERITY = Severity.WARNING
READS = ("workers", "protocol", "merge")
RELATED = 12


class Early(NamedTuple):
    """A worktree that is created too early: of which worker, where, and what it lacks."""

    worker: Worker
    at: Place
    lacks: list[Edge]


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each phase that creates worktrees too early, on the first of them."""
    if plan.protocol.refreshes or not any(worker.depends_on for worker in plan.workers.values()):
        return
    known = holders(plan)
    merged_at = _merges(plan, known)
    phases: dict[str, list[Early]] = {}
    for number, command in enumerate(plan.protocol.commands):
        early = _early(plan, known, merged_at, (number, command))
        if early:
            phases.setdefault(command.phase, []).append(early)
    for found in phases.values():
        yield _finding(found, merged_at)


def _merges(plan: Plan, known: Holders) -> dict[str, tuple[int, Place]]:
    """When each worker is first merged: the command's number (past all commands for a merge list) and place."""
    found: dict[str, tuple[int, Place]] = {}
    for number, command in enumerate(plan.protocol.commands):
        if command.kind == "merge":
            for branch in command.branches or ((command.branch,) if command.branch else ()):
                worker = known.of_branch(branch.text)
                if worker:
                    found.setdefault(worker.id, (number, branch.at))
    for step in plan.merge.steps:
        if step.worker:
            found.setdefault(step.worker, (len(plan.protocol.commands), step.at))
    return found


def _early(
    plan: Plan, known: Holders, merged_at: dict[str, tuple[int, Place]], step: tuple[int, ProtocolCommand]
) -> Early | None:
    number, command = step
    if command.kind != "worktree-add" or not command.worktree:
        return None
    worker = known.of(command)
    if not worker:
        return None
    lacks = [
        edge
        for edge in edges(worker)
        if edge.worker == worker.id != edge.on and not edge.item.conditional and edge.on in plan.workers
        if merged_at.get(edge.on, (-1,))[0] > number and not _based(plan.workers[edge.on], worker, command)
    ]
    return Early(worker, command.worktree.at, lacks) if lacks else None


def _based(on: Worker, worker: Worker, command: ProtocolCommand) -> bool:
    """Whether the worktree begins at the branch of the worker it depends on."""
    branch = on.branch.text if on.branch else None
    return branch is not None and (branch in command.command.words or (worker.base and worker.base.text) == branch)


def _finding(found: list[Early], merged_at: dict[str, tuple[int, Place]]) -> Finding:
    first, *others = found
    names = listing([early.worker.id for early in found])
    lacks = list(dict.fromkeys(edge.on for early in found for edge in early.lacks))
    related = [Related(early.at, f"so is the one of {early.worker.id}") for early in others[:RELATED]]
    related += [Related(merged_at[on][1], f"{on} is merged only here") for on in lacks[:RELATED]]
    related += [Related(edge.item.at, edge.shown) for edge in first.lacks]
    what = "worktree is" if len(found) == 1 else "worktrees are"
    whom = "it depends on" if len(found) == 1 else "they depend on"
    return Finding(
        "early-worktree",
        f"The {what} created before the work {whom} is merged ({names} without {listing(lacks)}), and no step brings "
        f"it in; create later, from the branch of the dependency, or add a rebase.",
        first.at,
        related=tuple(related),
    )
