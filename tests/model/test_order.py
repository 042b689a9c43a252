"""Order: what comes before what, and what is wrong with it."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from planloom.model.order import Order, order_of
from planloom.model.plan import Dependency, Worker
from planloom.syntax.chunks import Place

AT = Place(0, 0, 0, 0)


def plan(text: str, waves: dict[str, int] | None = None) -> Order:
    """`A B<A C<B,A` as workers with dependencies."""
    workers = {}
    for word in text.split():
        id_, _, depends = word.partition("<")
        on = tuple(Dependency(d, d, AT) for d in depends.split(",") if d)
        workers[id_] = Worker(id_, id_, AT, depends_on=on, wave_index=(waves or {}).get(id_))
    return order_of(workers)


def test_indirect_dependencies_order_two_workers() -> None:
    order = plan("A B<A C<B D")
    assert order.reaches("C", "A")
    assert order.before("A", "C")
    assert order.ordered("C", "A")
    assert not order.ordered("D", "A")


def test_whom_a_changed_dependency_moves() -> None:
    before = plan("A B<A C<B D")
    assert plan("A B C<B D").moved(before) == {"B", "C"}
    assert plan("A B<A C<B D", {"D": 1}).moved(before) == {"D"}
    assert plan("A B<A C<B D").moved(before) == frozenset()
    assert plan("A B<A C<B").moved(before) is None


@given(st.lists(st.sampled_from("ABCD"), max_size=4), st.lists(st.sampled_from("ABCD"), max_size=4))
def test_what_is_not_moved_stands_as_before(first: list[str], then: list[str]) -> None:
    ids = "ABCD"
    old, new = (plan(" ".join(f"{a}<{b}" for a, b in zip(ids, [*on, *ids][:4], strict=True))) for on in (first, then))
    moved = new.moved(old)
    assert moved is not None
    for a, b in product(set(ids) - moved, repeat=2):
        assert (new.before(a, b), new.reaches(a, b)) == (old.before(a, b), old.reaches(a, b))


def test_different_depth_alone_orders_nothing() -> None:
    order = plan("A B<A C D<C")
    assert order.levels == [["A", "C"], ["B", "D"]]
    assert not order.ordered("A", "D")


def test_named_waves_are_barriers() -> None:
    order = plan("A B C", {"A": 0, "B": 0, "C": 1})
    assert order.waves == [["A", "B"], ["C"]]
    assert order.before("A", "C")
    assert not order.ordered("A", "B")


def test_a_worker_outside_the_named_waves_starts_behind_its_dependencies() -> None:
    assert plan("A B C<B", {"A": 0, "B": 1}).waves == [["A"], ["B"], ["C"]]


def test_each_cycle_is_given_once_with_all_its_edges() -> None:
    order = plan("A<C B<A C<B D<E E<D F<A")
    assert [set(cycle) for cycle in order.cycles()] == [{("A", "C"), ("C", "B"), ("B", "A")}, {("D", "E"), ("E", "D")}]
    assert order.levels


def test_a_self_dependency_is_a_cycle_of_one() -> None:
    assert plan("A<A B").cycles() == [[("A", "A")]]


def test_would_cycle_says_which_new_dependencies_are_safe() -> None:
    order = plan("A B<A C")
    assert order.would_cycle("A", "B")
    assert not order.would_cycle("C", "B")


def test_critical_path_is_a_longest_chain() -> None:
    assert plan("A B<A C<B D<A").critical_path == ["A", "B", "C"]
    assert plan("").critical_path == []


def test_unknown_workers_are_in_no_order() -> None:
    order = plan("A")
    assert not order.before("A", "Z")
    assert not order.reaches("Z", "A")


graphs = st.integers(1, 9).flatmap(
    lambda n: st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=20).map(lambda e: (n, e))
)


@given(graphs)
def test_reaches_is_the_transitive_closure(graph: tuple[int, list[tuple[int, int]]]) -> None:
    n, edges = graph
    ids = [f"W{i}" for i in range(n)]
    order = Order(tuple(ids), tuple(tuple(ids[b] for a, b in edges if a == i) for i in range(n)))
    closure = set(edges)
    for k, i, j in product(range(n), repeat=3):
        if (i, k) in closure and (k, j) in closure:
            closure.add((i, j))
    assert {(i, j) for i, j in product(range(n), repeat=2) if order.reaches(ids[i], ids[j])} == closure
    in_cycle = {ids[i] for i in range(n) if (i, i) in closure}
    rings = order.cycles()
    assert {a for ring in rings for a, _ in ring} == in_cycle
    assert all((int(a[1:]), int(b[1:])) in edges for ring in rings for a, b in ring)
    assert sorted(id_ for level in order.levels for id_ in level) == sorted(ids)
