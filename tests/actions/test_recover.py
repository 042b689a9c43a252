"""What is proved is taken over, the rest waits for a person, and nothing that may have been paid for begins anew."""

from __future__ import annotations

from typing import Any

import pytest

from planloom.actions.checkpoint import text
from planloom.actions.recover import begun, commits_of, recover, to_adopt, told
from planloom.actions.resume import reopened
from planloom.model.facts import Facts, WorkerFacts
from planloom.model.fold import fold
from planloom.model.plan import Plan
from planloom.model.progress import Progress, WorkerState
from planloom.rules.analysis import Analysis
from tests.run.journals import MERGED, START, TIP, Data, blueprint, life, numbered

OTHER = "c" * 40


def checkpoint_after(*some: Data) -> Plan:
    return Analysis(text(blueprint(), fold(numbered(list(some))))).plan


def by_hand(**of: str) -> Plan:
    rows = "".join(f"| {id_} | {state} | {'x' * 40} |\n" for id_, state in of.items())
    return Analysis(f"# Checkpoint\n\n| Worker | Status | Notes |\n|---|---|---|\n{rows}").plan


def facts(**of: WorkerFacts) -> Facts:
    branches = {"main": MERGED} | {f"feat/{id_.lower()}": one.tip for id_, one in of.items() if one.tip}
    return Facts("/repo", "/repo/.git", target="main", branches=branches, workers=of)


def gone_on(checkpoint: Plan, known: Facts, held: tuple[str, ...] = ()) -> Progress:
    found: list[Data] = [(one.do, one.stage, dict(one.data)) for one in recover(blueprint(), checkpoint, known, held)]
    return fold(numbered(found))


def of(progress: Progress) -> dict[str, str]:
    return {id_: at.state.value for id_, at in progress.workers.items()}


def test_a_checkpoint_tells_states_and_commits() -> None:
    found = told(checkpoint_after(*life("W1"), *list(life("W2"))[:6]))
    assert found["worker1"] == ("merged", START, TIP, MERGED)
    assert found["worker2"] == ("running", START, None, None)
    assert found["worker3"] == ("pending", None, None, None)
    assert commits_of(checkpoint_after(*life("W1"))) == {TIP}


def test_what_the_target_holds_is_merged_and_what_never_began_begins() -> None:
    progress = gone_on(checkpoint_after(*life("W1")), facts(), held=(TIP,))
    first = progress.workers["W1"]
    assert (first.state, first.tip, first.merged, first.start) == (WorkerState.MERGED, TIP, TIP, START)
    assert first.removed
    assert of(progress) == {"W1": "merged", "W2": "pending", "W3": "pending"}
    assert (progress.landed, progress.integration) == (None, None)


def test_a_merged_worker_whose_branch_is_here_is_still_to_be_cleaned_up() -> None:
    here = WorkerFacts("W1", tip=TIP, merged=True)
    assert not gone_on(checkpoint_after(*life("W1")), facts(W1=here), held=(TIP,)).workers["W1"].removed


def test_all_merged_is_landed() -> None:
    whole = [data for id_ in ("W1", "W2", "W3") for data in life(id_)]
    assert gone_on(checkpoint_after(*whole), facts(), held=(TIP,)).landed == MERGED


def test_merged_that_git_does_not_show_is_asked() -> None:
    first = gone_on(checkpoint_after(*life("W1")), facts()).workers["W1"]
    assert first.state is WorkerState.BLOCKED
    assert "says merged, and nothing here proves it" in first.reason
    assert "fetch its branch feat/w1" in first.reason


@pytest.mark.parametrize(("tip", "adopted"), [(TIP, ["W1"]), (None, [])])
def test_done_is_adopted_where_its_branch_is(tip: str | None, adopted: list[str]) -> None:
    done = checkpoint_after(*list(life("W1"))[:10])
    known = facts(W1=WorkerFacts("W1", tip=tip))
    assert list(to_adopt(blueprint(), done, known, ())) == adopted
    first = gone_on(done, known).workers["W1"]
    assert first.state is WorkerState.BLOCKED
    assert "`planloom adopt PLAN.md W1` takes over what is on branch feat/w1" in first.reason
    assert ("fetch its branch" in first.reason) == (tip is None)


def test_what_is_merged_or_was_never_done_is_not_adopted() -> None:
    here = facts(W1=WorkerFacts("W1", tip=TIP), W2=WorkerFacts("W2", tip=OTHER))
    some = checkpoint_after(*life("W1"), *list(life("W2"))[:6])
    assert not list(to_adopt(blueprint(), some, here, (TIP,)))
    assert begun(some, ("W1", "W2", "W3")) == {"W1", "W2"}


def test_another_resume_begins_nothing_that_may_have_been_paid_for() -> None:
    progress = gone_on(by_hand(W1="running", W2="pending"), facts())
    assert not list(reopened(progress))
    assert [(one.worker, one.state) for one in reopened(progress, ["W1"])] == [("W1", WorkerState.PENDING)]


@pytest.mark.parametrize("state", ["running", "validating", "failed", "blocked", "done", "merged", "abandoned"])
@pytest.mark.parametrize("tip", [None, OTHER])
def test_what_cannot_be_known_never_begins_by_itself(state: str, tip: str | None) -> None:
    here = WorkerFacts("W1", tip=tip, commits=1)
    first = gone_on(by_hand(W1=state, W2="pending"), facts(W1=here)).workers["W1"]
    assert first.state is WorkerState.BLOCKED
    assert "planloom adopt PLAN.md W1" in first.reason
    assert ("cannot be known here" in first.reason) == (state in ("running", "validating"))


def test_a_branch_that_the_checkpoint_knows_nothing_of_is_asked() -> None:
    first = gone_on(by_hand(W1="pending", W2="pending"), facts(W1=WorkerFacts("W1", tip=OTHER))).workers["W1"]
    assert first.state is WorkerState.BLOCKED


def test_workers_are_found_however_the_checkpoint_writes_them() -> None:
    progress = gone_on(by_hand(**{"Worker 1": "running", "**W2**": "pending", "w3": "blocked"}), facts())
    assert of(progress) == {"W1": "blocked", "W2": "pending", "W3": "blocked"}


@pytest.mark.parametrize("commit", ["--output=x", "$(id)", "HEAD", "d" * 39, "main", "D" * 40])
def test_what_is_no_commit_id_is_never_taken_for_one(commit: str) -> None:
    said = text(blueprint(), fold(numbered(list(life("W1"))))).replace(TIP, commit.ljust(40))
    assert not commits_of(Analysis(said).plan)


def test_entries_are_records_that_a_journal_takes() -> None:
    some: list[Any] = list(recover(blueprint(), checkpoint_after(*life("W1")), facts(), (TIP,)))
    assert [one.do for one in some] == ["worktree", "checked", "state", "remove", "closed"]
