"""A worktree lies where none may be made, or its field holds a branch.

## Why this hurts
A worktree is created, filled and at last removed by a program. Outside of the repository's own neighbourhood that
program would write into folders that are not the plan's, and the same path means another folder on the next machine.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `/tmp/app-w1`
               ^^^^^^^^^^^ unsafe-worktree

### W2: Lexer

**Worktree:** `../app-w2`
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`

### W2: Lexer

**Worktree:** `../app-w2`
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Directory   | Branch       |
|---------|-------------|-------------|--------------|
| Agent A | `src/api/`  | agent/api   | agent/api    |
                          ^^^^^^^^^ unsafe-worktree
| Agent B | `src/core/` | ../x-core-b | agent/core   |
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Directory   | Branch       |
|---------|-------------|-------------|--------------|
| Agent A | `src/api/`  | ../x-core-a   | agent/api    |
| Agent B | `src/core/` | ../x-core-b | agent/core   |
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import Plan, Worker
from planloom.model.worktree import worktree_fault
from planloom.rules.edits import text_of
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.names import like_siblings, next_free, slug
from planloom.rules.workforce import works_in_trees
from planloom.syntax.chunks import Place
from planloom.text.lazy import lazy

SEVERITY = Severity.ERROR
READS = ("workers", "protocol")

_PLAIN = lazy(r"\.\./(?!(?:con|prn|aux|nul|com\d|lpt\d)\b)[a-z0-9_-]{1,100}", re.IGNORECASE)
_PLACEHOLDER = lazy(r"<[^<>]*>|\{[^{}]*\}|\[[^\[\]]*\]|\bNN\b|…|path/to|W#|w#")
_ROOTED = lazy(r"[/~\\]|[A-Za-z]:")
_BRANCH = lazy(r"(?:feat|feature|fix|bugfix|hotfix|chore|release|refactor|docs|test|agent|worker)/[\w./-]+")


def check(plan: Plan) -> Iterator[Finding]:
    """A finding on each worktree that the text alone shows to be wrong."""
    trees = [(worker, worker.worktree) for worker in plan.workers.values() if worker.worktree]
    odd = [(worker, tree) for worker, tree in trees if not _PLAIN.fullmatch(tree.text)]
    if not odd or not works_in_trees(plan, text_of(plan.tree)):
        return
    branches = {worker.branch.text: worker.branch.at for worker in plan.workers.values() if worker.branch}
    good = [(w.id, tree.text) for w, tree in trees if tree.text.startswith("../") and not worktree_fault(tree.text)]
    taken = {text.casefold() for _, text in good}
    for worker, tree in odd:
        branch_at = branches.get(tree.text)
        fault = _branch_fault(tree.text, good, branch_at) or worktree_fault(tree.text)
        if fault and not _PLACEHOLDER.search(tree.text):
            free = next_free(_better(worker, tree.text, good), taken)
            taken.add(free.casefold())
            related = (Related(branch_at, f"`{tree.text}` is a branch here"),) if branch_at else ()
            yield Finding(
                "unsafe-worktree",
                f"The worktree `{tree.text}` of {worker.id} {fault}; use a folder beside the repository, as `{free}`.",
                tree.at,
                related=related,
                fixes=(Fix(f"use {free}", (Edit(tree.at, free),)),),
            )


def _branch_fault(text: str, good: list[tuple[str, str]], branch_at: Place | None) -> str | None:
    if branch_at or (good and _BRANCH.fullmatch(text)):
        return "is the name of a branch, not a folder"
    return None


def _better(worker: Worker, text: str, good: list[tuple[str, str]]) -> str:
    """A folder beside the repository: named as the siblings' are, else as the path's own last part."""
    like = like_siblings(worker.id, good)
    if like:
        return like
    parts = [part for part in text.replace("\\", "/").split("/") if re.fullmatch(r"[\w.-]*\w", part)]
    own = next((part for part in reversed(parts) if like_siblings(worker.id, [(worker.id, part)])), None)
    if own is None and parts and _ROOTED.match(text):
        own = parts[-1]
    return f"../{own or slug(worker.id)}"
