"""A command names another branch or path than the worker's definition.

## Why this hurts
The definition says where a worker works, the command makes, tests or removes something else: the worktree does not
exist where the worker looks for it, or the clean-up leaves it behind.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`
**Branch:** `feat/w1`

### W2: Lexer

**Worktree:** `../app-w2`
**Branch:** `feat/w2`

## ORCHESTRATOR PROTOCOL

### Phase 1: Setup Worktrees

```bash
git worktree add ../app-w1 -b feat/w1
git worktree add ../app-w2 -b feat/w1
                              ^^^^^^^ protocol-mismatch
```
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`
**Branch:** `feat/w1`

### W2: Lexer

**Worktree:** `../app-w2`
**Branch:** `feat/w2`

## ORCHESTRATOR PROTOCOL

### Phase 1: Setup Worktrees

```bash
git worktree add ../app-w1 -b feat/w1
git worktree add ../app-w2 -b feat/w2
```
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Worktree       | Branch       |
|---------|-------------|----------------|--------------|
| Agent A | `src/api/`  | `../shop-api`  | `agent/api`  |
| Agent B | `src/core/` | `../shop-core` | `agent/core` |

## Cleanup

```bash
git worktree remove ../shop-api
git worktree remove ../shop-cores
                    ^^^^^^^^^^^^^ protocol-mismatch
git branch -d agent/api agent/core
```
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Worktree       | Branch       |
|---------|-------------|----------------|--------------|
| Agent A | `src/api/`  | `../shop-api`  | `agent/api`  |
| Agent B | `src/core/` | `../shop-core` | `agent/core` |

## Cleanup

```bash
git worktree remove ../shop-api
git worktree remove ../shop-core
git branch -d agent/api agent/core
```
~~~~
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planloom.model.branch import TRUNKS
from planloom.model.plan import Plan, ProtocolCommand, Value, Worker
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.names import nearest
from planloom.rules.protocols import Holders, holders, is_at, misspelt, owner_of, path_key, rebased, visits
from planloom.syntax.chunks import Place
from planloom.text.lazy import lazy

SEVERITY = Severity.WARNING
READS = ("workers", "protocol")

_OPEN = lazy(r"[<>{}\[\]$*#…]|path/to|\.\.\.|\bNN\b|\bX\b")


class Mismatch(NamedTuple):
    """What stands in a command, whose it should be, and the value that the worker's definition gives."""

    at: Place
    written: str
    worker: Worker
    wanted: Value
    what: str
    instead: str = ""


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each operand that differs from the definition."""
    known = holders(plan)
    for found in (*_commands(plan, known), *_visits(plan, known)):
        yield Finding(
            "protocol-mismatch",
            f"This command names the {found.what} `{found.written}`, "
            f"but the {found.what} of {found.worker.id} is `{found.wanted.text}`.",
            found.at,
            related=(Related(found.wanted.at, f"the {found.what} of {found.worker.id}"),),
            fixes=(_fix(found),),
        )


def _fix(found: Mismatch) -> Fix:
    new = found.instead or found.wanted.text
    return Fix(f"change to {new}", (Edit(found.at, new),), safe=True)


def _commands(plan: Plan, known: Holders) -> Iterator[Mismatch]:
    commands = plan.protocol.commands
    removed = {path_key(c.worktree.text) for c in commands if c.worktree and c.kind == "worktree-remove"}
    deleted = {branch.text for c in commands if c.kind == "branch-delete" for branch in c.branches}
    for command in commands:
        if command.kind == "worktree-add":
            yield from _added(known, command)
        elif command.kind == "worktree-remove" and command.worktree and not known.of_path(command.worktree.text):
            kept = (w for w in plan.workers.values() if w.worktree and path_key(w.worktree.text) not in removed)
            yield from _near(command.worktree, kept, "worktree")
        elif command.kind == "branch-delete":
            for branch in command.branches:
                if not known.of_branch(branch.text) and branch.text not in TRUNKS:
                    kept = (w for w in plan.workers.values() if w.branch and w.branch.text not in deleted)
                    yield from _near(branch, kept, "branch")


def _is_open(value: Value) -> bool:
    """Whether a value still has a gap to fill in."""
    return bool(_OPEN.search(value.text))


def _added(known: Holders, command: ProtocolCommand) -> Iterator[Mismatch]:
    """Path and branch of a worktree that is made must be those of one worker."""
    tree, branch = command.worktree, command.branch
    if not tree or not branch or known.are_of_one(tree.text, branch.text) or _is_open(tree) or _is_open(branch):
        return
    by_path, by_branch = known.of_path(tree.text), known.of_branch(branch.text)
    new = any(word in ("-b", "-B") for word in command.command.words)
    if by_path and by_path.branch and by_path is not by_branch and (new or by_branch):
        yield Mismatch(branch.at, branch.text, by_path, by_path.branch, "branch")
    elif by_branch and by_branch.worktree and not by_path:
        yield Mismatch(tree.at, tree.text, by_branch, by_branch.worktree, "worktree")


def _near(value: Value, left: Iterable[Worker], what: str) -> Iterator[Mismatch]:
    """The worker whose value is most like one that nobody has."""
    if _is_open(value):
        return
    values = {found.text: worker for worker in left if (found := getattr(worker, what))}
    found = nearest(value.text, values, cutoff=0.75)
    if found:
        worker = values[found]
        yield Mismatch(value.at, value.text, worker, getattr(worker, what), what)


def _visits(plan: Plan, known: Holders) -> Iterator[Mismatch]:
    """Folders that a worker's commands enter and that are nobody's, though they look like its own."""
    for worker, path, at in visits(plan):
        own = worker.worktree
        if not own or _OPEN.search(path) or is_at(path, own.text):
            continue
        other = owner_of(known, worker, path)
        if other is not None and other is not worker:
            continue
        if misspelt(path, own.text) or path.startswith(("/", "~")):
            yield Mismatch(at, path, worker, own, "worktree", rebased(path, own.text))
