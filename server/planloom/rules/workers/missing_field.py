"""A worker has no branch, worktree, task or files, where its siblings have them.

## Why this hurts
Whoever starts it has to invent what is missing, and invents something else than the merge script expects.

## Example
~~~~ plan
| File     | W1      | W2      | W3      |
|----------|---------|---------|---------|
| src/a.rs | PRIMARY | -       | -       |
| src/b.rs | -       | PRIMARY | -       |
| src/c.rs | -       | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`
**Branch:** `feat/w1`

### W2: Lexer

**Worktree:** `../app-w2`
**Branch:** `feat/w2`

### W3: Printer
    ^^ missing-field

**Worktree:** `../app-w3`
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      | W3      |
|----------|---------|---------|---------|
| src/a.rs | PRIMARY | -       | -       |
| src/b.rs | -       | PRIMARY | -       |
| src/c.rs | -       | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`
**Branch:** `feat/w1`

### W2: Lexer

**Worktree:** `../app-w2`
**Branch:** `feat/w2`

### W3: Printer

**Worktree:** `../app-w3`
**Branch:** `feat/w3`
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Directory | Branch    |
|---------|-------------|-----------|-----------|
| Agent A | `src/api/`  | `../x-a`  | `agent/a` |
| Agent B | `src/core/` | `../x-b`  | `agent/b` |
| Agent C | `src/ui/`   | `../x-c`  |           |
  ^^^^^^^ missing-field
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Directory | Branch    |
|---------|-------------|-----------|-----------|
| Agent A | `src/api/`  | `../x-a`  | `agent/a` |
| Agent B | `src/core/` | `../x-b`  | `agent/b` |
| Agent C | `src/ui/`   | `../x-c`  |     `agent/c`      |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from planloom.model.plan import Plan, Role, Worker
from planloom.rules.edits import Source
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.names import listing
from planloom.rules.stubs import stub
from planloom.rules.workforce import families, is_integrator, lacking, says_none

SEVERITY = Severity.WARNING
READS = ("workers", "claims", "protocol")
WORDS = {"branch": "branch", "worktree": "worktree", "files_owned": "files", "task": "task"}


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each worker that lacks something which nearly all of its siblings have."""
    source = Source(plan.tree)
    for family in families(plan, source):
        missing: dict[str, list[str]] = {}
        sibling: dict[str, Worker] = {}
        for label in WORDS:
            has = partial(_has, label=label)
            for worker in _without(plan, label, lacking(family, has)):
                missing.setdefault(worker.id, []).append(label)
                sibling.setdefault(worker.id, next(other for other in family if has(other)))
        for id_, labels in missing.items():
            yield _finding(plan, source, plan.workers[id_], labels, sibling[id_])


def _has(worker: Worker, label: str) -> bool:
    if label == "task":
        return bool(worker.tasks) or worker.field("task") is not None
    return worker.field(label) is not None or (label != "files_owned" and getattr(worker, label) is not None)


def _without(plan: Plan, label: str, found: list[Worker]) -> list[Worker]:
    """Of the workers that lack a field those that no other form of the plan gives it, and that need it."""
    if not found or label not in ("branch", "worktree", "files_owned"):
        return found
    if label != "files_owned":
        return [worker for worker in found if not _does_without(worker)]
    ids = {worker.id for worker in found}
    for claims in plan.claims.values():
        for claim in claims:
            if claim.worker in ids and claim.role != Role.READ:
                ids.discard(claim.worker)
                if not ids:
                    return []
    return [worker for worker in found if worker.id in ids and not is_integrator(worker)]


def _does_without(worker: Worker) -> bool:
    return is_integrator(worker) or says_none(worker, "branch") or says_none(worker, "worktree")


def _finding(plan: Plan, source: Source, worker: Worker, labels: list[str], sibling: Worker) -> Finding:
    words = [WORDS[label] for label in labels]
    edits = tuple(edit for label in labels if (edit := stub(plan, source, worker, label)))
    whole = len(edits) == len(labels)
    return Finding(
        "missing-field",
        f"{worker.id} has no {' and no '.join(words)}, though its siblings do; whoever starts it would have to guess.",
        worker.at,
        related=tuple(_related(sibling, labels)),
        fixes=(Fix(f"add {listing(words)} to {worker.id}", _joined(edits)),) if whole else (),
    )


def _related(sibling: Worker, labels: list[str]) -> Iterator[Related]:
    for label in labels:
        field = sibling.field(label)
        if field:
            yield Related(field.value.at, f"{sibling.id} says it here")


def _joined(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Edits without two at one place: their texts follow each other."""
    found: dict[object, Edit] = {}
    for edit in edits:
        before = found.get(edit.at)
        found[edit.at] = Edit(edit.at, before.new + edit.new) if before else edit
    return tuple(found.values())
