"""The merge order leaves a worker out, merges one twice, or merges a branch that no worker declares.

## Why this hurts
What is left out never reaches the target, though its worker did the work. A branch that nobody declares is mistyped or
was never made, and the script stops there.

## Example
~~~~ plan
| File     | W1      | W2      | W3      |
|----------|---------|---------|---------|
| src/a.rs | PRIMARY | -       | -       |
| src/b.rs | -       | PRIMARY | -       |
| src/c.rs | -       | -       | PRIMARY |

### W1: Parser

**Branch:** `feat/w1`

### W2: Lexer

**Branch:** `feat/w2`

### W3: Printer

**Branch:** `feat/w3`
             ^^^^^^^ incomplete-merge

## Merge Order

```bash
git merge feat/w1 --no-edit
git merge feat/w2 --no-edit
```
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      | W3      |
|----------|---------|---------|---------|
| src/a.rs | PRIMARY | -       | -       |
| src/b.rs | -       | PRIMARY | -       |
| src/c.rs | -       | -       | PRIMARY |

### W1: Parser

**Branch:** `feat/w1`

### W2: Lexer

**Branch:** `feat/w2`

### W3: Printer

**Branch:** `feat/w3`

## Merge Order

```bash
git merge feat/w1 --no-edit
git merge feat/w2 --no-edit
git merge feat/w3 --no-edit
```
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Branch        |
|---------|-------------|---------------|
| Agent A | `src/api/`  | `agent/api`   |
| Agent B | `src/core/` | `agent/core`  |

## Merge Order

1. `agent/core` has no dependencies
2. `agent/apis` comes on top
    ^^^^^^^^^^ incomplete-merge
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Branch        |
|---------|-------------|---------------|
| Agent A | `src/api/`  | `agent/api`   |
| Agent B | `src/core/` | `agent/core`  |

## Merge Order

1. `agent/core` has no dependencies
2. `agent/api` comes on top
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.branch import TRUNKS
from planloom.model.plan import MergeStep, Plan, Worker
from planloom.rules.edits import Source, text_of
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.merging import add_step, first_steps, remove_step
from planloom.rules.names import listing, nearest
from planloom.rules.workforce import is_integrator

SEVERITY = Severity.WARNING
READS = ("workers", "merge")


def check(plan: Plan) -> Iterator[Finding]:
    """Findings on steps that are wrong, then on the workers that have none."""
    if not plan.merge.ranks:
        return
    source = text_of(plan.tree)
    unknown = list(_unknown(plan))
    taken: set[str] = set(first_steps(plan.merge))
    for step in unknown:
        meant = _meant(plan, step, taken)
        if meant:
            taken.add(meant.id)
        yield _undeclared(plan, source, step, meant)
    yield from _twice(plan, source)
    yield from _missing(plan, source, taken)


def _unknown(plan: Plan) -> Iterator[MergeStep]:
    """The steps that merge a branch of the workers' kind that no worker has."""
    declared = [worker.branch.text for worker in plan.workers.values() if worker.branch]
    kinds = {branch.split("/")[0].casefold() for branch in declared if "/" in branch}
    for step in plan.merge.steps:
        name = step.text
        if step.worker is not None or not step.is_branch or name in TRUNKS or set(name) & set("<>{}$"):
            continue
        alike = "/" in name and name.split("/")[0].casefold() in kinds
        if declared and (alike or nearest(name, declared, cutoff=0.8)):
            yield step


def _meant(plan: Plan, step: MergeStep, taken: set[str]) -> Worker | None:
    """The worker that has the most similar branch of those that are not merged otherwise."""
    left = {w.branch.text: w for w in plan.workers.values() if w.branch and w.id not in taken}
    found = nearest(step.text, left, cutoff=0.75)
    return left[found] if found else None


def _undeclared(plan: Plan, source: Source, step: MergeStep, meant: Worker | None) -> Finding:
    fixes = [Fix(f"take {step.text} out of the merge order", (remove_step(source, plan.merge, step),))]
    related: tuple[Related, ...] = ()
    hint = "declare it, or take it out"
    if meant and meant.branch:
        fixes.insert(0, Fix(f"merge {meant.branch.text}", (Edit(step.at, meant.branch.text),)))
        related = (Related(meant.branch.at, f"the branch of {meant.id}"),)
        hint = f"did you mean {meant.branch.text} of {meant.id}?"
    message = f"No worker declares the branch {step.text} that is merged here; {hint}"
    return Finding("incomplete-merge", message.rstrip("?") + ("?" if meant else "."), step.at, related, tuple(fixes))


def _twice(plan: Plan, source: Source) -> Iterator[Finding]:
    first = first_steps(plan.merge)
    for step in plan.merge.steps:
        if step.worker and first[step.worker].at != step.at:
            yield Finding(
                "incomplete-merge",
                f"{step.worker} is merged a second time here; once is enough.",
                step.at,
                related=(Related(first[step.worker].at, f"{step.worker} is merged here already"),),
                fixes=(Fix("remove the second merge", (remove_step(source, plan.merge, step),)),),
            )


def _missing(plan: Plan, source: Source, merged: set[str]) -> Iterator[Finding]:
    """The workers that the order leaves out, unless it names so few that it can be no whole order."""
    if not plan.merge.complete or all(id_ in merged for id_ in plan.workers):
        return
    branches = any(worker.branch for worker in plan.workers.values())
    able = [w for w in plan.workers.values() if (w.branch or not branches) and not is_integrator(w)]
    missing = [worker for worker in able if worker.id not in merged]
    if not missing or len(missing) * 2 >= len(able):
        return
    last = plan.merge.steps[-1]
    names = listing([step.worker or step.text for step in plan.merge.steps])
    for worker in missing:
        edits = add_step(plan, source, worker.id)
        yield Finding(
            "incomplete-merge",
            f"{worker.id} is never merged: the merge order has {names}; add it, or its work stays on its branch.",
            worker.branch.at if worker.branch else worker.at,
            related=(Related(last.at, f"the merge order ends here, without {worker.id}"),),
            fixes=(Fix(f"merge {worker.id} too", edits),) if edits else (),
        )
