"""A part of a template was left in where a real name or value belongs.

## Why this hurts
The command does not run as it stands, or makes a branch called `<name>`; and an agent that gets such a plan fills the
gap as it sees fit, each agent in another way.

## Example
~~~~ plan
**Goal:** [One sentence describing the goal]
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ placeholder

| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: [Name]
        ^^^^^^ placeholder

### W2: Lexer
~~~~

## Instead (by hand)
~~~~ plan
**Goal:** Read a file once.

| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |
| Agent B | `src/core/` | Agent A    |

```bash
git worktree add ../app-<NN> -b feat/api
                        ^^^^ placeholder
```
~~~~

## Instead (by hand)
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |
| Agent B | `src/core/` | Agent A    |

```bash
git worktree add ../app-01 -b feat/api
```
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from planloom.model.placeholder import FILES, IN_COMMAND, IN_NAME, IN_PATH, NAME, WHOLE
from planloom.model.plan import Command, Plan, Value, Worker
from planloom.rules.edits import Source, line_of, text_of
from planloom.rules.finding import Finding, Severity
from planloom.rules.parts import kept, kept_each
from planloom.syntax.chunks import Kind, Place
from planloom.text.lazy import lazy

SEVERITY = Severity.WARNING
READS = ("goal", "workers", "protocol", "checkpoint_path")

_STATE = lazy(r"\[[A-Z0-9 _-]+\]")
_HINTS = ("<", "[", "{", "#", "N", "-name", "path/to/")
"""One of these stands in every placeholder that is no list of files."""
_LABELS = ("files_owned", "reads", "denied")
Find = Callable[[str], re.Match[str] | None]


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each line in which something is still to be filled in."""
    seen: set[tuple[int, int]] = set()
    for finding in _all(plan):
        if line_of(finding.at) not in seen:
            seen.add(line_of(finding.at))
            yield finding


def _all(plan: Plan) -> Iterator[Finding]:
    source = text_of(plan.tree)
    if plan.goal:
        yield from _found(source, plan.goal, WHOLE.fullmatch, "goal")
    for worker, values in zip(plan.workers.values(), _values(plan), strict=True):
        if worker.name[:1] in ("[", "<"):
            yield from _worker_name(source, worker)
        for value, find, what in values:
            yield from _found(source, value, find, what)
    for command in _commands(plan):
        if source.chunk(command.at.chunk).kind is Kind.FENCE:
            yield from _found(source, command, IN_COMMAND.search, "command")
    if plan.checkpoint_path:
        yield from _found(source, plan.checkpoint_path, IN_NAME.search, "path of the checkpoint")


@kept("protocol")
def _commands(plan: Plan) -> list[Command]:
    """The commands of the protocol that a placeholder may stand in."""
    return [step.command for step in plan.protocol.commands if _is_hinted(step.command.text)]


@kept_each
def _values(worker: Worker) -> list[tuple[Value, Find, str]]:
    """The values of a worker that a placeholder may stand in, how it is found there, and what they are."""
    found: list[tuple[Value, Find, str]] = []
    if worker.branch and _is_hinted(worker.branch.text):
        found.append((worker.branch, IN_NAME.search, "branch"))
    if worker.worktree and _is_hinted(worker.worktree.text):
        found.append((worker.worktree, IN_NAME.search, "worktree"))
    for field in worker.fields:
        text = field.value.text
        if field.label in _LABELS and ("<" in text or "[" in text or "path/to/" in text or "ist " in text[:5]):
            found.append((field.value, _in_files, "list of files"))
    return found


def _is_hinted(text: str) -> bool:
    return any(map(text.__contains__, _HINTS))


def _in_files(text: str) -> re.Match[str] | None:
    return FILES.fullmatch(text) or IN_PATH.search(text)


def _worker_name(source: Source, worker: Worker) -> Iterator[Finding]:
    found = NAME.match(worker.name) or WHOLE.fullmatch(worker.name)
    start = source.line(worker.at).find(found[0], worker.at.end) if found else -1
    if found and start >= 0 and not _STATE.fullmatch(found[0]):
        at = worker.at._replace(start=start, end=start + len(found[0]))
        yield _finding(f"name of {worker.id}", found[0], at)


def _found(source: Source, value: Value | Command, find: Find, what: str) -> Iterator[Finding]:
    at = value.at
    found = find(source.text(at))
    if found:
        yield _finding(what, found[0], at._replace(start=at.start + found.start(), end=at.start + found.end()))


def _finding(what: str, text: str, at: Place) -> Finding:
    return Finding("placeholder", f"`{text}` still stands in the {what}: put in what is meant.", at)
