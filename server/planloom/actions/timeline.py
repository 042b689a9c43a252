"""When what happened in a run, from its journal: phases, the processes of each worker, and what came of them.

The document that `schemas/timeline.json` describes. Pure; must not know where the journal lies or how it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from planloom.model.progress import Kind, RunState, WorkerState

Record = Mapping[str, Any]
_SETTLED = (WorkerState.DONE, WorkerState.MERGED, WorkerState.FAILED, WorkerState.BLOCKED)
_ENDS = {"stopped": "stopped", "unknown": "unknown", "not-started": "failed"}


@dataclass
class _Run:
    """What the records said so far."""

    id: str = ""
    state: str = RunState.IN_PROGRESS
    started: str = ""
    phases: list[dict[str, Any]] = field(default_factory=list)
    workers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def worker(self, id_: str) -> dict[str, Any]:
        return self.workers.setdefault(id_, {"id": id_, "attempts": [], "states": []})


class Now(NamedTuple):
    """How it is at this moment: the time; somebody goes on with the run; workers whose process ended unnoticed."""

    at: str
    driven: bool = False
    ended: frozenset[str] = frozenset()


def timeline(records: Iterable[Record], now: Now) -> dict[str, Any]:
    """The document. Where nobody goes on with the run, its time stopped at the last record."""
    run, last = _Run(), ""
    for record in records:
        last = record["at"]
        _take(run, record)
    if not now.driven:
        _end_phase(run, last)
        _end_unnoticed(run, now.ended, last)
    ended = None if now.driven or _is_alive(run) else last
    return {
        "version": 1,
        "run": {"id": run.id, "state": run.state, "started": run.started, "ended": ended} if run.id else None,
        "now": now.at,
        "phases": run.phases,
        "workers": list(run.workers.values()),
    }


def _is_alive(run: _Run) -> bool:
    return any(attempt["ended"] is None for worker in run.workers.values() for attempt in worker["attempts"])


def _end_unnoticed(run: _Run, workers: frozenset[str], last: str) -> None:
    for id_ in workers:
        for attempt in run.worker(id_)["attempts"]:
            if attempt["ended"] is None:
                attempt.update(
                    ended=last, outcome="unknown", reason="`planloom run --resume` takes note of how it ended"
                )


def _take(run: _Run, record: Record) -> None:
    step = f"{record['do']} {record['is']}"
    if step == "run done":
        run.id, run.started = record["run"], record["at"]
        for worker in record.get("workers", ()):
            run.worker(worker)
        _begin_phase(run, "setup", record["at"])
    elif step == "phase done":
        _begin_phase(run, record["phase"], record["at"])
    elif step == "run-state done":
        _note_state(run, record)
    elif step == "attempt intent":
        run.worker(record["worker"])["attempts"].append(_begun(record))
    elif record["do"] == "attempt":
        _end_attempt(run, record)
    elif step == "state done":
        _settle(run, record, record.get("reason") or "")


def _begin_phase(run: _Run, phase: str, at: str) -> None:
    _end_phase(run, at)
    run.phases.append({"phase": phase, "started": at, "ended": None})


def _end_phase(run: _Run, at: str) -> None:
    if run.phases and run.phases[-1]["ended"] is None:
        run.phases[-1]["ended"] = at


def _note_state(run: _Run, record: Record) -> None:
    """A run that stops is in no phase until it goes on."""
    run.state = record["state"]
    if record["state"] != RunState.IN_PROGRESS:
        _end_phase(run, record["at"])
    elif run.phases and run.phases[-1]["ended"] is not None:
        _begin_phase(run, run.phases[-1]["phase"], record["at"])


def _begun(record: Record) -> dict[str, Any]:
    return {
        "number": record["number"],
        "kind": Kind(record["kind"]).value,
        "started": record["at"],
        "ended": None,
        "outcome": "running",
        "reason": "",
    }


def _end_attempt(run: _Run, record: Record) -> None:
    """The end of a process, and the worker's new state where the same record says it."""
    number = int(record["id"].partition("/")[2].partition("-")[0])
    for attempt in run.worker(record["worker"])["attempts"]:
        if attempt["number"] == number and attempt["ended"] is None:
            attempt.update(ended=record["at"], **_outcome(record))
    if "state" in record:
        _settle(run, record, record.get("why") or "")


def _outcome(record: Record) -> dict[str, str]:
    code, reason, why = record.get("code"), record.get("reason") or "", record.get("why") or ""
    if record["is"] == "failed":
        return {"outcome": "failed", "reason": why or "could not be started"}
    if record.get("parked"):
        return {"outcome": "parked", "reason": why}
    state = record.get("state")
    if state in (WorkerState.PENDING, WorkerState.FAILED) or (code != 0 and not reason):
        return {"outcome": "failed", "reason": why or f"ended with exit status {code}"}
    return {"outcome": _ENDS.get(reason, "failed" if reason else "passed"), "reason": why or reason}


def _settle(run: _Run, record: Record, reason: str) -> None:
    """A worker's new state. What passed and is sent back all the same was refused for what it changed."""
    worker = run.worker(record["worker"])
    last = worker["attempts"][-1] if worker["attempts"] else None
    if last and last["outcome"] == "passed" and last["kind"] == Kind.VALIDATE and record.get("fault"):
        last.update(outcome="refused", reason=reason)
    if record["state"] in _SETTLED:
        worker["states"].append({"at": record["at"], "state": record["state"], "reason": reason})
