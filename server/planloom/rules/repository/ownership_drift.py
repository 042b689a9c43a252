"""A worker changed a file that it may not write.

## Why this hurts
Another worker relies on being alone in that file: the merge will conflict, or one of the two loses what it did. Said
while the worker runs, it costs a sentence; after the merge it costs a day. What belongs to nobody is drift as well, for
the next one to need the file cannot know.

## Example
~~~~ facts
W1 changed src/parser.rs in commit 8d21c07
W1 changed src/tokens.rs in commit 3f2a91c
~~~~

~~~~ plan
| File          | W1      | W2      |
|---------------|---------|---------|
| src/parser.rs | PRIMARY | -       |
| src/tokens.rs | -       | PRIMARY |

### W1: Parser
    ^^ ownership-drift
**Branch:** `feat/parser`
**Depends On:** W2

### W2: Tokens
**Branch:** `feat/tokens`
~~~~

## Instead
~~~~ plan
| File          | W1      | W2      |
|---------------|---------|---------|
| src/parser.rs | PRIMARY | -       |
| src/tokens.rs | MODIFY       | PRIMARY |

### W1: Parser
**Branch:** `feat/parser`
**Depends On:** W2

### W2: Tokens
**Branch:** `feat/tokens`
~~~~

## Example
~~~~ facts
Agent B changed src/util.ts
Agent B changed src/util.test.ts
~~~~

~~~~ plan
### Agent A: Parser
**Owns:**
- `src/parser.ts`

### Agent B: Lexer
    ^^^^^^^ ownership-drift
**Owns:**
- `src/lexer.ts`
~~~~

## Instead
~~~~ plan
### Agent A: Parser
**Owns:**
- `src/parser.ts`

### Agent B: Lexer
**Owns:**
- `src/lexer.ts`
- `src/util.test.ts`
- `src/util.ts`
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planloom.model.plan import Plan
from planloom.rules.edits import text_of
from planloom.rules.finding import Finding, Fix, Related, Severity
from planloom.rules.names import listing
from planloom.rules.shares import Taker, claim_it, hand_over, takers
from planloom.rules.stakes import MOST_RELATED, mark
from planloom.rules.strays import Stray, strays
from planloom.rules.visible import commit, visible
from planloom.syntax.chunks import Place

SEVERITY = Severity.ERROR
READS = ("facts", "claims", "denied", "workers", "title", "checkpoint_path")
MOST_NAMED = 3


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each worker and each owner of what it changed."""
    if not plan.facts or not plan.is_plan:
        return
    found = strays(plan, plan.facts)
    known = takers(plan, found)
    for worker, some in found.items():
        groups: dict[tuple[object, ...], list[Stray]] = {}
        for stray in some:
            groups.setdefault((bool(stray.denials), *_owners(stray)), []).append(stray)
        for group in groups.values():
            yield _finding(plan, known[worker], group)


def _owners(stray: Stray) -> list[str]:
    return list(dict.fromkeys(claim.worker for claim in stray.owners))


def _finding(plan: Plan, taker: Taker, group: Sequence[Stray]) -> Finding:
    said = f"{taker.worker} changed {_what(group)}, {_whose(group[0])} ({_evidence(group)})"
    return Finding(
        "ownership-drift",
        f"{said}: take it back, or change the plan",
        _place(plan, taker.worker, group),
        tuple(_related(group))[:MOST_RELATED],
        tuple(_fixes(plan, taker, group)),
    )


def _what(group: Sequence[Stray]) -> str:
    shown = [f"`{visible(stray.path)}`" for stray in group]
    more = f"{len(group)} files: " if len(group) > MOST_NAMED else ""
    return more + listing(shown, MOST_NAMED)


def _whose(stray: Stray) -> str:
    owners = _owners(stray)
    if stray.denials:
        return "which it must not touch"
    return f"which {listing(owners)} {'owns' if len(owners) == 1 else 'own'}" if owners else "which nobody owns"


def _evidence(group: Sequence[Stray]) -> str:
    """Where the changes are to be found: the commits, and what is in none."""
    commits = dict.fromkeys(commit(stray.change.commit) for stray in group if stray.change.commit)
    said = [f"commit {one}" for one in list(commits)[:1]] or []
    said = [f"commits {listing(list(commits), MOST_NAMED)}"] if len(commits) > 1 else said
    open_ = sum(not stray.change.commit for stray in group)
    if open_:
        said.append("not committed" if open_ == len(group) else f"{open_} not committed")
    return ", ".join(said)


def _place(plan: Plan, worker: str, group: Sequence[Stray]) -> Place:
    """The worker's own claim on the first file, where it has one that only reads; else its heading."""
    own = group[0].own
    return mark(own[0]) if own else plan.workers[worker].at


def _related(group: Sequence[Stray]) -> Iterator[Related]:
    places: dict[Place, str] = {}
    for stray in group:
        for denial in stray.denials:
            places.setdefault(denial.at, "must not be touched")
        for claim in stray.owners:
            places.setdefault(mark(claim), f"{claim.worker}: {claim.role} on `{claim.path}`")
    yield from (Related(at, said) for at, said in places.items())


def _fixes(plan: Plan, taker: Taker, group: Sequence[Stray]) -> Iterator[Fix]:
    text = text_of(plan.tree)
    what = f"`{group[0].path}`" if len(group) == 1 else f"these {len(group)} files"
    if any(stray.denials for stray in group):
        return
    edits = claim_it(plan, text, taker, group)
    if edits:
        yield Fix(f"{taker.worker} claims {what}", edits)
    edits = hand_over(plan, text, taker, group)
    if edits:
        yield Fix(f"{_owners(group[0])[0]} hands {what} over to {taker.worker}", edits)
