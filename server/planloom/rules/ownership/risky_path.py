"""A claim on a file that runs by itself, or that steers the run.

## Why this hurts
Hooks, CI files, editor settings and submodule lists are executed by machines that trust them; a worker that may write
them can make others run what it likes, and the checkpoint decides what the orchestrator does next. Give them to a
worker on purpose, look at the change before it is merged, and allow this rule there.

## Example
~~~~ plan
| File                     | W1      | W2      |
|--------------------------|---------|---------|
| .github/workflows/ci.yml | PRIMARY | -       |
  ^^^^^^^^^^^^^^^^^^^^^^^^ risky-path
| src/b.rs                 | -       | PRIMARY |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** none
~~~~

## Instead (by hand)
~~~~ plan
| File                     | W1      | W2      |
|--------------------------|---------|---------|
| src/a.rs                 | PRIMARY | -       |
| src/b.rs                 | -       | PRIMARY |

### W1: Parser
**Depends On:** none

### W2: Lexer
**Depends On:** none
~~~~

## Example
~~~~ plan
### Agent A: Parser
**Owns:**
- `.vscode/`
   ^^^^^^^^ risky-path
- `src/a.rs`

### Agent B: Lexer
**Owns:**
- `.husky/pre-commit`
   ^^^^^^^^^^^^^^^^^ risky-path
- `src/b.rs`
~~~~

## Instead (by hand)
~~~~ plan
### Agent A: Parser
**Owns:**
- `src/a.rs`

### Agent B: Lexer
**Owns:**
- `src/b.rs`
~~~~
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from planloom.model.ownership import Overlap
from planloom.model.pattern import Pattern, overlaps, parse
from planloom.model.plan import Plan, Role
from planloom.rules.finding import Finding, Severity
from planloom.text.lazy import lazy

SEVERITY = Severity.WARNING
READS = ("checkpoint_path",)

_RISKS = {
    "git itself reads it": (".gitmodules", ".gitattributes"),
    "git runs it": (".husky/", ".githooks/", ".pre-commit-config.yaml", "lefthook.yml"),
    "CI runs it": (
        ".github/workflows/",
        ".github/actions/",
        ".gitlab-ci.yml",
        ".circleci/",
        ".travis.yml",
        ".drone.yml",
        ".buildkite/",
        "Jenkinsfile",
        "azure-pipelines.yml",
        "bitbucket-pipelines.yml",
    ),
    "editors run it": (".vscode/", ".idea/", ".devcontainer/", ".envrc"),
}
_PARSED = [(why, parse(path)) for why, paths in _RISKS.items() for path in paths]
_FIRST = lazy(
    rf"(?:{'|'.join({re.escape(pattern.key.partition('/')[0]): None for _, pattern in _PARSED})})(?:/|\Z)",
    re.IGNORECASE,
)


def suspects(plan: Plan) -> Callable[[str], object]:
    """Paths that begin as a risky one does, and the checkpoint's."""
    if not plan.checkpoint_path:
        return _FIRST.match
    own = parse(plan.checkpoint_path.text).key
    return lambda key: key == own or _FIRST.match(key)


def check_pattern(overlap: Overlap, plan: Plan) -> Iterable[Finding]:
    """One finding for each place that gives somebody such a path to write."""
    why = _risk(overlap.pattern)
    if plan.checkpoint_path and overlap.pattern.literal and overlap.pattern == parse(plan.checkpoint_path.text):
        why = "the orchestrator reads in it how far the run is"
    if not why:
        return ()
    places = {claim.at: claim for claim in overlap.claims if claim.role is not Role.READ}
    return [
        Finding(
            "risky-path", f"{claim.worker} may write `{claim.path}`: {why}, so look at the change before merging", at
        )
        for at, claim in places.items()
    ]


def _risk(pattern: Pattern) -> str | None:
    """Why the path is risky; None for most, and for globs that only happen to match such a file among others."""
    return _known_risk(pattern) if _FIRST.match(pattern.key) else None


@lru_cache(maxsize=1024)
def _known_risk(pattern: Pattern) -> str | None:
    return next((why for why, risk in _PARSED if overlaps(pattern, risk)), None)
