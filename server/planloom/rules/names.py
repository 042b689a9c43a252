"""Names that a fix or a message proposes: the nearest known one, the next free one, one made after its siblings.

Knows text only; must not know findings or plans.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from planloom.text.lazy import lazy

_DIGITS = lazy(r"\d+")


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known name most like `name`, case aside; None where none is like it. Among equals the first wins."""
    from difflib import get_close_matches

    by_key: dict[str, str] = {}
    for other in known:
        by_key.setdefault(other.casefold(), other)
    found = get_close_matches(name.casefold(), by_key, n=3, cutoff=cutoff)
    if not found:
        return None
    best = max(found, key=lambda key: (_likeness(name.casefold(), key), -list(by_key).index(key)))
    return by_key[best]


def _likeness(name: str, other: str) -> tuple[float, int]:
    """How alike two names are; equal ratios are told apart by how near their last numbers are."""
    from difflib import SequenceMatcher

    numbers = [[int(n[-9:]) for n in _DIGITS.findall(text)[-1:]] for text in (name, other)]
    apart = abs(numbers[0][0] - numbers[1][0]) if all(numbers) else 10**9
    return SequenceMatcher(None, name, other).ratio(), -apart


def next_free(name: str, taken: Collection[str]) -> str:
    """`name` itself where free, else with -2, -3, ... behind it. Compared without case; `taken` is casefolded."""
    if name.casefold() not in taken:
        return name
    number = 2
    while f"{name}-{number}".casefold() in taken:
        number += 1
    return f"{name}-{number}"


def like_siblings(own: str, siblings: Iterable[tuple[str, str]]) -> str | None:
    """A value for the worker `own`, made as most of its siblings' values are made from their ids.

    `siblings` are (id, value). `../cf-w2` of W2 gives `../cf-w1` for W1. None where no value shows its worker's mark.
    """
    shapes: Counter[tuple[str, str, str]] = Counter()
    for other, value in siblings:
        shape = _shape(other, value)
        if shape:
            shapes[shape] += 1
    if not shapes:
        return None
    (head, tail, form), _ = shapes.most_common(1)[0]
    mark = _marks(own).get(form)
    if not mark:
        return None
    return f"{head}{mark}{tail}"


def _marks(worker: str) -> dict[str, str]:
    """What of a worker's id may stand in its names: the whole id as a slug, or its letter or number alone."""
    slug_ = slug(worker)
    last = re.search(r"(?:^|-)([a-z])$|(\d+(?:-\d+)*)$", slug_)
    return {"slug": slug_, "joined": slug_.replace("-", ""), "short": (last[1] or last[2]) if last else ""}


def _shape(worker: str, value: str) -> tuple[str, str, str] | None:
    """(text before the mark, text behind it, which mark): the last place where a mark stands by itself."""
    for form, mark in _marks(worker).items():
        if not mark:
            continue
        before = r"(?<!\d)" if mark[0].isdigit() else r"(?<![^\W_])"
        after = r"(?!\d)" if mark[-1].isdigit() else r"(?![^\W_])"
        found = list(re.finditer(before + re.escape(mark) + after, value, re.IGNORECASE))
        if found:
            return value[: found[-1].start()], _plain_tail(value[found[-1].end() :]), form
    return None


def _plain_tail(tail: str) -> str:
    """What follows the mark is kept where it is no description of that one worker."""
    return "" if re.match(r"[-_]\w", tail) else tail


def listing(names: Sequence[str], most: int = 4) -> str:
    """`a`, `a and b`, `a, b and c`; beyond `most` the rest is counted."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def slug(text: str) -> str:
    """Lower case words joined by hyphens, at most six of them."""
    return "-".join(re.findall(r"[^\W_]+", text.casefold())[:6])
