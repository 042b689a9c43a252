"""What stands in the way of a run, one line each. Values only."""

from __future__ import annotations

from typing import NamedTuple

from planloom.model.plan import Plan
from planloom.syntax import first_lines
from planloom.syntax.chunks import Place
from planloom.text.visible import visible

_LONGEST = 400


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


def one_line(message: str) -> str:
    """A message that quotes a plan as a line that shows all it holds, its middle left out where it is long."""
    line = visible(" ".join(message.split()))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} ... {line[-_LONGEST // 2 :]}"
