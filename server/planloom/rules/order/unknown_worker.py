"""A worker is named that nothing defines.

## Why this hurts
Whoever was to do that work does not exist: a dependency on it is never fulfilled, its column or row belongs to nobody.
Most often the id is mistyped, or a definition was forgotten.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer

**Depends On:** W11
                ^^^ unknown-worker
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer

**Depends On:** W1
~~~~

## Example
~~~~ plan
### Agent A: Storage

**Files:** `src/store.py`

### Agent B: Queue

**Files:** `src/queue.py`
**Dependencies:** Agent A and Agent C
                              ^^^^^^^ unknown-worker
~~~~

## Instead
~~~~ plan
### Agent A: Storage

**Files:** `src/store.py`

### Agent B: Queue

**Files:** `src/queue.py`
**Dependencies:** Agent A and Agent C

### Agent C: to be named
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan, Worker
from planloom.rules.edits import Source
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.names import listing, nearest
from planloom.rules.stubs import define
from planloom.syntax.chunks import Place

SEVERITY = Severity.ERROR
READS = ("workers", "mentions")
RELATED = 8


def check(plan: Plan) -> Iterator[Finding]:
    """A finding for each dependency on an unknown worker, and one for each other form that names it."""
    source = Source(plan.tree)
    named: dict[tuple[str, str], list[Place]] = {}
    for worker in plan.workers.values():
        for at, text, verb in _dependencies(worker):
            named.setdefault((text, f"{verb} of {worker.id}"), []).append(at)
    for mentions in plan.mentions.values():
        for mention in mentions:
            if mention.worker is None:
                named.setdefault((mention.text, mention.where), []).append(mention.at)
    for (text, where), places in named.items():
        others = [at for (other, _), found in named.items() if other == text for at in found if at != places[0]]
        yield Finding(
            "unknown-worker",
            f"No worker {text} is defined, but it is named here ({where}); the plan has {listing(list(plan.workers))}.",
            places[0],
            related=tuple(Related(at, f"{text} is named here too") for at in others[:RELATED]),
            fixes=tuple(_fixes(plan, source, text, places)),
        )


def _dependencies(worker: Worker) -> Iterator[tuple[Place, str, str]]:
    for verb, items in (("dependency", worker.depends_on), ("Blocks", worker.blocks)):
        for item in items:
            if item.unknown:
                yield item.at, item.text, verb


def _fixes(plan: Plan, source: Source, text: str, places: list[Place]) -> Iterator[Fix]:
    known = nearest(text, plan.workers, cutoff=0.5)
    if known:
        yield Fix(f"change to {known}", tuple(Edit(at, known) for at in places))
    definition = define(plan, source, text)
    if definition:
        yield Fix(f"define {text}", (definition,))
