"""What kind of worker a worker is, where rules treat kinds differently: integrators, read-only ones, siblings.

Knows workers; must not know findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from planloom.model.plan import Plan, Worker
from planloom.rules.edits import Source
from planloom.syntax.chunks import Place
from planloom.text.lazy import lazy

_INTEGRATOR = lazy(
    r"orchestrat|integrat|consolidat|coordinat|conduct|supervis|reviewer|merge[ -]?(?:master|lead)|\bmain\b|\blead\b",
    re.IGNORECASE,
)
_NO_TREE = lazy(
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
    """The groups of workers that compare with each other: those of headings and lines, and those of each table."""
    found: dict[object, list[Worker]] = {}
    for worker in plan.workers.values():
        groups = {_form(source, at): None for at in worker.definitions}
        for form in groups:
            found.setdefault(form, []).append(worker)
    return [family for family in found.values() if len(family) > 1]


def are_told_apart(source: Source, workers: Sequence[Worker]) -> bool:
    """Whether some two of these workers stand side by side in one form; else two lists may name one work twice."""
    forms = [{_form(source, at) for at in worker.definitions} for worker in workers]
    return any(one & other for i, one in enumerate(forms) for other in forms[i + 1 :])


def _form(source: Source, at: Place) -> object:
    """What two definitions of one form have in common: the table's columns, for others that they are no rows."""
    return source.chunk(at.chunk).table


def lacking(family: Sequence[Worker], has: Callable[[Worker], bool], share: float = 0.75) -> list[Worker]:
    """The workers that lack something which at least this share of the others have."""
    without = [worker for worker in family if not has(worker)]
    having = len(family) - len(without)
    return without if without and having >= share * (len(family) - 1) else []


def works_in_trees(plan: Plan, source: Source) -> bool:
    """Whether the plan's workers work in worktrees; else a directory is just where the code is."""
    for worker in plan.workers.values():
        if worker.branch or (worker.worktree and worker.worktree.text.startswith("..")):
            return True
        field = worker.field("worktree")
        if field and "worktree" in source.text(field.label_at).casefold():
            return True
    return any(step.kind == "worktree-add" for step in plan.protocol.commands)
