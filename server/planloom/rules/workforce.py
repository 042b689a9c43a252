"""What kind of worker a worker is, where rules treat kinds differently: integrators, read-only ones, siblings.

Knows workers; must not know findings.
"""

from __future__ import annotations

import re

from planloom.model.plan import Worker

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
