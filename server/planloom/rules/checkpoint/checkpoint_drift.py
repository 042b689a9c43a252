"""The checkpoint says something of a worker that git or the processes contradict.

## Why this hurts
Whoever goes on from the checkpoint does work twice, or builds on work that is not there. Git, the process table and the
journal are the truth; the checkpoint is what people and agents read of it. Rows that are only less exact are left
alone: a merged worker called done, a waiting one called pending.

## Example
~~~~ facts
W1 is merged
W2 is running
~~~~

~~~~ plan
| File         | W1      | W2      |
|--------------|---------|---------|
| src/parse.rs | PRIMARY | -       |
| src/lex.rs   | -       | PRIMARY |

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`

## Worker Status

| Worker | Status  | Notes     |
|--------|---------|-----------|
| W1     | running | half done |
           ^^^^^^^ checkpoint-drift
| W2     | running |           |
~~~~

## Instead
~~~~ plan
| File         | W1      | W2      |
|--------------|---------|---------|
| src/parse.rs | PRIMARY | -       |
| src/lex.rs   | -       | PRIMARY |

### W1: Parser
**Branch:** `feat/parser`

### W2: Lexer
**Branch:** `feat/lexer`

## Worker Status

| Worker | Status  | Notes     |
|--------|---------|-----------|
| W1     | merged | half done |
| W2     | running |           |
~~~~

## Example
~~~~ facts
W1 is merged
W2 failed because its validation failed three times
~~~~

~~~~ plan
# Checkpoint: Parser

**Status:** IN_PROGRESS

| Worker | Status | Last Update |
|--------|--------|-------------|
| W1 | Done | 10:40 |
| W2 | ✅ Done | 10:55 |
       ^^^^^^ checkpoint-drift
~~~~

## Instead
~~~~ plan
# Checkpoint: Parser

**Status:** IN_PROGRESS

| Worker | Status | Last Update |
|--------|--------|-------------|
| W1 | Done | 10:40 |
| W2 | Failed | 10:55 |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.drift import Drift, drifted
from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.model.progress import WorkerState
from planloom.model.read.ids import key
from planloom.rules.finding import Edit, Finding, Fix, Severity
from planloom.rules.visible import visible

SEVERITY = Severity.WARNING
READS = ("facts", "checkpoint")

_BOXES = ("x", " ")
_ENDED = frozenset({WorkerState.DONE, WorkerState.MERGED})
_SAME = (
    frozenset({"done", "merged"}),
    frozenset({"running", "validating"}),
    frozenset({"pending", "blocked"}),
)
"""States that a row may say for each other, where what is so is the later one or the two are one to people."""


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each row that says what is not so."""
    facts, checkpoint = plan.facts, plan.checkpoint
    if not facts or not checkpoint:
        return
    for drift in drifted(checkpoint, _states(plan, facts)):
        if not _is_inexact(drift):
            said = drift.row.status.text
            shown = "open" if said == " " else "ticked" if said == "x" else f"called `{said}`"
            yield Finding(
                "checkpoint-drift",
                f"{drift.row.worker} is {shown}, but {_evidence(facts, drift)}",
                drift.row.status.at,
                fixes=(Fix(f"Take `{drift.state}` from the facts", (Edit(drift.row.status.at, _word(drift)),)),),
            )


def _states(plan: Plan, facts: Facts) -> dict[str, WorkerState]:
    """What is so, by the ids of this document: a checkpoint file may spell them otherwise than its plan does."""
    ids = {key(id_): id_ for id_ in plan.workers}
    known = ((ids.get(key(id_), id_), worker.state) for id_, worker in facts.workers.items())
    return {id_: state for id_, state in known if state}


def _is_inexact(drift: Drift) -> bool:
    """Whether the row says less than is so, but nothing wrong."""
    said, real = drift.row.state, drift.state
    if said == "abandoned":
        return real not in (WorkerState.RUNNING, WorkerState.VALIDATING, WorkerState.MERGED)
    if drift.row.status.text == " ":
        return real not in _ENDED
    return any({said, real} <= same for same in _SAME) and (said, real) != ("merged", WorkerState.DONE)


def _evidence(facts: Facts, drift: Drift) -> str:
    """What git and processes say."""
    recorded = facts.progress.workers.items() if facts.progress else ()
    worker = next((one for id_, one in recorded if key(id_) == key(drift.row.worker or "")), None)
    reason = f": {visible(worker.reason)}" if worker and worker.reason else ""
    target = f"`{visible(facts.target)}`" if facts.target else "the target"
    return {
        WorkerState.PENDING: "nothing was started for it",
        WorkerState.RUNNING: "it is at work",
        WorkerState.VALIDATING: "it is being validated",
        WorkerState.DONE: "it passed its validation",
        WorkerState.MERGED: f"{target} holds its commits",
        WorkerState.FAILED: f"it failed{reason}",
        WorkerState.BLOCKED: f"it is blocked{reason}",
    }[drift.state]


def _word(drift: Drift) -> str:
    """The state as the row would write it."""
    said, word = drift.row.status.text, str(drift.state)
    if said in _BOXES:
        return "x" if drift.state in _ENDED else " "
    letters = [character for character in said if character.isalpha()]
    if letters and all(map(str.isupper, letters)):
        return word.upper()
    return word.capitalize() if letters and letters[0].isupper() else word
