"""The status document: what is so, what shows it, what is next; in the form that was promised."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from planloom.actions.status import Seen, Task, status
from planloom.model.facts import Change, Facts, Forecast, WorkerFacts, Worktree
from planloom.model.fold import fold
from planloom.model.progress import Progress, WorkerState
from planloom.rules.analysis import Analysis
from tests.run.journals import MERGED, TIP, WORKERS, Data, blueprint, life, numbered, states

PLAN = """\
| File     | W1      | W2      | W3      |
|----------|---------|---------|---------|
| src/a.rs | PRIMARY | -       | -       |
| src/b.rs | -       | PRIMARY | -       |
| src/c.rs | -       | -       | PRIMARY |

### W1: A

**Branch:** `feat/w1`
**Worktree:** `../repo-w1`

### W2: B

### W3: C
"""
SCHEMA = json.loads(files("planloom").joinpath("schemas", "status.json").read_text(encoding="utf-8"))


def seen(progress: Progress | None = None, **more: Any) -> Seen:
    plan = Analysis(PLAN).plan
    made = blueprint()
    jobs = tuple(job._replace(writes=(f"src/{letter}.rs",)) for job, letter in zip(made.jobs, "abc", strict=True))
    frozen = made._replace(jobs=jobs) if progress else None
    return Seen("PLAN.md", plan, blueprint=frozen, progress=progress, **more)


def told(some: Seen) -> dict[str, Any]:
    document = status(some)
    jsonschema.validate(json.loads(json.dumps(document)), SCHEMA)
    return document


def worker(some: Seen, id_: str = "W1") -> dict[str, Any]:
    return next(one for one in told(some)["workers"] if one["id"] == id_)


def facts(**of: WorkerFacts) -> Facts:
    return Facts("/repo", "/repo/.git", target="main", workers=of)


def running() -> Progress:
    return fold(numbered(list(life("W1"))[:6]))


def test_a_plan_that_was_never_run() -> None:
    document = told(seen())
    assert (document["run"], document["next"]) == (None, "planloom run PLAN.md")
    assert [one["id"] for one in document["workers"]] == list(WORKERS)
    assert {one["state"] for one in document["workers"]} == {"pending"}
    first = document["workers"][0]
    assert (first["branch"], first["worktree"]) == ("feat/w1", "../repo-w1")


def test_without_a_journal_here_the_checkpoint_tells_what_was_so_elsewhere() -> None:
    said = "**Status:** {}\n\n| Worker | Status |\n|---|---|\n| Worker 1 | running |\n| W2 | abandoned |\n"
    document = told(seen(checkpoint=Analysis(said.format("IN_PROGRESS")).plan.checkpoint))
    assert [one["state"] for one in document["workers"]] == ["running", "pending", "pending"]
    assert document["workers"][0]["evidence"] == "the checkpoint says running; of the run there is no journal here"
    assert (document["run"], document["next"]) == (None, "planloom run PLAN.md --resume")
    over = told(seen(checkpoint=Analysis(said.format("COMPLETED")).plan.checkpoint))
    assert over["next"] == "planloom run PLAN.md"


def test_a_running_worker() -> None:
    task = Task("running", pid=4712, seconds=12.53, quiet=2.0, last="compiling")
    document = told(seen(running(), tasks={"W1": task}, orchestrator=4711))
    assert document["run"] == {
        "id": "engine-0000-1",
        "state": "IN_PROGRESS",
        "phase": "setup",
        "orchestrator": 4711,
    }
    first = document["workers"][0]
    assert (first["state"], first["attempt"], first["pid"], first["seconds"]) == ("running", 1, 4712, 12.5)
    assert first["started"] == "2026-11-22T10:00:06.000Z"
    assert first["last_output"] == "compiling"
    assert first["evidence"] == "W1/1-work runs as process 4712, last output 2 s ago"
    assert first["next"] == "wait, or look on: planloom logs PLAN.md W1 --follow"
    assert document["next"] == "wait: process 4711 goes on with it"


@pytest.mark.parametrize(
    ("task", "evidence"),
    [
        (Task("ended", code=0), "W1/1-work ended with exit status 0, which no orchestrator has taken note of yet"),
        (Task("ended", reason="timeout"), "W1/1-work ended by timeout, which no orchestrator has taken note of yet"),
        (Task("waiting"), "W1/1-work was not started yet"),
        (Task("unknown"), "nobody can tell how W1/1-work ended"),
    ],
)
def test_a_worker_whose_process_nobody_watches(task: Task, evidence: str) -> None:
    first = worker(seen(running(), tasks={"W1": task}))
    assert first["evidence"] == evidence
    assert first["next"] == "planloom run PLAN.md --resume takes note of it"


def test_what_a_worker_changed_and_does_not_own_is_drift() -> None:
    changes = (
        Change("src/a.rs", "M", "commit"),
        Change("src/b.rs", "M", "commit"),
        Change("notes.txt", "?", "untracked"),
        Change("src/b.rs", "M", "tree"),
    )
    known = WorkerFacts("W1", tip=TIP, worktree=Worktree("/repo-w1"), commits=2, changes=changes)
    first = worker(seen(running(), facts=facts(W1=known)))
    assert first["drift"] == ["notes.txt", "src/b.rs"]
    assert "feat/w1 is at dddddddddd with 2 commits, 2 uncommitted files" in first["evidence"]


def test_drift_without_a_run_is_told_by_the_plan() -> None:
    known = WorkerFacts("W1", tip=TIP, commits=1, changes=(Change("src/c.rs", "A", "commit"),))
    assert worker(seen(facts=facts(W1=known)))["drift"] == ["src/c.rs"]


def test_forecasts_are_told_to_both_and_joined_by_whom_they_are_with() -> None:
    some = (
        Forecast("W1", "W2", ("src/b.rs",)),
        Forecast("W2", "W1", ("src/a.rs",), chain=True),
        Forecast("W1", None, ("src/c.rs",)),
    )
    known = facts()._replace(forecast=some)
    assert worker(seen(running(), facts=known))["forecast"] == [
        {"with": "W2", "files": ["src/a.rs", "src/b.rs"]},
        {"with": "main", "files": ["src/c.rs"]},
    ]
    assert worker(seen(running(), facts=known), "W2")["forecast"] == [{"with": "W1", "files": ["src/a.rs", "src/b.rs"]}]
    assert worker(seen(running(), facts=known), "W3")["forecast"] == []


def test_what_speaks_against_a_state_is_evidence() -> None:
    done = fold(numbered(list(life("W1"))[:10]))
    moved = WorkerFacts("W1", tip="9" * 40, commits=3)
    evidence = worker(seen(done, facts=facts(W1=moved)))["evidence"]
    assert "feat/w1 is at 9999999999 with 3 commits" in evidence
    assert "what was validated is dddddddddd" in evidence
    assert "no worktree at /repo-w1" in evidence
    assert "branch feat/w1 is gone" in worker(seen(done, facts=facts(W1=WorkerFacts("W1"))))["evidence"]
    held = WorkerFacts("W1", tip=TIP, commits=1, merged=True, worktree=Worktree("/repo-w1"))
    assert "main holds it" in worker(seen(done, facts=facts(W1=held)))["evidence"]


def test_a_checkpoint_that_says_otherwise_is_evidence_and_no_truth() -> None:
    by_hand = Analysis("| Worker | Status |\n|---|---|\n| W1 | merged |\n| W2 | pending |\n").plan.checkpoint
    some = seen(running(), checkpoint=by_hand)
    assert worker(some)["state"] == "running"
    assert "the checkpoint says merged" in worker(some)["evidence"]
    assert worker(some, "W2")["evidence"] == ""


@pytest.mark.parametrize("state", WorkerState)
def test_every_state_has_a_next_step(state: WorkerState) -> None:
    first = worker(seen(states(W1=state.value, W2="pending", W3="done")))
    assert (first["state"], bool(first["next"])) == (state.value, True)
    if state in (WorkerState.FAILED, WorkerState.BLOCKED):
        assert first["evidence"] == "because"
        assert "planloom run PLAN.md --resume" in first["next"]


def test_who_waits_is_told_for_whom() -> None:
    some = seen(states(W1="running", W2="done", W3="pending"))
    frozen = blueprint(after={"W3": ["W1", "W2"]})
    assert worker(some._replace(blueprint=frozen), "W3")["next"] == "begins when W1 is validated"


def test_a_finished_and_a_stopped_run() -> None:
    whole: list[Data] = [data for id_ in WORKERS for data in life(id_)]
    end: list[Data] = [
        ("target", "done", {"commit": MERGED}),
        ("run-state", "done", {"state": "COMPLETED", "blockers": []}),
    ]
    document = told(seen(fold(numbered([*whole, *end]))))
    assert document["next"] == "nothing: everything is merged"
    assert {one["next"] for one in document["workers"]} == {"nothing"}
    kept: list[Data] = [*whole, ("remove", "done", {"worker": "W2", "kept": "it is in use"}), *end]
    left = told(seen(fold(numbered(kept))))["next"]
    assert left == "see to what was kept, then planloom run PLAN.md --phase cleanup; everything is merged"
    stop: list[Data] = [("run-state", "done", {"state": "BLOCKED", "blockers": ["W1 failed"]})]
    stopped = told(seen(fold(numbered(stop)), problems=("git says no",)))
    assert stopped["blockers"] == ["W1 failed", "git says no"]
    assert stopped["next"] == "planloom run PLAN.md --resume"


def test_tokens_and_cost_of_all_attempts() -> None:
    first = worker(seen(fold(numbered(list(life("W1"))))))
    assert (first["tokens"], first["cost"]) == (100, 0.5)
