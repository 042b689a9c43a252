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

**Files:** none
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import Dependency, Plan
from planloom.rules.edits import Source, text_of
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.names import listing, nearest
from planloom.rules.stubs import define
from planloom.syntax.chunks import Place
from planloom.text.lazy import lazy

SEVERITY = Severity.ERROR
READS = ("workers", "mentions")
RELATED = 8

_FINISHED = lazy(
    r"[\s*`]*(?:\([^()]*\))?\s*(?:is|are|was|were|has been|✅)\s*(?:already\s+)?"
    r"(?:complete|done|merged|finished|landed|shipped|$)",
    re.IGNORECASE,
)


def check(plan: Plan) -> Iterator[Finding]:
    """A finding for each dependency on an unknown worker, and one for each other form that names it."""
    source = text_of(plan.tree)
    named: dict[tuple[str, str], list[Place]] = {}
    for worker in plan.workers.values():
        for item in (*worker.depends_on, *worker.blocks):
            if item.unknown and not _is_earlier(source, item):
                named.setdefault((item.text, worker.id), []).append(item.at)
    for mentions in plan.mentions.values():
        for mention in mentions:
            if mention.worker is None:
                named.setdefault((mention.text, mention.where), []).append(mention.at)
    if named:
        everywhere: dict[str, list[Place]] = {}
        for (text, _), places in named.items():
            everywhere.setdefault(text, []).extend(places)
        for (text, where), places in named.items():
            others = [at for at in everywhere[text] if at != places[0]][:RELATED]
            yield Finding(
                "unknown-worker",
                _message(plan, text, where),
                places[0],
                related=tuple(Related(at, f"{text} is named here too") for at in others),
                fixes=tuple(_fixes(plan, source, text, where, places)),
            )


def _is_earlier(source: Source, item: Dependency) -> bool:
    """Whether an id is that of finished work, which another plan defines, or no id at all but a word in capitals."""
    behind = source.line(item.at)[item.at.end :]
    return bool(_FINISHED.match(behind)) or (item.text.isalpha() and item.text.isupper() and len(item.text) > 2)


def _message(plan: Plan, text: str, where: str) -> str:
    what = f"{where} depends on {text}, but" if where in plan.workers else f"{text} is named here ({where}), but"
    return f"{what} no such worker is defined; the plan has {listing(list(plan.workers))}."


def _fixes(plan: Plan, source: Source, text: str, where: str, places: list[Place]) -> Iterator[Fix]:
    owner = plan.workers.get(where)
    taken = {where, *(item.worker for item in owner.depends_on)} if owner else set()
    known = nearest(text, (id_ for id_ in plan.workers if id_ not in taken))
    if known:
        yield Fix(f"change to {known}", tuple(Edit(at, known) for at in places))
    definition = define(plan, source, text)
    if definition:
        yield Fix(f"define {text}", (definition,))
