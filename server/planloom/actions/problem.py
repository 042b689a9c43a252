"""What stands in the way of a run, one line each. Values only."""

from __future__ import annotations

from typing import NamedTuple

from planloom.model.plan import Plan
from planloom.syntax import first_lines
from planloom.syntax.chunks import Place


class Problem(NamedTuple):
    """One reason why nothing can run: what, where, what to do. `place` in the plan, None for what lies outside.

    `worker`: whose part of the plan it is about, "" where it is about the whole.
    """

    message: str
    place: Place | None = None
    worker: str = ""


def line_of(problem: Problem, plan: Plan) -> int | None:
    """The plan's line (from 1) that a problem is about."""
    return first_lines(plan.tree)[problem.place.chunk] + problem.place.line + 1 if problem.place else None
