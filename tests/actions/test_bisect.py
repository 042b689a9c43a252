"""The smallest set of workers that fails together, against trying every set there is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations
from math import ceil, log2

from hypothesis import given
from hypothesis import strategies as st

from planloom.actions.bisect import smallest

ORDERS = st.integers(1, 12).map(lambda count: [f"W{number}" for number in range(1, count + 1)])


def closure(workers: Collection[str], needs: dict[str, list[str]]) -> set[str]:
    whole = set(workers)
    while not all(set(needs.get(worker, [])) <= whole for worker in whole):
        whole |= {need for worker in whole for need in needs.get(worker, [])}
    return whole


@st.composite
def runs(draw: st.DrawFn) -> tuple[list[str], dict[str, list[str]], set[str]]:
    """An order, what each needs of those before it, and one to three workers that break together."""
    order = draw(ORDERS)
    needs = {
        worker: draw(st.lists(st.sampled_from(order[:at]), max_size=2, unique=True)) if at else []
        for at, worker in enumerate(order)
    }
    guilty = draw(st.sets(st.sampled_from(order), min_size=1, max_size=3))
    return order, needs, guilty


@given(runs())
def test_the_answer_is_the_smallest_set_that_any_search_finds(
    run: tuple[list[str], dict[str, list[str]], set[str]],
) -> None:
    order, needs, guilty = run
    tries = 0

    def fails(workers: Sequence[str]) -> bool:
        nonlocal tries
        tries += 1
        assert list(workers) == [worker for worker in order if worker in workers]
        assert closure(workers, needs) == set(workers)
        return guilty <= set(workers)

    found = smallest(order, needs, fails)
    every = (set(some) for size in range(len(order) + 1) for some in combinations(order, size))
    merged = next(some for some in every if some == closure(some, needs) and guilty <= some)
    assert closure(found, needs) == merged
    assert not any(guilty <= closure(part, needs) for part in combinations(found, len(found) - 1))
    assert tries <= (len(found) + 1) * (ceil(log2(len(order))) + 1)


@given(ORDERS)
def test_what_fails_without_anyone_blames_nobody(order: list[str]) -> None:
    assert smallest(order, {}, lambda workers: True) == ()


@given(ORDERS, st.randoms(use_true_random=False))
def test_a_check_that_answers_by_chance_ends_and_blames_each_once(order: list[str], chance) -> None:  # type: ignore[no-untyped-def]
    found = smallest(order, {}, lambda workers: chance.random() < 0.5)
    assert len(set(found)) == len(found) <= len(order)
