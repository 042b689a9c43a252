"""A branch has a name that git or a shell does not take, or that clashes with another branch.

## Why this hurts
`git worktree add` fails on it, after the worktrees before it are made already. Characters that a shell reads run as a
command where the name stands in one.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Branch:** `feat/my parser`
             ^^^^^^^^^^^^^^ invalid-branch

### W2: Lexer

**Branch:** `feat/lexer`
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

**Branch:** `feat/my-parser`

### W2: Lexer

**Branch:** `feat/lexer`
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Branch        |
|---------|-------------|---------------|
| Agent A | `src/api/`  | `agent`       |
                           ^^^^^ invalid-branch
| Agent B | `src/core/` | `agent/core`  |
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Branch        |
|---------|-------------|---------------|
| Agent A | `src/api/`  | `agent/agent-a`       |
| Agent B | `src/core/` | `agent/core`  |
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.branch import TRUNKS, branch_fault, valid_branch
from planloom.model.plan import Plan, Value, Worker
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.names import next_free, slug
from planloom.rules.workforce import is_integrator
from planloom.text.lazy import lazy

SEVERITY = Severity.ERROR
READS = ("workers",)

_PLAIN = lazy(r"(?!refs/)[a-z0-9][a-z0-9_-]{0,40}(?:/[a-z0-9][a-z0-9_-]{0,80}){1,3}", re.IGNORECASE)
_PLACEHOLDER = lazy(r"<[^<>]*>|\{[^{}]*\}|\[[^\[\]]*\]|\bNN\b|…|\.\.\.")


def check(plan: Plan) -> Iterator[Finding]:
    """Findings on names that are no branches, then on those that others make impossible."""
    named = [(worker, worker.branch) for worker in plan.workers.values() if worker.branch]
    taken = {branch.text.casefold() for _, branch in named}
    for worker, branch in named:
        if _PLAIN.fullmatch(branch.text) or _PLACEHOLDER.search(branch.text):
            continue
        fault = branch_fault(branch.text)
        if fault:
            yield _finding(worker, branch, fault, next_free(valid_branch(branch.text), taken))
        elif branch.text in TRUNKS and worker.worktree and not is_integrator(worker):
            fault = "is the branch that the others are merged into; git has it checked out already"
            yield _finding(worker, branch, fault, next_free(f"feat/{slug(worker.id)}", taken))
    yield from _clashes(named, taken)


def _finding(worker: Worker, branch: Value, fault: str, free: str) -> Finding:
    return Finding(
        "invalid-branch",
        f"The branch `{branch.text}` of {worker.id} {fault}; rename it, for example to `{free}`.",
        branch.at,
        fixes=(Fix(f"rename to {free}", (Edit(branch.at, free),)),),
    )


def _clashes(named: list[tuple[Worker, Value]], taken: set[str]) -> Iterator[Finding]:
    """Branches whose name is the folder of another: git keeps them as files, so only one of the two can exist."""
    below: dict[str, tuple[Worker, Value]] = {}
    for worker, branch in named:
        parts = branch.text.split("/")
        for end in range(1, len(parts)):
            below.setdefault("/".join(parts[:end]), (worker, branch))
    for worker, branch in named:
        if branch.text in below:
            other, value = below[branch.text]
            free = next_free(f"{branch.text}/{slug(worker.id)}", taken)
            fault = f"cannot exist beside `{value.text}` of {other.id}: git would need a file and a folder of one name"
            finding = _finding(worker, branch, fault, free)
            yield Finding(
                finding.rule,
                finding.message,
                finding.at,
                related=(Related(value.at, f"the branch of {other.id}"),),
                fixes=finding.fixes,
            )
