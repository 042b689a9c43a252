"""Reading a text as a plan, and saying what was read in a form that does not depend on how chunks are named."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from planloom.model.plan import Plan
from planloom.model.read.plan import build
from planloom.syntax import first_lines, scan
from planloom.syntax.chunks import Place
from planloom.text import Text

SKIPPED = {"tree", "reading", "pattern", "table"}


def read(source: str) -> Plan:
    """The plan that a text, indented as tests indent it, is read as."""
    return build(scan(Text.of(dedent(source).lstrip("\n")).lines()))


def ids(plan: Plan) -> list[str]:
    """The workers' ids in document order."""
    return list(plan.workers)


def needs(plan: Plan) -> dict[str, list[str | None]]:
    """On whom each worker depends; None for what is no worker."""
    return {id_: [d.worker for d in worker.depends_on] for id_, worker in plan.workers.items()}


def ranks(plan: Plan) -> list[list[str]]:
    """The merge order, by what each step resolved to or else says."""
    return [[step.worker or f"?{step.text}" for step in rank] for rank in plan.merge.ranks]


def told(plan: Plan) -> Any:
    """Everything a plan says, its places as document lines, and what it has by chunk as one list."""
    lines = first_lines(plan.tree)

    def plainly(value: Any) -> Any:
        if isinstance(value, Place):
            return (lines[value.chunk] + value.line, value.start, value.end) if value.chunk in lines else value
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return tuple(plainly(getattr(value, name)) for name in value._fields if name not in SKIPPED)
        if isinstance(value, tuple | list):
            return [plainly(item) for item in value]
        if hasattr(value, "items") and any(isinstance(key, int) for key in value):
            return [plainly(one) for key in sorted(value, key=lambda key: lines.get(key, -1)) for one in value[key]]
        if hasattr(value, "items"):
            return {key: plainly(one) for key, one in value.items()}
        return value

    return plainly(plan)
