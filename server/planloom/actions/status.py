"""How a plan's run is, as the one document that command line, editors and agents get.

Put together from what was found out: journal, git, processes, checkpoint. Pure; must not know where any of it lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from shlex import quote
from types import MappingProxyType
from typing import Any, NamedTuple

from planloom.actions.outlook import next_of, worker_of
from planloom.model.blueprint import Blueprint, Job
from planloom.model.drift import drifted
from planloom.model.facts import Facts, WorkerFacts
from planloom.model.plan import Checkpoint, Plan
from planloom.model.progress import Progress, RunState, WorkerProgress, WorkerState
from planloom.model.read.ids import key
from planloom.model.scope import Scope, scope, scopes

_SHORT = 10


class Task(NamedTuple):
    """How a worker's latest process is: `word` as the executor says, `last` its last line of output.

    `seconds` since it began, `quiet` since its last output.
    """

    word: str
    pid: int | None = None
    code: int | None = None
    reason: str = ""
    seconds: float | None = None
    quiet: float | None = None
    last: str | None = None


class Seen(NamedTuple):
    """Everything that was found out. `path`: the plan's, as asked for. `blueprint` and `progress`: of its last run.

    `tasks` by worker. `orchestrator`: process that drives the run, None where none does. `checkpoint`: what that file
    says. `edited`: the plan was edited since the run began. `problems`: what could not be found out.
    """

    path: str
    plan: Plan
    blueprint: Blueprint | None = None
    progress: Progress | None = None
    facts: Facts | None = None
    tasks: Mapping[str, Task] = MappingProxyType({})
    orchestrator: int | None = None
    checkpoint: Checkpoint | None = None
    edited: bool = False
    problems: tuple[str, ...] = ()


def status(seen: Seen) -> dict[str, Any]:
    """The document of `planloom status --json`."""
    progress = seen.progress
    run = None
    if progress:
        state, phase = progress.state.value, progress.phase.value
        run = {"id": progress.run, "state": state, "phase": phase, "orchestrator": seen.orchestrator}
    return {
        "version": 1,
        "plan": seen.path,
        "run": run,
        "workers": [_worker(seen, job) for job in _jobs(seen)],
        "blockers": [*(progress.blockers if progress else ()), *seen.problems],
        "next": _next(seen),
    }


def _jobs(seen: Seen) -> Iterator[Job]:
    if seen.blueprint:
        yield from seen.blueprint.jobs
        return
    for worker in seen.plan.workers.values():
        branch, worktree = (value.text if value else "" for value in (worker.branch, worker.worktree))
        yield Job(worker.id, worker.name, branch, worktree)


def _worker(seen: Seen, job: Job) -> dict[str, Any]:
    at = worker_of(seen.progress, job) if seen.progress else WorkerProgress(job.worker)
    facts = _facts(seen, job)
    task = seen.tasks.get(job.worker) if at.current else None
    last = seen.tasks.get(job.worker)
    return {
        "id": job.worker,
        "state": _state(seen, at, facts).value,
        "attempt": at.tries,
        "branch": job.branch or None,
        "worktree": job.worktree or None,
        "pid": task.pid if task else None,
        "started": _started(seen, job) if at.current else None,
        "seconds": round(task.seconds, 1) if task and task.seconds is not None else None,
        "last_output": last.last if last else None,
        "tokens": at.tokens,
        "cost": at.cost,
        "drift": drift_of(_scope(seen, job), facts),
        "forecast": list(_forecast(seen.facts, job.worker)),
        "evidence": "; ".join(_evidence(seen, job, at, facts)),
        "next": _next_of(seen, job),
    }


def drift_of(allowed: Scope, facts: WorkerFacts) -> list[str]:
    """The paths that a worker changed, committed or not, and may not."""
    return sorted({change.path for change in facts.changes if not allowed.allows(change.path)})


def _facts(seen: Seen, job: Job) -> WorkerFacts:
    found = seen.facts.workers.get(job.worker) if seen.facts else None
    return found or WorkerFacts(job.worker)


def _state(seen: Seen, at: WorkerProgress, facts: WorkerFacts) -> WorkerState:
    if seen.progress:
        return at.state
    said = _said_elsewhere(seen, at.worker)
    return facts.state or next((state for state in WorkerState if state == said), at.state)


def _said_elsewhere(seen: Seen, worker: str) -> str | None:
    """The state that the checkpoint of a run without a journal here gives a worker."""
    if seen.progress or seen.checkpoint is None or seen.checkpoint.sample:
        return None
    rows = (row for row in seen.checkpoint.statuses if key(row.worker_text.text) == key(worker))
    return next((row.state for row in rows), None)


def _scope(seen: Seen, job: Job) -> Scope:
    if seen.blueprint:
        return scope(job.writes, job.denied)
    return scopes(seen.plan).get(job.worker, Scope())


def _started(seen: Seen, job: Job) -> str | None:
    begun = seen.progress.intents if seen.progress else ()
    return next((one["at"] for one in begun if one["do"] == "attempt" and one["worker"] == job.worker), None)


def _forecast(facts: Facts | None, worker: str) -> Iterator[dict[str, Any]]:
    """With whom, and in which files, the worker's branch would conflict."""
    found: dict[str, set[str]] = {}
    for one in facts.forecast if facts else ():
        if worker in (one.first, one.second):
            other = one.second if one.first == worker else one.first
            found.setdefault(other or (facts.target if facts else None) or "the target", set()).update(one.files)
    for other, files in found.items():
        yield {"with": other, "files": sorted(files)}


