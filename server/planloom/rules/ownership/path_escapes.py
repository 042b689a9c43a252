"""A claim on a path outside of the repository, or inside `.git`.

## Why this hurts
Every worker has its own worktree; a path that leaves it is one place for all of them, so their changes meet at once and
git keeps no record. What lies in `.git` decides how git itself works, and is shared by all worktrees.

## Example
~~~~ plan
| File           | W1      | W2      |
|----------------|---------|---------|
| ../shared/a.rs | PRIMARY | -       |
  ^^^^^^^^^^^^^^ path-escapes
| src/b.rs       | -       | PRIMARY |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** none
~~~~

## Instead (by hand)
~~~~ plan
| File           | W1      | W2      |
|----------------|---------|---------|
| shared/a.rs    | PRIMARY | -       |
| src/b.rs       | -       | PRIMARY |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** none
~~~~

## Example
~~~~ plan
### Agent A: Parser
**Owns:**
- `/etc/planner.conf`
   ^^^^^^^^^^^^^^^^^ path-escapes
- `src/a.rs`

### Agent B: Lexer
**Owns:**
- `.git/config`
   ^^^^^^^^^^^ path-escapes
- `src/b.rs`
~~~~

## Instead (by hand)
~~~~ plan
### Agent A: Parser
**Owns:**
- `etc/planner.conf`
- `src/a.rs`

### Agent B: Lexer
**Owns:**
- `src/b.rs`
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from planloom.model.ownership import Overlap
from planloom.model.plan import Plan
from planloom.rules.finding import Finding, Severity
from planloom.text.lazy import lazy

SEVERITY = Severity.ERROR

_ODD = lazy(r"[/~.]|[A-Za-z]:|.*\.[gG][iI][tT]")
_DRIVE = lazy(r"[A-Za-z]:/")
_GIT = lazy(r"(?:^|/)\.git(?:/|$)", re.IGNORECASE)


def suspects(_plan: Plan) -> Callable[[str], object]:
    """Paths that begin as no path within the repository does, or speak of git."""
    return _ODD.match


def check_pattern(overlap: Overlap, _plan: Plan) -> Iterable[Finding]:
    """One finding for each place that claims such a path."""
    fault = _fault(overlap.pattern.base)
    if not fault:
        return ()
    places = {claim.at: claim for claim in overlap.claims}
    return [
        Finding("path-escapes", f"{claim.worker} claims `{claim.path}`, which {fault}", at)
        for at, claim in places.items()
    ]


def _fault(path: str) -> str | None:
    if path.startswith(("/", "~/")) or path == "~" or _DRIVE.match(path):
        return "is absolute: a claim is a path from the top of the repository"
    if path.startswith("../") or path == "..":
        return "leaves the repository: every worker sees only its own worktree"
    if _GIT.search(path):
        return "lies in `.git`, which all worktrees share"
    return None
