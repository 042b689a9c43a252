"""Ownership as tests compare it."""

from __future__ import annotations

from planloom.model.plan import Claim, Plan
from tests.model.read.reading import read

__all__ = ["all_claims", "denials", "read", "written"]


def all_claims(plan: Plan) -> list[Claim]:
    """Every claim in document order."""
    return [claim for some in plan.claims.values() for claim in some]


def written(plan: Plan) -> list[tuple[str, str, str]]:
    """Worker, role and path of every claim in document order."""
    return [(claim.worker, claim.role.value, claim.path) for claim in all_claims(plan)]


def denials(plan: Plan) -> list[tuple[str, str]]:
    """Worker and words of every denial."""
    return [(worker.id, denial.written) for worker in plan.workers.values() for denial in worker.denied]
