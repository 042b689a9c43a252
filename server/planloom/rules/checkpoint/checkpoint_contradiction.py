"""A checkpoint contradicts itself or the plan.

## Why this hurts
The checkpoint is what survives an interruption. Whoever resumes from one that says two things at once either repeats
work that is done, or leaves out work that is not.

## Example
~~~~ plan
# Checkpoint: Engine

**Status:** COMPLETED
            ^^^^^^^^^ checkpoint-contradiction

## Worker Status

| Worker | Status  | Last Update | Notes |
|--------|---------|-------------|-------|
| W1     | done    | 10:00       | -     |
| W2     | running | 10:05       | -     |
~~~~

## Instead (by hand)
~~~~ plan
# Checkpoint: Engine

**Status:** IN_PROGRESS

## Worker Status

| Worker | Status  | Last Update | Notes |
|--------|---------|-------------|-------|
| W1     | done    | 10:00       | -     |
| W2     | running | 10:05       | -     |
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Depends On | Status  | Notes              |
|---------|-------------|------------|---------|--------------------|
| Agent A | `src/api/`  | Agent B    | done    | -                  |
                                       ^^^^ checkpoint-contradiction
| Agent B | `src/core/` | -          | running | -                  |
| Agent C | `src/ui/`   | -          | merged  | not validated yet  |
                                       ^^^^^^ checkpoint-contradiction
~~~~

## Instead (by hand)
~~~~ plan
| Agent   | Owns        | Depends On | Status  | Notes              |
|---------|-------------|------------|---------|--------------------|
| Agent A | `src/api/`  | Agent B    | blocked | -                  |
| Agent B | `src/core/` | -          | running | -                  |
| Agent C | `src/ui/`   | -          | running | not validated yet  |
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import Checkpoint, Plan, Status
from planloom.model.read.checkpoint import state
from planloom.rules.finding import Finding, Related, Severity
from planloom.rules.names import listing
from planloom.text.lazy import lazy

SEVERITY = Severity.WARNING
READS = ("checkpoint", "workers")

OPEN = frozenset({"pending", "running", "validating", "blocked", "failed"})
UNMET = OPEN - {"validating"}
ENDED = frozenset({"done", "merged"})
_UNCHECKED = lazy(
    r"\b(?:not|never|without|no|skipped|skip)\s+(?:being\s+)?(?:yet\s+)?(?:validat|verif|test)|\bunvalidated\b|\buntested\b|"
    r"\bvalidation\s+(?:skipped|failed|pending|missing)|\btests?\s+(?:skipped|failing|failed|not run)",
    re.IGNORECASE,
)


def check(plan: Plan) -> Iterator[Finding]:
    """Findings on the status of the whole, then on rows."""
    checkpoint = plan.checkpoint
    if not checkpoint or checkpoint.sample:
        return
    yield from _whole(checkpoint)
    by_worker: dict[str, Status] = {}
    for row in checkpoint.statuses:
        if row.worker:
            by_worker.setdefault(row.worker, row)
    for id_, row in by_worker.items():
        if row.state in ENDED:
            yield from _too_soon(plan, id_, row, by_worker)
        if row.state == "merged" and _UNCHECKED.search(row.notes):
            yield Finding(
                "checkpoint-contradiction",
                f"{id_} is merged, but its notes say that it was not validated: {row.notes}.",
                row.status.at,
            )


def _whole(checkpoint: Checkpoint) -> Iterator[Finding]:
    """A run that is said to be over while workers of it are not."""
    whole = checkpoint.status
    if not whole or state(whole.text) not in ENDED:
        return
    left = [row for row in checkpoint.statuses if row.worker and row.state in OPEN]
    if left:
        names = listing([f"{row.worker} is {row.state}" for row in left])
        yield Finding(
            "checkpoint-contradiction",
            f"The checkpoint says {whole.text}, but {names}.",
            whole.at,
            related=tuple(Related(row.status.at, f"{row.worker} is {row.state}") for row in left[:12]),
        )


def _too_soon(plan: Plan, id_: str, row: Status, by_worker: dict[str, Status]) -> Iterator[Finding]:
    """A worker that is done before one that it depends on."""
    worker = plan.workers.get(id_)
    for item in worker.depends_on if worker else ():
        on = by_worker.get(item.worker) if item.worker else None
        if on and on.state in UNMET and not item.conditional and item.worker != id_:
            yield Finding(
                "checkpoint-contradiction",
                f"{id_} is {row.state}, but it depends on {item.worker}, which is {on.state}.",
                row.status.at,
                related=(
                    Related(on.status.at, f"{item.worker} is {on.state}"),
                    Related(item.at, f"{id_} depends on {item.worker}"),
                ),
            )
            return
