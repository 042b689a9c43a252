"""Which workers break a check together: a smallest set that fails, found with few tries.

Pure: whoever asks tries a set out. Must not know git or checks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence


def smallest(
    order: Sequence[str], needs: Mapping[str, Sequence[str]], fails: Callable[[Sequence[str]], bool]
) -> tuple[str, ...]:
    """Workers that fail together while no part of them does; in the order given, which is that of merging.

    `needs`: what each worker's branch holds beside its own work; a set is tried with all that it needs, in order. All
    of `order` together is known to fail. Empty where nothing is needed to fail. Each worker of the answer costs about
    log2(len(order)) tries. Where a larger set can pass though a smaller one fails, the answer fails, but a part of it
    may do so, too.
    """
    closure = {worker: _closure(worker, needs) for worker in order}

    def together(workers: Sequence[str]) -> tuple[str, ...]:
        wanted = {need for worker in workers for need in closure[worker]}
        return tuple(worker for worker in order if worker in wanted)

    known: dict[tuple[str, ...], bool] = {together(order): True}

    def broken(workers: Sequence[str]) -> bool:
        tried = together(workers)
        if tried not in known:
            known[tried] = fails(tried)
        return known[tried]

    found: list[str] = []
    open_ = list(order)
    while open_ and not broken(found):
        passing, failing = 0, len(open_)
        while failing - passing > 1:
            middle = (passing + failing) // 2
            if broken([*found, *open_[:middle]]):
                failing = middle
            else:
                passing = middle
        # Without this one what comes before it passes: it belongs to every failing set of what is left.
        found.append(open_[failing - 1])
        open_ = open_[: failing - 1]
    return tuple(worker for worker in order if worker in found)


def _closure(worker: str, needs: Mapping[str, Sequence[str]]) -> frozenset[str]:
    seen, stack = set(), [worker]
    while stack:
        one = stack.pop()
        if one not in seen:
            seen.add(one)
            stack.extend(needs.get(one, ()))
    return frozenset(seen)
