"""Wherever a journal breaks off, the run goes on from there: something is due, or at work, or all is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from planloom.actions.phases import blockers, due
from planloom.model.blueprint import Blueprint
from planloom.model.fold import fold
from planloom.model.progress import RunState, WorkerState
from planloom.run.launch import blueprint_of
from planloom.run.records.journal import Journal
from planloom.run.records.state import PlanState, StateFolder
from planloom.run.survey.repository import find
from tests.support.forked import ended, forked
from tests.support.runs import Part, sample, writing

FAILS_ONCE = "test -f ../tried || { touch ../tried; exit 1; }"
PARTS = {
    "W1": Part(writing("a.txt"), ("a.txt",), validation=FAILS_ONCE, check="test -f a.txt"),
    "W2": Part(writing("b.txt"), ("b.txt",), after="W1"),
    "W3": Part("exit 3", ("c.txt",)),
}


def journal_of(folder: Path, parts: dict[str, Part]) -> tuple[Journal, Blueprint]:
    repo = sample(folder, parts)
    ended(forked(repo, folder / "said"))
    found = find(repo)
    assert found is not None
    state = StateFolder(Path(found.common))
    (plan,) = (PlanState(state, path.name) for path in state.path.iterdir() if path.name.startswith("sample"))
    run = plan.latest()
    assert run is not None
    journal = Journal.open(run.journal)
    return journal, blueprint_of(run, journal.progress.approval)


@pytest.mark.parametrize("names", [("W1", "W2"), ("W1", "W3")], ids=["merged", "blocked"])
def test_no_prefix_of_a_journal_is_a_dead_end(tmp_path: Path, names: tuple[str, ...]) -> None:
    journal, blueprint = journal_of(tmp_path, {name: PARTS[name] for name in names})
    for length in range(1, len(journal.records) + 1):
        progress = fold(journal.records[:length])
        over = progress.landed is not None and progress.integration is None
        goes_on = due(blueprint, progress) or any(at.current for at in progress.workers.values())
        last = journal.records[length - 1]
        running = [at for at in progress.workers.values() if at.state is WorkerState.RUNNING]
        assert all(at.current for at in running), f"nobody waits for a worker after record {length}: {last}"
        assert goes_on or over or blockers(blueprint, progress), f"stuck after record {length}: {last}"
    assert journal.progress.state in (RunState.COMPLETED, RunState.BLOCKED)
