"""What rules compute from parts of a plan that stay the same from key to key, computed once.

Knows that parts which did not change are the same objects; must not know what is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from operator import is_
from typing import TypeVar

from planloom.model.plan import Plan, Worker

_T = TypeVar("_T")


def kept(*parts: str) -> Callable[[Callable[[Plan], _T]], Callable[[Plan], _T]]:
    """Keep the last answer of a function that reads only these parts of a plan, for as long as they stay the same."""

    def wrap(function: Callable[[Plan], _T]) -> Callable[[Plan], _T]:
        last: tuple[list[object], _T] | None = None

        @wraps(function)
        def ask(plan: Plan) -> _T:
            nonlocal last
            now = [getattr(plan, part) for part in parts]
            known = last
            if known is None or not all(map(is_, now, known[0])):
                known = last = now, function(plan)
            return known[1]

        return ask

    return wrap


def kept_each(function: Callable[[Worker], _T]) -> Callable[[Plan], list[_T]]:
    """Of a function that reads nothing but a worker, make one that gives its answer for each worker of a plan.

    Workers that stayed the same since the last plan are not asked again.
    """
    last: tuple[Mapping[str, Worker], list[_T]] = {}, []

    @wraps(function)
    def ask(plan: Plan) -> list[_T]:
        nonlocal last
        old, known = last
        new = plan.workers
        if new is not old:
            answers = zip(old.values(), known, strict=True)
            same = {id(worker): answer for worker, answer in answers}
            known = [same[id(w)] if id(w) in same else function(w) for w in new.values()]
            last = new, known
        return known

    return ask
