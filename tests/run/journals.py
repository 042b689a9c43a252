"""Blueprints and the records of runs, as tests of journals, checkpoints and status need them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from planloom.model.agent import Agent
from planloom.model.blueprint import Blueprint, Job
from planloom.model.fold import fold
from planloom.model.progress import Progress
from planloom.run.records.journal import Journal
from planloom.run.records.state import Run, StateFolder

BASE, START, TIP, MERGED = "b" * 40, "5" * 40, "d" * 40, "e" * 40
WORKERS = ("W1", "W2", "W3")
Record = dict[str, Any]
Data = tuple[str, str, dict[str, Any]]


def blueprint(
    workers: Sequence[str] = WORKERS, after: Mapping[str, Sequence[str]] | None = None, root: str = "/repo"
) -> Blueprint:
    """A blueprint with these workers; each has two Done-When lines, one of them ticked."""
    jobs = tuple(
        Job(
            id_,
            f"Part {number}",
            f"feat/w{number}",
            f"/repo-w{number}",
            tuple((after or {}).get(id_, ())),
            criteria=(("it works", True), ("it is fast", False)),
        )
        for number, id_ in enumerate(workers, 1)
    )
    agent = Agent("shell", ("bash",))
    return Blueprint("PLAN.md", "engine", "Engine", "0" * 64, root, "main", "archive/CHECKPOINT_engine.md", agent, jobs)


def first(run: str, workers: Sequence[str] = WORKERS) -> dict[str, Any]:
    """The data of a journal's first record."""
    about = {"run": run, "base": BASE, "target": "main", "approval": "a" * 16, "plan": "PLAN.md", "text_hash": "0"}
    return {**about, "workers": list(workers)}


def life(worker: str) -> Iterator[Data]:
    """The records of a worker from its worktree to its removal."""
    yield "worktree", "intent", {"worker": worker, "branch": "b", "path": "/p", "base": BASE, "onto": []}
    yield "worktree", "done", {"worker": worker, "start": START}
    yield "furnish", "intent", {"worker": worker, "port": 7100}
    yield "furnish", "done", {"worker": worker, "port": 7100}
    id_ = f"{worker}/1-work"
    about = {"worker": worker, "kind": "work", "number": 1, "id": id_, "session": "s1", "counts": True}
    yield "attempt", "intent", about
    yield "state", "done", {"worker": worker, "state": "running", "reason": ""}
    ended = {"worker": worker, "id": id_, "code": 0, "reason": "", "session": "s2", "tokens": 100, "cost": 0.5}
    yield "attempt", "done", ended
    yield "state", "done", {"worker": worker, "state": "validating", "reason": ""}
    yield "gate", "done", {"worker": worker, "tip": TIP, "dirty": [], "strays": [], "ok": True}
    yield "state", "done", {"worker": worker, "state": "done", "reason": "", "tip": TIP}
    yield "merge", "intent", {"worker": worker, "tip": TIP, "onto": BASE}
    yield "merge", "done", {"worker": worker, "commit": MERGED}
    yield "checked", "done", {"worker": worker, "commit": MERGED}
    yield "state", "done", {"worker": worker, "state": "merged", "reason": ""}
    yield "remove", "intent", {"worker": worker, "path": "/p", "branch": "b", "tip": TIP}
    yield "remove", "done", {"worker": worker, "kept": ""}


def numbered(some: Iterator[Data] | list[Data], workers: Sequence[str] = WORKERS) -> list[Record]:
    """Records as a journal holds them, behind a first one."""
    whole: list[Data] = [("run", "done", first("engine-0000-1", workers)), *some]
    return [
        {"n": n, "at": f"2026-11-22T10:{n // 60:02}:{n % 60:02}.000Z", "do": do, "is": stage, **data}
        for n, (do, stage, data) in enumerate(whole, 1)
    ]


def states(**of: str) -> Progress:
    """The progress in which these workers have these states."""
    some = [("state", "done", {"worker": id_, "state": state, "reason": "because"}) for id_, state in of.items()]
    return fold(numbered(some, tuple(of)))


def begun(folder: Path, count: int = 1) -> tuple[Run, Journal]:
    """A run with a journal of so many records."""
    run = StateFolder(folder).plan("engine", "PLAN.md").new_run()
    journal = Journal.create(run.journal, **first(run.id))
    more = (data for worker in WORKERS for data in life(worker))
    for do, stage, data in list(more)[: count - 1]:
        journal.write(do, stage, **data)
    return run, journal
