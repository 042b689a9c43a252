"""A worker has no branch, worktree, task or files, where its siblings have them.

## Why this hurts
Whoever starts it has to invent what is missing, and invents something else than the merge script expects.

## Example
~~~~ plan
| File     | W1      | W2      | W3      |
|----------|---------|---------|---------|
| src/a.rs | PRIMARY | -       | -       |
| src/b.rs | -       | PRIMARY | -       |
| src/c.rs | -       | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`
**Branch:** `feat/w1`

### W2: Lexer

**Worktree:** `../app-w2`
**Branch:** `feat/w2`

### W3: Printer
    ^^ missing-field

**Worktree:** `../app-w3`
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      | W3      |
|----------|---------|---------|---------|
| src/a.rs | PRIMARY | -       | -       |
| src/b.rs | -       | PRIMARY | -       |
| src/c.rs | -       | -       | PRIMARY |

### W1: Parser

**Worktree:** `../app-w1`
**Branch:** `feat/w1`

### W2: Lexer

**Worktree:** `../app-w2`
**Branch:** `feat/w2`

### W3: Printer

**Worktree:** `../app-w3`
**Branch:** `feat/w3`
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Directory | Branch    |
|---------|-------------|-----------|-----------|
| Agent A | `src/api/`  | `../x-a`  | `agent/a` |
| Agent B | `src/core/` | `../x-b`  | `agent/b` |
| Agent C | `src/ui/`   | `../x-c`  |           |
  ^^^^^^^ missing-field
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Directory | Branch    |
|---------|-------------|-----------|-----------|
| Agent A | `src/api/`  | `../x-a`  | `agent/a` |
| Agent B | `src/core/` | `../x-b`  | `agent/b` |
| Agent C | `src/ui/`   | `../x-c`  |     `agent/c`      |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from planloom.model.plan import Plan, Role, Worker
from planloom.rules.edits import Source, line_of, text_of
from planloom.rules.fields import home, section_end
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.rules.names import listing
from planloom.rules.stubs import stub
from planloom.rules.workforce import families, is_integrator, lacking, says_none
from planloom.syntax.chunks import LineKind, Place
from planloom.text.lazy import lazy

SEVERITY = Severity.WARNING
READS = ("workers", "claims", "protocol")
_WORD = lazy(r"`[^`]*`|[^\W\d_]{2,}")
WORDS = {"branch": "branch", "worktree": "worktree", "files_owned": "files", "task": "task"}


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each worker that lacks something which nearly all of its siblings have."""
    labels = _uneven(plan)
    if not labels:
        return
    source = text_of(plan.tree)
    missing: dict[str, dict[str, Worker]] = {}
    for family in families(plan, source):
        for label in labels:
            has = partial(_has, label=label)
            for worker in _without(plan, source, label, lacking(family, has)):
                sibling = next(other for other in family if has(other))
                missing.setdefault(worker.id, {}).setdefault(label, sibling)
    for id_, siblings in missing.items():
        yield _finding(plan, source, plan.workers[id_], siblings)


def _uneven(plan: Plan) -> list[str]:
    """The labels that some workers have and others have not."""
    having = [{field.label for field in worker.fields} for worker in plan.workers.values()]
    if not having:
        return []
    every, some = set.intersection(*having), set.union(*having)
    return [label for label in WORDS if label in some and label not in every]


def _has(worker: Worker, label: str) -> bool:
    return worker.field(label) is not None


def _without(plan: Plan, source: Source, label: str, found: list[Worker]) -> list[Worker]:
    """Of the workers that lack a field those that nothing else in the plan gives it, and that need it."""
    if label == "task":
        return [worker for worker in found if not _is_described(plan, source, worker)]
    if not found or label != "files_owned":
        return [worker for worker in found if not getattr(worker, label) and not _does_without(worker)]
    ids = {worker.id for worker in found}
    for claims in plan.claims.values():
        for claim in claims:
            if claim.worker in ids and claim.role != Role.READ:
                ids.discard(claim.worker)
                if not ids:
                    return []
    return [worker for worker in found if worker.id in ids and (worker.branch or not is_integrator(worker))]


def _is_described(plan: Plan, source: Source, worker: Worker) -> bool:
    """Whether a worker's section says what to do without a label: in lines that are no field of another kind."""
    begin = home(source, worker)
    if not begin:
        return False
    known = {line_of(place) for place in _places(plan, worker)}
    end = source.rank(section_end(plan, source, worker))
    for at, kind in source.lines_from(begin):
        if source.rank(at) > end:
            return False
        if kind != LineKind.BLANK and line_of(at) not in known and len(_WORD.findall(source.line(at))) > 2:
            return True
    return False


def _places(plan: Plan, worker: Worker) -> Iterator[Place]:
    """Where a worker's fields, criteria, commands and paths stand."""
    for field in worker.fields:
        yield from (field.label_at, field.value.at)
    yield from (criterion.at for criterion in worker.done_when)
    yield from (command.at for command in worker.validation)
    for chunk in {field.label_at.chunk for field in worker.fields}:
        yield from (claim.at for claim in plan.claims.get(chunk, ()))


def _does_without(worker: Worker) -> bool:
    return is_integrator(worker) or says_none(worker, "branch") or says_none(worker, "worktree")


def _finding(plan: Plan, source: Source, worker: Worker, siblings: dict[str, Worker]) -> Finding:
    words = [WORDS[label] for label in siblings]
    edits = tuple(edit for label in siblings if (edit := stub(plan, source, worker, label)))
    whole = len(edits) == len(siblings)
    return Finding(
        "missing-field",
        f"{worker.id} has no {' and no '.join(words)}, though its siblings do; whoever starts it would have to guess.",
        worker.at,
        related=tuple(_related(siblings)),
        fixes=(Fix(f"add {listing(words)} to {worker.id}", _joined(edits)),) if whole else (),
    )


def _related(siblings: dict[str, Worker]) -> Iterator[Related]:
    for label, sibling in siblings.items():
        field = sibling.field(label)
        if field:
            yield Related(field.value.at, f"{sibling.id} says it here")


def _joined(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Edits without two at one place: their texts follow each other."""
    found: dict[object, Edit] = {}
    for edit in edits:
        before = found.get(edit.at)
        found[edit.at] = Edit(edit.at, before.new + edit.new) if before else edit
    return tuple(found.values())
