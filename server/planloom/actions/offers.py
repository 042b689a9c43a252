"""Which commands make sense now, under which titles, and where in the plan they belong.

Pure: the same plan and the same run give the same offers. Must not know editors, nor how a command is carried out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from planloom.actions import brief
from planloom.actions.outlook import worker_of
from planloom.actions.phases import due
from planloom.actions.resume import kept_back
from planloom.model.blueprint import Blueprint, Job
from planloom.model.plan import Plan, Value
from planloom.model.progress import Kind, Phase, Progress, RunState, WorkerProgress, WorkerState
from planloom.model.read.ids import key
from planloom.syntax.chunks import Place

PHASES = MappingProxyType(
    {
        "createWorktrees": Phase.SETUP,
        "spawnWorkers": Phase.SPAWN,
        "validateWorkers": Phase.VALIDATE,
        "mergeWorkers": Phase.MERGE,
        "cleanUp": Phase.CLEANUP,
    }
)
"""The commands that do one phase."""
_WHOLE = MappingProxyType(
    {
        Phase.SETUP: "Create worktrees ({})",
        Phase.SPAWN: "Spawn ready ({})",
        Phase.VALIDATE: "Validate ({})",
        Phase.MERGE: "Merge",
        Phase.CLEANUP: "Clean up",
    }
)
_OWN = MappingProxyType({Phase.SETUP: "Create worktree", Phase.SPAWN: "Spawn", Phase.VALIDATE: "Validate"})
_ENDED = MappingProxyType(
    {Kind.WORK: "ended", Kind.SETUP: "set-up ended", Kind.VALIDATE: "validation ended", Kind.CHECK: "check ended"}
)
_HEADINGS = (
    ("createWorktrees", re.compile(r"\b(?:set[- ]?up|worktrees?)\b", re.IGNORECASE)),
    ("spawnWorkers", re.compile(r"\b(?:spawn|launch|start)", re.IGNORECASE)),
    ("validateWorkers", re.compile(r"\bvalidat", re.IGNORECASE)),
    ("mergeWorkers", re.compile(r"\b(?:merg|integrat)", re.IGNORECASE)),
    ("cleanUp", re.compile(r"\bclean", re.IGNORECASE)),
)


class Standing(NamedTuple):
    """How a plan's last run stands. `driver`: the process that drives it, None where none does.

    `ended`: workers whose process ended, which no orchestrator has taken note of yet. `edited`: the plan's file says
    something else than what is run.
    """

    blueprint: Blueprint
    progress: Progress
    driver: int | None = None
    ended: frozenset[str] = frozenset()
    edited: bool = False

    @property
    def at_work(self) -> tuple[str, ...]:
        """The workers whose process runs."""
        workers = self.progress.workers.values()
        return tuple(at.worker for at in workers if at.current and at.worker not in self.ended)


class Offer(NamedTuple):
    """A command that makes sense now, and the place it belongs to. `worker` None: it is about the whole plan."""

    command: str
    title: str
    at: Place
    worker: str | None = None


def offers(plan: Plan, run: Standing | None, now: str = "", *, elsewhere: bool = False) -> Iterator[Offer]:
    """The offers, plan first; `run` None: it was never run here. `now`: UTC, ISO 8601.

    `elsewhere`: its checkpoint is that of a run that was driven elsewhere and is unfinished.
    """
    if not plan.is_plan or not plan.workers:
        return
    if run is None and elsewhere:
        yield Offer("resume", "Resume from the checkpoint", _top(plan))
        return
    ready = _ready(plan, run, now)
    whole = [*(_of_run(run, ready) if run else _of_plan(ready))]
    yield from (Offer(command, title, _top(plan)) for command, title in whole)
    jobs = {job.worker: job for job in run.blueprint.jobs} if run else {}
    for worker in plan.workers.values():
        own = _of_worker(run, jobs.get(worker.id), ready.get(worker.id))
        yield from (Offer(command, title, worker.at, worker.id) for command, title in own)
    for heading in plan.protocol.phases:
        yield from (Offer(command, title, heading.at) for command, title in whole if command == _phase_of(heading))


def in_checkpoint(checkpoint: Plan, run: Standing) -> Iterator[Offer]:
    """What the checkpoint of a run offers, beside what its plan does."""
    top = _top_of(checkpoint)
    if top is None:
        return
    yield from (Offer(command, title, top) for command, title in _of_run(run, _due(run)))
    jobs = {key(job.worker): job for job in run.blueprint.jobs}
    for row in checkpoint.checkpoint.statuses if checkpoint.checkpoint else ():
        job = jobs.get(key(row.worker_text.text))
        own = _of_worker(run, job, _due(run).get(job.worker)) if job else ()
        yield from (Offer(command, title, row.worker_text.at, job.worker) for command, title in own if job)


def places(plan: Plan) -> Iterator[Place]:
    """Where anything may be offered."""
    top = _top_of(plan)
    if plan.is_checkpoint and not plan.is_plan and top:
        yield top
    if plan.is_plan and plan.workers:
        yield _top(plan)
        yield from (worker.at for worker in plan.workers.values())
        yield from (heading.at for heading in plan.protocol.phases)


def _top(plan: Plan) -> Place:
    return plan.title.at if plan.title else next(iter(plan.workers.values())).at


def _top_of(checkpoint: Plan) -> Place | None:
    """Where a checkpoint says how its run is."""
    said = checkpoint.checkpoint
    first = checkpoint.title or (said.status if said else None)
    return first.at if first else said.statuses[0].worker_text.at if said and said.statuses else None


def _ready(plan: Plan, run: Standing | None, now: str) -> Mapping[str, Phase]:
    """Each worker that something can be done for now, with the phase that it belongs to."""
    if run is None:
        waves = plan.order.waves if plan.order else []
        return dict.fromkeys((worker for worker in next(iter(waves), ()) if worker in plan.workers), Phase.SETUP)
    return _due(run, now)


def _due(run: Standing, now: str = "") -> Mapping[str, Phase]:
    found = {step.worker: step.phase for step in due(run.blueprint, run.progress, now) if step.worker}
    return found | dict.fromkeys(run.ended, Phase.VALIDATE)


def _of_plan(ready: Mapping[str, Phase]) -> Iterator[tuple[str, str]]:
    """What a plan that was never run offers."""
    if ready:
        yield "createWorktrees", _WHOLE[Phase.SETUP].format(len(ready))
    yield "run", "Run"


def _of_run(run: Standing, ready: Mapping[str, Phase]) -> Iterator[tuple[str, str]]:
    """What a plan with a run offers."""
    progress = run.progress
    merged = sum(at.state is WorkerState.MERGED for at in progress.workers.values())
    unseen = f"; {brief.names(sorted(run.ended))} ended" if run.ended and run.driver is None else ""
    edited = "; plan edited since" if run.edited and progress.state is not RunState.COMPLETED else ""
    alone = "; nobody drives it" if run.at_work and run.driver is None else ""
    yield "status", f"{progress.state}, {merged} of {len(run.blueprint.jobs)} merged{alone}{unseen}{edited}"
    if progress.state is not RunState.COMPLETED and run.driver is None:
        for command, phase in PHASES.items():
            count = sum(one is phase for one in ready.values())
            if count or _is_left(phase, run):
                yield command, _WHOLE[phase].format(count)
        yield "resume", "Resume"
    if run.at_work:
        yield "stopWorkers", "Stop workers"
    if progress.state is RunState.COMPLETED and run.driver is None and (progress.kept or [*kept_back(progress)]):
        yield "cleanUp", "Clean up what was kept"
    if run.driver is None:
        yield "updateCheckpoint", "Update checkpoint"


def _is_left(phase: Phase, run: Standing) -> bool:
    """Whether a phase has a step left that is about no worker."""
    steps = due(run.blueprint, run.progress) if phase in (Phase.MERGE, Phase.CLEANUP) else ()
    return any(step.worker is None and step.phase is phase for step in steps)


def _of_worker(run: Standing | None, job: Job | None, ready: Phase | None) -> Iterator[tuple[str, str]]:
    """What one worker offers: its state, and what can be done for it."""
    if run is None or job is None:
        if ready is Phase.SETUP:
            yield "createWorktrees", _OWN[Phase.SETUP]
        return
    at = worker_of(run.progress, job)
    yield "status", _state(at, run)
    if run.driver is None:
        yield from ((one, _OWN[ready]) for one, phase in PHASES.items() if phase is ready and ready in _OWN)
        if at.state in (WorkerState.FAILED, WorkerState.BLOCKED):
            yield "resume", "Try again"
        if at.state is WorkerState.BLOCKED and at.last and at.last.reason == "unknown":
            yield "adopt", "Take over its branch"
    if at.worker in run.at_work:
        yield "stopWorkers", "Stop"
    if at.current or at.last:
        yield "log", "Open log"
    if at.start and not at.removed:
        yield "diff", "Diff"


def _state(at: WorkerProgress, run: Standing) -> str:
    if at.worker in run.ended and run.driver is None and at.current:
        return _ENDED[at.current.kind]
    tries = f", attempt {at.tries}" if at.tries > 1 and at.current and at.current.kind is Kind.WORK else ""
    return f"{at.state}{tries}"


def _phase_of(heading: Value) -> str | None:
    """The command that does what a phase's heading names."""
    return next((command for command, words in _HEADINGS if words.search(heading.text)), None)
