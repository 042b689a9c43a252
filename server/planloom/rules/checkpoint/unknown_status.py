"""A status in the checkpoint is no word that anybody knows.

## Why this hurts
Whoever resumes after an interruption reads the checkpoint; what it does not understand it has to treat as unknown, and
looks up again what somebody knew.

## Example
~~~~ plan
# Checkpoint: Engine

**Status:** IN_PROGRESS

## Worker Status

| Worker | Status  | Last Update | Notes |
|--------|---------|-------------|-------|
| W1     | done    | 10:00       | -     |
| W2     | runing  | 10:05       | -     |
           ^^^^^^ unknown-status
| W3     | pending | 10:05       | -     |
~~~~

## Instead
~~~~ plan
# Checkpoint: Engine

**Status:** IN_PROGRESS

## Worker Status

| Worker | Status  | Last Update | Notes |
|--------|---------|-------------|-------|
| W1     | done    | 10:00       | -     |
| W2     | running  | 10:05       | -     |
| W3     | pending | 10:05       | -     |
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Status    |
|---------|-------------|-----------|
| Agent A | `src/api/`  | completed |
| Agent B | `src/core/` | blokced   |
                          ^^^^^^^ unknown-status
| Agent C | `src/ui/`   | todo      |
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Status    |
|---------|-------------|-----------|
| Agent A | `src/api/`  | completed |
| Agent B | `src/core/` | blocked   |
| Agent C | `src/ui/`   | todo      |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan, Status
from planloom.model.read.checkpoint import STATES
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.names import nearest
from planloom.text.lazy import lazy

SEVERITY = Severity.WARNING
READS = ("checkpoint",)
WORDS = tuple(word for words in STATES.values() for word in words.split() if word.isascii())
_WORD = lazy(r"[A-Za-z][A-Za-z_-]*(?: [A-Za-z][A-Za-z_-]*)?")


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each unknown word, on the first row that has it, where most rows have known ones."""
    checkpoint = plan.checkpoint
    if not checkpoint or checkpoint.sample:
        return
    rows = [row for row in checkpoint.statuses if row.worker and row.status.text]
    unknown: dict[str, list[Status]] = {}
    for row in rows:
        if row.state is None and _WORD.fullmatch(row.status.text):
            unknown.setdefault(row.status.text.casefold(), []).append(row)
    if 2 * sum(row.state is None for row in rows) > len(rows):
        return
    for same in unknown.values():
        yield _finding(same)


def _finding(rows: list[Status]) -> Finding:
    first, *others = rows
    word = first.status.text
    meant = nearest(word, WORDS, cutoff=0.7)
    hint = f"did you mean `{meant}`?" if meant else "use pending, running, validating, blocked, done, failed or merged."
    return Finding(
        "unknown-status",
        f"`{word}` is no status that a worker can have; {hint}",
        first.status.at,
        related=tuple(Related(row.status.at, f"{row.worker} has it too") for row in others),
        fixes=(Fix(f"change to {meant}", tuple(Edit(row.status.at, meant) for row in rows)),) if meant else (),
    )
