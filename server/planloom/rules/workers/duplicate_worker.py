"""Two definitions of one worker give different values for one field.

## Why this hurts
One reader takes the first value, another the second: the worktree is made on one branch and merged from the other.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Branch:** `feat/w1`

### W2: Lexer

**Branch:** `feat/w2`
             ^^^^^^^ duplicate-worker

### W2: Printer

**Branch:** `feat/w2-printer`
             ^^^^^^^^^^^^^^^ duplicate-worker
~~~~

## Instead (by hand)
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Branch:** `feat/w1`

### W2: Lexer

**Branch:** `feat/w2`

### W3: Printer

**Branch:** `feat/w3`
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Worktree    |
|---------|-------------|-------------|
| Agent A | `src/api/`  | `../x-api`  |
| Agent B | `src/core/` | `../x-core` |
                           ^^^^^^^^^ duplicate-worker

### Agent B: Core

- **Worktree:** `../x-kernel`
                 ^^^^^^^^^^^ duplicate-worker
~~~~

## Instead (by hand)
~~~~ plan
| Agent   | Owns        | Worktree    |
|---------|-------------|-------------|
| Agent A | `src/api/`  | `../x-api`  |
| Agent B | `src/core/` | `../x-core` |

### Agent B: Core

- **Worktree:** `../x-core`
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan, Value, Worker
from planloom.model.read.context import Item
from planloom.model.read.workers import single
from planloom.rules.edits import Source, text_of
from planloom.rules.finding import Finding, Related, Severity
from planloom.rules.protocols import is_at, last_part

SEVERITY = Severity.ERROR
SINGLE = ("branch", "worktree", "base")


def check_worker(worker: Worker, plan: Plan) -> Iterator[Finding]:
    """A finding on each of two values, naming the other."""
    labels = [field.label for field in worker.fields]
    for label in SINGLE:
        if labels.count(label) > 1:
            yield from _differing(text_of(plan.tree), worker, label)


def _differing(source: Source, worker: Worker, label: str) -> Iterator[Finding]:
    values = [value for field in worker.fields if field.label == label if (value := _value(source, field.value))]
    if not values:
        return
    first = values[0]
    other = next((value for value in values[1:] if not _same(label, first.text, value.text)), None)
    if other:
        for here, there in ((first, other), (other, first)):
            yield Finding(
                "duplicate-worker",
                f"{worker.id} has two {label}{'es' if label == 'branch' else 's'}, `{first.text}` and `{other.text}`; "
                "keep one, or give the second definition an id of its own.",
                here.at,
                related=(Related(there.at, f"{worker.id} has the {label} `{there.text}` here"),),
            )


def _value(source: Source, value: Value) -> Value | None:
    """A field's value as the one name that it gives."""
    text = source.text(value.at)
    return single(Item(text, value.at)) if text else None


def _same(label: str, one: str, other: str) -> bool:
    if label != "worktree":
        one, other = f"/{one.casefold()}", f"/{other.casefold()}"
        return one.endswith(other) or other.endswith(one)
    return is_at(one, other) or is_at(other, one) or last_part(one) == last_part(other)
