"""A worker depends on one of its own or of a later wave, or Blocks and Depends On disagree.

## Why this hurts
The workers of a wave start together, so this one would start before what it needs exists. Where Blocks says one thing
and Depends On another, whoever reads only one of them acts on half of the order.

## Example
~~~~ plan
| File     | W1      | W2      | W3      |
|----------|---------|---------|---------|
| src/a.rs | PRIMARY | -       | -       |
| src/b.rs | -       | PRIMARY | -       |
| src/c.rs | -       | -       | PRIMARY |

### W1: Parser

**Wave:** 1

### W2: Lexer

**Wave:** 1
**Depends On:** W1
                ^^ wave-contradiction

### W3: Printer

**Wave:** 2
**Depends On:** W1
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      | W3      |
|----------|---------|---------|---------|
| src/a.rs | PRIMARY | -       | -       |
| src/b.rs | -       | PRIMARY | -       |
| src/c.rs | -       | -       | PRIMARY |

### W1: Parser

**Wave:** 1

### W2: Lexer

**Wave:** 2
**Depends On:** W1

### W3: Printer

**Wave:** 2
**Depends On:** W1
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Wave | Depends On |
|---------|-------------|------|------------|
| Agent A | `src/api/`  | 1    | -          |
| Agent B | `src/core/` | 1    | Agent A    |
                                 ^^^^^^^ wave-contradiction
| Agent C | `src/ui/`   | 1    | -          |
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Wave | Depends On |
|---------|-------------|------|------------|
| Agent A | `src/api/`  | 1    | -          |
| Agent B | `src/core/` | 2    | Agent A    |
| Agent C | `src/ui/`   | 1    | -          |
~~~~

## Example
~~~~ plan
## Wave 1

### Stream A: Storage

**Files:** `src/store.py`

### Stream B: Queue

**Files:** `src/queue.py`
**Depends On:** Stream A
                ^^^^^^^^ wave-contradiction

## Wave 2

### Stream C: Pages

**Files:** `src/pages.py`
~~~~

## Instead
~~~~ plan
## Wave 1

### Stream A: Storage

**Files:** `src/store.py`

## Wave 2

### Stream C: Pages

**Files:** `src/pages.py`

### Stream B: Queue

**Files:** `src/queue.py`
**Depends On:** Stream A
~~~~

## Example
~~~~ plan
### Task 1: Schema

**Files:** `db/schema.sql`
**Blocks:** Task 2
            ^^^^^^ wave-contradiction

### Task 2: Queries

**Files:** `db/queries.sql`
**Depends On:** none

### Task 3: Pages

**Files:** `web/pages/`
**Depends On:** Task 2
~~~~

## Instead
~~~~ plan
### Task 1: Schema

**Files:** `db/schema.sql`
**Blocks:** Task 2

### Task 2: Queries

**Files:** `db/queries.sql`
**Depends On:** Task 1

### Task 3: Pages

**Files:** `web/pages/`
**Depends On:** Task 2
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import Plan, Worker
from planloom.rules.dependencies import Edge, edges, removal
from planloom.rules.edits import Source, text_of
from planloom.rules.fields import add_to_list
from planloom.rules.finding import Finding, Fix, Related, Severity
from planloom.rules.waves import are_comparable, is_counted, move
from planloom.text.lazy import lazy

SEVERITY = Severity.WARNING
READS = ("workers", "order")
STAGES = 3

_PARALLEL = lazy(r"wave|batch|round|parallel|^\W*[a-z]?\d+\W*$|波", re.IGNORECASE)


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each dependency that its wave contradicts, and on each side of a disagreement that says more."""
    if not any(worker.wave or worker.blocks for worker in plan.workers.values()):
        return
    source = text_of(plan.tree)
    labels = _labels(plan)
    loose = _are_stages(plan)
    for worker in plan.workers.values():
        for edge in edges(worker):
            if edge.worker == edge.on or (loose and _in_one_wave(plan, edge)):
                continue
            finding = _same_or_later(plan, source, edge, labels)
            if finding:
                yield finding
        yield from _blocks(plan, source, worker)


def _are_stages(plan: Plan) -> bool:
    """Whether the plan orders workers inside of its phases as a habit: they are stages then, not waves.

    Words that say "at once" (wave, batch, a bare number) are never taken so. Where phases are counted, the habit must
    be stronger than the one to order workers across them.
    """
    inside: list[int | None] = []
    across = 0
    for worker in plan.workers.values():
        if worker.wave and not _PARALLEL.search(worker.wave.text):
            found = list(edges(worker))
            if any(_in_one_wave(plan, edge) for edge in found):
                inside.append(worker.wave_index)
            elif found and is_counted(worker.wave.text):
                across += 1
    return len(inside) >= max(STAGES, across) and len(set(inside)) > 1


