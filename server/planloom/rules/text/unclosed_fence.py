"""A fenced code block is not closed, and swallows what stands below it.

## Why this hurts
Markdown takes everything down to the next closing line for code: workers and sections below disappear from what people
see, and agents that get the plan read them as an example. Planloom reads on as if the block ended before the first
heading that it hides.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Validation:**
```bash
^^^^^^^ unclosed-fence
make test

### W2: Lexer

**Validation:**
```bash
make lint
```
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Validation:**
```bash
make test
```

### W2: Lexer

**Validation:**
```bash
make lint
```
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |
| Agent B | `src/core/` | Agent A    |

```
^^^ unclosed-fence
api first, then core

## Merge Order

1. Agent A
2. Agent B
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |
| Agent B | `src/core/` | Agent A    |

```
api first, then core
```

## Merge Order

1. Agent A
2. Agent B
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan
from planloom.model.read.ids import heading_id
from planloom.model.read.sections import template_part
from planloom.rules.finding import Edit, Finding, Fix, Severity
from planloom.syntax.chunks import Chunk, Kind, Place
from planloom.syntax.layout import chunk_at, first_lines

SEVERITY = Severity.ERROR
KINDS = (Kind.FENCE,)


def check_chunk(chunk: Chunk, plan: Plan) -> Iterator[Finding]:
    """A finding on the opening line of a fence that would hide a heading that counts."""
    broken, fence = chunk.broken, chunk.fence
    if not broken or not fence or (broken.reopened and not any(map(_counts, broken.hides))):
        return
    opening = chunk if chunk.state is None else _opening(chunk, plan)
    line = opening.lines[0]
    hidden = broken.hides[0].strip()
    others = len(broken.hides) - 1
    more = f" and {others} more" if others else ""
    last = max(i for i, text in enumerate(chunk.lines) if text.strip())
    end = len(chunk.lines[last])
    closing = f"\n{' ' * fence.indent}{fence.marker * fence.length}"
    yield Finding(
        "unclosed-fence",
        f"This fence is not closed: it hides the heading `{hidden}`{more}. Close it above that heading.",
        Place(opening.key, 0, fence.indent, len(line.rstrip())),
        fixes=(Fix("Close it there", (Edit(Place(chunk.key, last, end, end), closing),)),),
    )


def _counts(heading: str) -> bool:
    """Whether a heading is a worker's or a part of the template."""
    title = heading.lstrip("#").strip()
    return bool(template_part(title)) or heading_id(heading, len(heading) - len(heading.lstrip("# \t"))) is not None


def _opening(chunk: Chunk, plan: Plan) -> Chunk:
    """The first chunk of the fence that a later one belongs to."""
    chunks = plan.tree.chunks
    index = chunk_at(plan.tree, first_lines(plan.tree)[chunk.key])
    while chunks[index].state is not None:
        index -= 1
    return chunks[index]