def _evidence(seen: Seen, job: Job, at: WorkerProgress, facts: WorkerFacts) -> Iterator[str]:
    """What shows that the worker is as it is said to be, and what speaks against it."""
    task, elsewhere = seen.tasks.get(job.worker), _said_elsewhere(seen, job.worker)
    if elsewhere:
        yield f"the checkpoint says {elsewhere}; of the run there is no journal here"
    if at.state in (WorkerState.FAILED, WorkerState.BLOCKED):
        yield at.reason
    if at.current:
        yield _of_task(at.current.id, task) if task else f"{at.current.id} was begun; how it is, is not known"
    elif at.last:
        yield f"{at.last.id} ended {_how(at.last.code, at.last.reason)}"
    if seen.facts:
        yield from _of_git(job, at, facts, seen.facts.target or "the target")
    for drift in drifted(seen.checkpoint, {job.worker: at.state}) if seen.checkpoint and seen.progress else ():
        yield f"the checkpoint says {drift.row.status.text}, which is behind, or was written by somebody else"


def _of_task(id_: str, task: Task) -> str:
    if task.word == "running":
        quiet = "" if task.quiet is None else f", last output {task.quiet:.0f} s ago"
        return f"{id_} runs{f' as process {task.pid}' if task.pid else ''}{quiet}"
    if task.word == "ended":
        return f"{id_} ended {_how(task.code, task.reason)}, which no orchestrator has taken note of yet"
    return f"{id_} was not started yet" if task.word == "waiting" else f"nobody can tell how {id_} ended"


def _how(code: int | None, reason: str) -> str:
    return f"by {reason}" if reason else "unseen" if code is None else f"with exit status {code}"


def _of_git(job: Job, at: WorkerProgress, facts: WorkerFacts, target: str) -> Iterator[str]:
    if facts.tip is None:
        if at.start and not at.removed:
            yield f"branch {job.branch} is gone"
    else:
        count = "1 commit" if facts.commits == 1 else f"{facts.commits} commits"
        open_ = len({change.path for change in facts.changes if change.where != "commit"})
        left = f", {open_} uncommitted {'file' if open_ == 1 else 'files'}" if open_ else ""
        yield f"{job.branch} is at {facts.tip[:_SHORT]} with {count}{left}"
        if at.tip and facts.tip != at.tip:
            yield f"what was validated is {at.tip[:_SHORT]}"
        if facts.merged and facts.commits:
            yield f"{target} holds it"
    if at.start and not at.removed and facts.worktree is None:
        yield f"no worktree at {job.worktree}"


def _next_of(seen: Seen, job: Job) -> str:
    task = seen.tasks.get(job.worker)
    if seen.blueprint and seen.progress:
        if seen.progress.workers[job.worker].current and task and task.word != "running" and not seen.orchestrator:
            return f"planloom run {quote(seen.path)} --resume takes note of it"
        return next_of(seen.blueprint._replace(plan=seen.path), seen.progress, job)
    return "begins with the run"


def _is_open(checkpoint: Checkpoint | None) -> bool:
    """Whether it is the checkpoint of a run that has not come to its end."""
    if checkpoint is None or checkpoint.sample:
        return False
    return checkpoint.status is None or checkpoint.status.text.strip().upper() != RunState.COMPLETED


def _next(seen: Seen) -> str:
    """The next safe step for whoever looks after the run."""
    plan, progress = quote(seen.path), seen.progress
    if progress is None:
        return f"planloom run {plan} --resume" if _is_open(seen.checkpoint) else f"planloom run {plan}"
    if progress.state is RunState.COMPLETED:
        kept = [*(at.kept for at in progress.workers.values()), progress.kept]
        left = f"see to what was kept, then planloom run {plan} --phase cleanup; everything is merged"
        return left if any(kept) else "nothing: everything is merged"
    if seen.orchestrator is not None:
        return f"wait: process {seen.orchestrator} goes on with it"
    return f"planloom run {plan} --resume"