def _in_one_wave(plan: Plan, edge: Edge) -> bool:
    worker, on = plan.workers.get(edge.worker), plan.workers.get(edge.on)
    return bool(worker and on and worker.wave_index is not None and worker.wave_index == on.wave_index)


def _labels(plan: Plan) -> dict[int, str]:
    """The plan's own label of each wave."""
    found: dict[int, str] = {}
    for worker in plan.workers.values():
        if worker.wave and worker.wave_index is not None:
            found.setdefault(worker.wave_index, worker.wave.text)
    return found


def _same_or_later(plan: Plan, source: Source, edge: Edge, labels: dict[int, str]) -> Finding | None:
    worker, on = plan.workers.get(edge.worker), plan.workers.get(edge.on)
    if not worker or not on or worker.wave_index is None or on.wave_index is None or not worker.wave or not on.wave:
        return None
    if on.wave_index < worker.wave_index or edge.item.implied or not are_comparable(on, worker):
        return None
    same = on.wave_index == worker.wave_index
    which = f"both are in {_wave(on)}" if same else f"{on.id} is in {_wave(on)}, {worker.id} in {_wave(worker)}"
    return Finding(
        "wave-contradiction",
        f"{edge.shown}, but {which}; move {worker.id} to a later wave, or drop the dependency.",
        edge.item.at,
        related=(
            Related(worker.wave.at, f"{worker.id} is in {_wave(worker)}"),
            Related(on.wave.at, f"{on.id} is in {_wave(on)}"),
        ),
        fixes=(*_move(plan, source, worker, on, labels), *removal(source, edge)),
    )


def _wave(worker: Worker) -> str:
    return _spoken(worker.wave.text if worker.wave else "")


def _spoken(label: str) -> str:
    return label if label[:1].isalpha() and len(label) > 1 else f"wave {label}"


def _move(plan: Plan, source: Source, worker: Worker, on: Worker, labels: dict[int, str]) -> Iterator[Fix]:
    """Put a worker that says its own wave into the wave behind the one it waits for."""
    index = on.wave_index
    label = labels.get(index + 1) if index is not None else None
    if index is not None and not (label and is_counted(label)):
        label = _next(labels[index])
    if worker.wave and label:
        later = next((w for w in reversed(list(plan.workers.values())) if w.wave and w.wave.text == label), None)
        edits = move(plan, source, worker, later or label)
        if edits:
            yield Fix(f"move {worker.id} to {_spoken(label)}", edits)


def _next(label: str) -> str | None:
    """The label of a new wave behind the last one."""
    numbers = list(re.finditer(r"\d+", label[:200]))
    if not numbers:
        return None
    last = numbers[-1]
    return f"{label[: last.start()]}{int(last[0][-9:]) + 1}{label[last.end() :]}"


def _blocks(plan: Plan, source: Source, worker: Worker) -> Iterator[Finding]:
    """Where this worker blocks one whose own Depends On leaves it out."""
    for item in worker.blocks:
        other = plan.workers.get(item.worker) if item.worker else None
        if not other or item.implied or other.id == worker.id:
            continue
        if plan.order and plan.order.reaches(worker.id, other.id):
            yield _both_ways(plan, source, Edge(other.id, worker.id, item, worker, "blocks"))
            continue
        field = other.field("depends_on")
        if not field or any(d.worker == worker.id for d in other.depends_on) or _led(plan, other, worker.id):
            continue
        yield Finding(
            "wave-contradiction",
            f"{worker.id} blocks {other.id}, but {other.id} does not depend on {worker.id}; say it on both sides.",
            item.at,
            related=(Related(field.value.at, f"{other.id} depends on: {field.value.text or 'nothing'}"),),
            fixes=(
                *_add(plan, source, other, worker.id),
                *removal(source, Edge(other.id, worker.id, item, worker, "blocks")),
            ),
        )


def _both_ways(plan: Plan, source: Source, edge: Edge) -> Finding:
    """A worker that blocks the one it waits for."""
    blocker, blocked = edge.on, edge.worker
    items = plan.workers[blocker].depends_on
    back = next((Edge(blocker, blocked, d, edge.writer, "depends_on") for d in items if d.worker == blocked), None)
    return Finding(
        "wave-contradiction",
        f"{blocker} blocks {blocked}, but {blocker} also waits for {blocked}; one of the two is wrong.",
        edge.item.at,
        related=(Related(back.item.at, back.shown),) if back else (),
        fixes=(*removal(source, edge), *(removal(source, back) if back else ())),
    )


def _led(plan: Plan, worker: Worker, on: str) -> bool:
    """Whether a worker's own Depends On leads to `on` through others."""
    return any(d.worker and plan.order and plan.order.reaches(d.worker, on) for d in worker.depends_on)


def _add(plan: Plan, source: Source, worker: Worker, on: str) -> Iterator[Fix]:
    edit = add_to_list(plan, source, worker, "depends_on", on)
    if edit:
        yield Fix(f"let {worker.id} depend on {on}", (edit,))
