"""When what happened in a run: journals as they are written, and what is told of them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema

from planloom.actions.timeline import Now, timeline

SCHEMA = json.loads(files("planloom").joinpath("schemas", "timeline.json").read_text(encoding="utf-8"))
BEGUN = ("run", "done", {"run": "r-1", "workers": ["W1", "W2"]})


def at(second: int) -> str:
    return f"2026-01-01T00:00:{second:02}.000Z"


def told(*records: tuple[str, str, dict[str, Any]], driven: bool = False, ended: str = "") -> dict[str, Any]:
    """The document for a journal with a record each second."""
    journal = [{"at": at(n), "do": do, "is": is_, **data} for n, (do, is_, data) in enumerate((BEGUN, *records))]
    found = timeline(journal, Now(at(59), driven, frozenset(filter(None, [ended]))))
    jsonschema.validate(found, SCHEMA)
    return found


def begin(kind: str = "work", number: int = 1, worker: str = "W1") -> tuple[str, str, dict[str, Any]]:
    return "attempt", "intent", {"worker": worker, "kind": kind, "number": number, "id": f"{worker}/{number}-{kind}"}


def end(kind: str = "work", number: int = 1, **data: Any) -> tuple[str, str, dict[str, Any]]:
    return "attempt", "done", {"worker": "W1", "id": f"W1/{number}-{kind}", "code": 0, "reason": "", **data}


def outcome(*records: tuple[str, str, dict[str, Any]], **how: Any) -> tuple[str, str]:
    """What is told of the last attempt of W1."""
    last = told(*records, **how)["workers"][0]["attempts"][-1]
    return last["outcome"], last["reason"]


def test_each_process_has_its_times_and_each_phase() -> None:
    found = told(("phase", "done", {"phase": "spawn"}), begin(), end(state="validating", why=""), begin("validate", 2))
    assert [(one["phase"], one["started"], one["ended"]) for one in found["phases"]] == [
        ("setup", at(0), at(1)),
        ("spawn", at(1), at(4)),
    ]
    first, second = found["workers"][0]["attempts"]
    assert (first["kind"], first["started"], first["ended"], first["outcome"]) == ("work", at(2), at(3), "passed")
    assert (second["kind"], second["started"], second["ended"], second["outcome"]) == (
        "validate",
        at(4),
        None,
        "running",
    )
    assert found["workers"][1] == {"id": "W2", "attempts": [], "states": []}


def test_a_run_that_nobody_drives_stopped_at_its_last_record() -> None:
    phase = ("phase", "done", {"phase": "merge"})
    assert told(phase)["run"]["ended"] == at(1)
    assert told(phase)["phases"][-1]["ended"] == at(1)
    assert told(phase, driven=True)["run"]["ended"] is None
    assert told(phase, driven=True)["phases"][-1]["ended"] is None
    assert told(phase, begin())["run"]["ended"] is None, "the worker goes on alone"


def test_what_came_of_a_process_is_told_in_a_word() -> None:
    pending = {"state": "pending", "why": "why", "fault": "why"}
    limit = {"state": "pending", "parked": at(50), "why": "limit"}
    assert outcome(begin(), end()) == ("passed", "")
    assert outcome(begin(), end(code=1, **pending)) == ("failed", "why")
    assert outcome(begin(), end(code=2)) == ("failed", "ended with exit status 2")
    assert outcome(begin(), end(code=1, **limit)) == ("parked", "limit")
    assert outcome(begin(), end(code=None, reason="stopped", state="blocked", why="go on")) == ("stopped", "go on")
    assert outcome(begin(), end(code=None, reason="unknown", state="blocked", why="look")) == ("unknown", "look")
    assert outcome(begin(), end(code=None, reason="timeout", **pending)) == ("failed", "why")
    assert outcome(begin(), ("attempt", "failed", {"worker": "W1", "id": "W1/1-work"}))[0] == "failed"
    assert outcome(begin(), ended="W1")[0] == "unknown"
    assert outcome(begin(), ended="W2")[0] == "running"


def test_a_validation_that_passed_is_refused_for_strays() -> None:
    refused = ("state", "done", {"worker": "W1", "state": "pending", "reason": "strays", "fault": "strays"})
    assert outcome(begin("validate"), end("validate"), refused) == ("refused", "strays")


def test_where_a_worker_came_to_is_told_with_its_time() -> None:
    done, merged = ({"worker": "W1", "state": state, "reason": ""} for state in ("done", "merged"))
    found = told(("state", "done", done), ("state", "done", merged))
    assert [(one["at"], one["state"]) for one in found["workers"][0]["states"]] == [(at(1), "done"), (at(2), "merged")]


def test_a_run_that_goes_on_again_leaves_a_gap_between_its_phases() -> None:
    blocked, again = ({"state": state, "blockers": []} for state in ("BLOCKED", "IN_PROGRESS"))
    found = told(("run-state", "done", blocked), ("phase", "done", {"phase": "setup"}), driven=True)
    assert [(one["started"], one["ended"]) for one in found["phases"]] == [(at(0), at(1)), (at(2), None)]
    found = told(("run-state", "done", blocked), ("run-state", "done", again), driven=True)
    assert [(one["started"], one["ended"]) for one in found["phases"]] == [(at(0), at(1)), (at(2), None)]
    assert found["run"]["state"] == "IN_PROGRESS"
