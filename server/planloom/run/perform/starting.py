"""Starts processes of workers: agents, set-ups, validations, checks. Must not know how they end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from planloom.actions.prompt import retry
from planloom.actions.step import Start
from planloom.model.agent import fill
from planloom.model.progress import Attempt, Kind, WorkerProgress, WorkerState
from planloom.run.desk import Desk, Settled
from planloom.run.records.durable import write_whole
from planloom.run.records.state import attempt_id
from planloom.run.redact import redact
from planloom.run.tasks.executor import ExecutorError, Task
from planloom.run.tasks.output import TAIL, tail
from planloom.run.trees.listed import own_folder
from planloom.run.trees.refused import Refused

_LINES = 200


def start(desk: Desk, step: Start) -> None:
    """Start a process; it is recorded before it begins. What cannot be started is recorded as such."""
    at = desk.progress.workers[step.worker]
    session = at.session
    if step.kind is Kind.WORK and desk.blueprint.agent.chooses_session and not session:
        session = str(uuid4())
    desk.begin(
        "attempt",
        worker=step.worker,
        kind=step.kind.value,
        number=step.number,
        id=attempt_id(step.worker, step.number, step.kind.value),
        session=session,
        counts=step.kind is Kind.WORK,
        argv=list(step.argv),
        folder=step.folder,
    )
    if step.kind is Kind.WORK:
        desk.settle(step.worker, WorkerState.RUNNING, f"attempt {at.tries + 1}")
    submit(desk, step.worker)


def submit(desk: Desk, worker: str) -> None:
    """Hand the attempt that is recorded as begun to the executor, which starts it once, however often it is asked."""
    at = desk.progress.workers[worker]
    begun = at.current
    intent = next(one for one in desk.progress.intents if begun and one.get("id") == begun.id)
    assert begun is not None
    # Where the records are gone, so is the proof that this attempt was not started before.
    desk.journal.check()
    folder = desk.run.make_attempt(worker, begun.number, begun.kind.value)
    try:
        desk.executor.submit(_task(desk, at, begun, intent, folder))
    except (ExecutorError, Refused, OSError) as error:
        desk.end(worker, Settled(WorkerState.FAILED, str(error)), stage="failed", id=begun.id)


def _task(desk: Desk, at: WorkerProgress, begun: Attempt, intent: Mapping[str, Any], folder: Path) -> Task:
    limits, text, place = desk.blueprint.limits, _text(desk, at, begun), intent["folder"]
    file = folder / "prompt"
    write_whole(file, text.encode())
    names = {
        "prompt_file": str(file),
        "session": at.session or "",
        "worktree": place,
        "git_dir": str(own_folder(place)),
        "git_common_dir": str(desk.run.owner.state.common),
    }
    on_stdin = text if begun.kind is Kind.WORK and desk.blueprint.agent.stdin else ""
    argv, env = fill(intent["argv"], names), _environment(desk, at)
    return Task(begun.id, folder, argv, place, env, on_stdin, limits.timeout, limits.silence)


def _environment(desk: Desk, at: WorkerProgress) -> dict[str, str]:
    plan = str(Path(desk.blueprint.root, desk.blueprint.plan))
    return {"PLANLOOM_WORKER": at.worker, "PLANLOOM_PLAN": plan, "PLANLOOM_PORT": str(at.port or "")}


def _text(desk: Desk, at: WorkerProgress, begun: Attempt) -> str:
    job = desk.blueprint.job(at.worker)
    if begun.kind is not Kind.WORK:
        scripts = {Kind.SETUP: desk.blueprint.furniture.setup, Kind.VALIDATE: job.validation, Kind.CHECK: job.check}
        return scripts[begun.kind]
    text = job.script if desk.blueprint.agent.runs_script else job.prompt
    if desk.blueprint.agent.runs_script or not at.fault:
        return text
    return retry(text, at.fault, _last_lines(desk, at))


def _last_lines(desk: Desk, at: WorkerProgress) -> list[str]:
    """The end of what the attempt before this one wrote, where it ended badly, without secrets."""
    last = at.last
    if last is None or last.code == 0:
        return []
    said = tail(desk.executor.logs(desk.run.attempt(at.worker, last.number, last.kind.value), -TAIL), _LINES)
    return redact("\n".join(said)).split("\n")
