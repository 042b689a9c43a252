"""What kind of worker a worker is, where rules treat kinds differently: integrators, read-only ones, siblings.

Knows workers; must not know findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from planloom.model.plan import Plan, Worker
from planloom.rules.edits import Source
from planloom.rules.fields import row_of

_INTEGRATOR = re.compile(
    r"orchestrat|integrat|coordinat|conduct|supervis|reviewer|merge[ -]?(?:master|lead)|\bmain\b|\blead\b",
    re.IGNORECASE,
)
_NO_TREE = re.compile(
    r"read[- ]?only|main (?:work ?tree|checkout|repo)|no (?:own )?(?:branch|work ?tree)|\bnone\b|n/?a\b|not needed",
    re.IGNORECASE,
)


def is_integrator(worker: Worker) -> bool:
    """Whether a worker brings the others' work together, and so works on the target itself."""
    return bool(_INTEGRATOR.search(worker.id) or _INTEGRATOR.search(worker.name))


def says_none(worker: Worker, label: str) -> bool:
    """Whether a worker says on purpose that it has no branch or worktree."""
    field = worker.field(label)
    return field is not None and bool(_NO_TREE.search(field.value.text))


def families(plan: Plan, source: Source) -> list[list[Worker]]:
    """The workers that are defined in the same way - by headings and lines, or by table rows alone - and so compare."""
    written: list[Worker] = []
    rows: list[Worker] = []
    for worker in plan.workers.values():
        if worker.definitions:
            (rows if row_of(source, worker) else written).append(worker)
    return [family for family in (written, rows) if len(family) > 1]


def lacking(family: Sequence[Worker], has: Callable[[Worker], bool]) -> list[Worker]:
    """The workers that lack something which at least three in four of the others have."""
    without = [worker for worker in family if not has(worker)]
    having = len(family) - len(without)
    return without if without and having >= max(1, 0.75 * (len(family) - 1)) else []
