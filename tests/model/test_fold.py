"""What a run's records come to, however far they go."""

from __future__ import annotations

import pytest

from planloom.model.fold import apply, fold
from planloom.model.progress import Kind, Phase, Progress, RunState, WorkerProgress, WorkerState
from tests.run.journals import BASE, MERGED, START, TIP, Data, life, numbered


def progress(*some: Data) -> Progress:
    return fold(numbered(list(some)))


def worker(*some: Data) -> WorkerProgress:
    return progress(*some).workers["W1"]


def begun(number: int, kind: str = "work", **more: object) -> Data:
    about = {"worker": "W1", "kind": kind, "number": number, "id": f"W1/{number}-{kind}", "session": None}
    return "attempt", "intent", {**about, "counts": kind == "work", **more}


def ended(number: int, kind: str = "work", **more: object) -> Data:
    return "attempt", "done", {"worker": "W1", "id": f"W1/{number}-{kind}", "code": 0, "reason": "", **more}


def test_the_first_record_says_what_run_it_is() -> None:
    found = progress()
    assert (found.run, found.base, found.target, found.approval) == ("engine-0000-1", BASE, "main", "a" * 16)
    assert list(found.workers) == ["W1", "W2", "W3"]
    assert (found.created, found.at, found.seq) == ("2026-11-22T10:00:01.000Z", "2026-11-22T10:00:01.000Z", 1)


def test_a_whole_life() -> None:
    found = worker(*life("W1"))
    assert found == WorkerProgress(
        "W1",
        WorkerState.MERGED,
        start=START,
        ready=True,
        tries=1,
        attempts=1,
        last=found.last,
        tip=TIP,
        merged=MERGED,
        removed=True,
        session="s2",
        port=7100,
        tokens=100,
        cost=0.5,
        since=found.since,
    )
    assert found.last
    assert (found.last.id, found.last.kind, found.last.ended, found.last.code) == ("W1/1-work", Kind.WORK, True, 0)


def test_after_every_record_it_is_the_fold_of_all_so_far() -> None:
    some = numbered(list(life("W1")))
    step = Progress("")
    for count, record in enumerate(some, 1):
        step = apply(step, record)
        assert step == fold(some[:count])


def test_what_is_begun_is_kept_until_it_ended() -> None:
    some = list(life("W1"))
    open_ = [(one["do"], one.get("id")) for one in progress(*some[:5]).intents]
    assert open_ == [("attempt", "W1/1-work")]
    assert not progress(*some).intents
    begin: Data = ("worktree", "intent", {"worker": "W1"})
    other: Data = ("worktree", "intent", {"worker": "W2"})
    failed: Data = ("worktree", "failed", {"worker": "W1", "reason": "no room"})
    assert [one["worker"] for one in progress(begin, other, failed).intents] == ["W2"]


def test_tries_count_what_counts_and_attempts_count_all() -> None:
    found = worker(begun(1), ended(1), begun(2, "validate"), ended(2, "validate"), begun(3, counts=False), ended(3))
    assert (found.tries, found.attempts) == (1, 3)


def test_the_end_of_another_attempt_ends_nothing() -> None:
    found = worker(begun(1), ended(1), begun(2), ended(1, tokens=7))
    assert found.current
    assert (found.current.id, found.tokens) == ("W1/2-work", None)


def test_an_attempt_that_could_not_begin_is_over() -> None:
    found = worker(begun(1), ("attempt", "failed", {"worker": "W1", "id": "W1/1-work", "reason": "no fork"}))
    assert found.current is None
    assert found.last
    assert (found.last.code, found.last.reason) == (None, "not-started")


def test_tokens_and_cost_add_up_and_the_session_stays() -> None:
    found = worker(begun(1, session="s"), ended(1, tokens=5, cost=0.25), begun(2), ended(2, tokens=6), begun(3))
    assert (found.tokens, found.cost, found.session) == (11, 0.25, "s")


def test_states_keep_or_drop_the_validated_commit_as_they_say() -> None:
    done: Data = ("state", "done", {"worker": "W1", "state": "done", "reason": "", "tip": TIP})
    blocked: Data = ("state", "done", {"worker": "W1", "state": "blocked", "reason": "conflict in a.rs"})
    again: Data = ("state", "done", {"worker": "W1", "state": "pending", "reason": "", "tip": None})
    assert (worker(done, blocked).tip, worker(done, blocked).reason) == (TIP, "conflict in a.rs")
    assert worker(done, blocked, again).tip is None


def test_a_parked_worker_is_parked_until_it_begins() -> None:
    until = "2026-11-22T12:00:00Z"
    park: Data = ("state", "done", {"worker": "W1", "state": "pending", "reason": "limit", "parked": until})
    assert worker(park).parked == "2026-11-22T12:00:00Z"
    assert worker(park, begun(1)).parked is None


def test_merging_is_joined_then_checked() -> None:
    opened: Data = ("integration", "done", {"path": "/i", "base": BASE})
    joined: Data = ("merge", "done", {"worker": "W1", "commit": MERGED})
    checked: Data = ("checked", "done", {"worker": "W1", "commit": MERGED})
    assert progress(opened).integration == BASE
    assert (progress(opened, joined).integration, worker(opened, joined).joined) == (BASE, MERGED)
    after = progress(opened, joined, checked)
    assert (after.integration, after.workers["W1"].merged, after.workers["W1"].joined) == (MERGED, MERGED, None)
    end = progress(opened, ("target", "done", {"commit": MERGED}), ("closed", "done", {}))
    assert (end.landed, end.integration) == (MERGED, None)


def test_what_is_kept_is_not_removed() -> None:
    found = worker(("remove", "done", {"worker": "W1", "kept": "it holds .env"}))
    assert (found.removed, found.kept) == (False, "it holds .env")


def test_the_run_s_own_state_and_phase() -> None:
    found = progress(
        ("phase", "done", {"phase": "merge"}), ("run-state", "done", {"state": "BLOCKED", "blockers": ["W1 failed"]})
    )
    assert (found.phase, found.state, found.blockers) == (Phase.MERGE, RunState.BLOCKED, ("W1 failed",))


def test_records_of_other_kinds_change_nothing_but_the_count() -> None:
    found = progress(("weather", "done", {"is_fine": True}))
    assert found._replace(seq=1, at=found.created) == progress()


@pytest.mark.parametrize("data", [{"worker": "W1", "state": "flying"}, {"worker": "W1"}, {"state": "done"}])
def test_a_record_that_nobody_writes_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        progress(("state", "done", data))
