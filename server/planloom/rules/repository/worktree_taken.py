"""Something lies already where a worker's worktree is to be, and it is not of this plan.

## Why this hurts
A worktree needs a new folder. What lies there is somebody's work, perhaps of another plan: nothing of this plan will
touch it, so the worker cannot begin.

## Example
~~~~ facts
W2 finds ../app-w2 taken
~~~~

~~~~ plan
| File         | W1      | W2      |
|--------------|---------|---------|
| src/parse.rs | PRIMARY | -       |
| src/lex.rs   | -       | PRIMARY |

### W1: Parser
**Worktree:** `../app-w1`
**Branch:** `feat/parser`

**Validation:**
```bash
cd ../app-w1 && cargo test
```

### W2: Lexer
**Worktree:** `../app-w2`
               ^^^^^^^^^ worktree-taken
**Branch:** `feat/lexer`

**Validation:**
```bash
cd ../app-w2 && cargo test
```
~~~~

## Instead
~~~~ facts
file Cargo.toml
~~~~

~~~~ plan
| File         | W1      | W2      |
|--------------|---------|---------|
| src/parse.rs | PRIMARY | -       |
| src/lex.rs   | -       | PRIMARY |

### W1: Parser
**Worktree:** `../app-w1`
**Branch:** `feat/parser`

**Validation:**
```bash
cd ../app-w1 && cargo test
```

### W2: Lexer
**Worktree:** `../app-w2-2`
**Branch:** `feat/lexer`

**Validation:**
```bash
cd ../app-w2-2 && cargo test
```
~~~~

## Example
~~~~ facts
Agent A has worktree ../app-api on fix/login
~~~~

~~~~ plan
| Agent   | Owns        | Branch       | Worktree     |
|---------|-------------|--------------|--------------|
| Agent A | `src/api/`  | `agent/api`  | `../app-api` |
                                          ^^^^^^^^^^ worktree-taken
| Agent B | `src/core/` | `agent/core` | `../app-core` |
~~~~

## Instead
~~~~ facts
branch fix/login
~~~~

~~~~ plan
| Agent   | Owns        | Branch       | Worktree     |
|---------|-------------|--------------|--------------|
| Agent A | `src/api/`  | `agent/api`  | `../app-api-2` |
| Agent B | `src/core/` | `agent/core` | `../app-core` |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.facts import WorkerFacts
from planloom.model.plan import Plan
from planloom.rules.edits import text_of
from planloom.rules.finding import Finding, Fix, Severity
from planloom.rules.names import next_free
from planloom.rules.protocols import last_part, path_key
from planloom.rules.renaming import renamed
from planloom.rules.taken import works_there
from planloom.rules.visible import visible

SEVERITY = Severity.WARNING
READS = ("facts", "workers", "protocol")


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each worktree whose place is taken by something else."""
    facts = plan.facts
    if not facts or not plan.is_plan or facts.progress:
        return
    taken = {tree.path.replace("\\", "/").rpartition("/")[2].casefold() for tree in facts.worktrees}
    taken |= {last_part(w.worktree.text).casefold() for w in plan.workers.values() if w.worktree}
    for worker in plan.workers.values():
        known, tree = facts.workers.get(worker.id), worker.worktree
        if not known or not tree or known.ours or works_there(worker, known):
            continue
        if known.occupied or known.worktree:
            folder, slash, name = path_key(tree.text).rpartition("/")
            free = f"{folder}{slash}{next_free(name, taken)}"
            edits = renamed(plan, text_of(plan.tree), tree, free)
            yield Finding(
                "worktree-taken",
                f"`{tree.text}`, the worktree of {worker.id}, {_why(known)}; use `{free}`, for example",
                tree.at,
                fixes=(Fix(f"use {free}", edits),) if edits else (),
            )


def _why(known: WorkerFacts) -> str:
    if known.worktree is None:
        return "is a file or folder already that is no worktree"
    branch = known.worktree.branch
    return f"exists already, with `{visible(branch)}` checked out" if branch else "exists already, at no branch"
