"""Runs a blueprint: as long as steps are due, does them; waits for processes; ends when nothing is left to do.

Everything it knows is in the journal, so another runner can go on after a kill at any moment. Must not know how any
step is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from planloom.actions.phases import blockers, due, phase_of
from planloom.actions.resume import kept_back, reopened
from planloom.actions.spawn import parked_until
from planloom.actions.step import Start, Step
from planloom.model.progress import Attempt, Kind, Phase, Progress, RunState, WorkerState
from planloom.run import checkpoint
from planloom.run.desk import Desk
from planloom.run.git import GitError
from planloom.run.perform import perform
from planloom.run.perform.ended import ended, hopeless, lost, over_budget
from planloom.run.perform.starting import submit
from planloom.run.records import machine
from planloom.run.records.durable import told
from planloom.run.redact import redact
from planloom.run.trees.refused import Refused

_WAITS = {
    Kind.SETUP: Phase.SETUP,
    Kind.WORK: Phase.MONITOR,
    Kind.VALIDATE: Phase.VALIDATE,
    Kind.CHECK: Phase.MERGE,
}
_GOES_ON = {
    WorkerState.PENDING: {Phase.SETUP, Phase.SPAWN},
    WorkerState.VALIDATING: {Phase.VALIDATE},
    WorkerState.DONE: {Phase.MERGE},
}
_NOT_DONE = (Refused, GitError, OSError)
_LOOK_EVERY = 2.0
"""Seconds after which running agents are looked at again, for ceilings and parked workers."""


class Scope(NamedTuple):
    """What of a run is wanted: which phases, which workers (None: all), how many processes at once."""

    phases: frozenset[Phase] = frozenset(Phase)
    workers: frozenset[str] | None = None
    jobs: int = 4

    def takes(self, step: Step) -> bool:
        """Whether a step is wanted."""
        return step.phase in self.phases and (
            self.workers is None or step.worker is None or step.worker in self.workers
        )

    def reaches(self, worker: str, state: WorkerState) -> bool:
        """Whether a worker that is in this state is gone on with."""
        return not self.phases.isdisjoint(_GOES_ON[state]) and (self.workers is None or worker in self.workers)


class Runner:
    """One orchestrator of one run. `watch` is told how far it is after each round."""

    def __init__(self, desk: Desk, scope: Scope, watch: Callable[[Progress], None] | None = None) -> None:
        self._desk, self._scope, self._watch = desk, scope, watch
        self._refused: dict[Step, str] = {}

    def run(self) -> Progress:
        """Go on until nothing is left to do or to wait for; returns how far the run is."""
        self._desk.halt.forget()
        self._note_state(RunState.IN_PROGRESS)
        while self._round():
            self._show()
        self._conclude()
        self._show()
        return self._desk.progress

    def reopen(self) -> None:
        """Give workers that failed or waited for a person, and worktrees that were kept, another chance."""
        flying = {worker for worker, _ in self._flying()}
        self._collect()
        # Whoever asked for a worker by name did not know yet that its end is unknown, if that is found out only now.
        asked = (self._scope.workers or frozenset()) - flying
        for worker, state, keeps_tip in list(reopened(self._desk.progress, asked)):
            if self._scope.reaches(worker, state):
                kept = {} if keeps_tip else {"tip": None}
                self._desk.settle(worker, state, "resumed", tries=0, **kept)
        for worker in kept_back(self._desk.progress):
            self._desk.journal.write("remove", "failed", worker=worker)
        if self._desk.progress.kept:
            self._desk.journal.write("closed", "failed")

    def _round(self) -> bool:
        """One look at everything; whether there is anything left to do or to wait for."""
        self._desk.journal.look()
        if self._desk.halt.is_ending:
            self._desk.executor.cancel(*(self._folder(*one) for one in self._flying()))
        collected = self._collect()
        steps = self._due()
        for step in steps:
            # Asked between two steps as well: one may take long, and then nothing more begins.
            if not self._desk.halt.is_stopping:
                self._do(step)
        self._note_phase()
        if collected or steps:
            return True
        return self._wait()

    def _due(self) -> list[Step]:
        if self._desk.halt.is_stopping:
            return []
        steps = due(self._desk.blueprint, self._desk.progress, machine.now())
        wanted = [step for step in steps if self._scope.takes(step) and step not in self._refused]
        room = self._scope.jobs - sum(1 for _ in self._flying())
        starts = [step for step in wanted if isinstance(step, Start)]
        late = {id(step) for step in starts[max(room, 0) :]}
        return [step for step in wanted if id(step) not in late]

    def _do(self, step: Step) -> None:
        """Carry out a step; where that cannot be, its worker waits for a person."""
        try:
            perform(self._desk, step)
        except _NOT_DONE as error:
            reason = told(error, Path(self._desk.blueprint.root))
            if step.worker is None or step.phase is Phase.CLEANUP:
                self._refused[step] = redact(reason)
                self._desk.say(self._refused[step])
            else:
                self._desk.settle(step.worker, WorkerState.BLOCKED, reason)
        checkpoint.write(self._desk.blueprint, self._desk.progress)

    def _flying(self) -> Iterator[tuple[str, Attempt]]:
        for worker, at in self._desk.progress.workers.items():
            if at.current:
                yield worker, at.current

    def _collect(self) -> bool:
        """Take note of processes that ended; whether there were any."""
        found = False
        for worker, attempt in list(self._flying()):
            state = self._desk.executor.poll(self._folder(worker, attempt))
            if state.word == "ended":
                ended(self._desk, worker, attempt, state)
            elif state.word == "unknown":
                lost(self._desk, worker, attempt)
            elif state.word == "waiting" and not self._desk.halt.is_stopping:
                submit(self._desk, worker)
            else:
                continue
            found = True
        return found

    def _wait(self) -> bool:
        """Wait for something to happen; False when nothing can."""
        flying = [one for one in self._flying() if _WAITS[one[1].kind] in self._scope.phases]
        if not flying and (self._desk.halt.is_stopping or not self._is_parked()):
            return False
        self._desk.executor.wait([self._folder(*one) for one in flying], _LOOK_EVERY)
        for worker, attempt in flying:
            if attempt.kind is Kind.WORK:
                self._check_agent(worker, attempt)
        return True

    def _check_agent(self, worker: str, attempt: Attempt) -> None:
        """End an agent that has used up what it may, or that tries on where nothing can help."""
        limits = self._desk.blueprint.limits
        bounded = (limits.tokens, limits.cost, limits.run_tokens, limits.run_cost) != (None, None, None, None)
        if bounded and (reached := over_budget(self._desk, worker, attempt)):
            self._desk.say(f"{worker} has used {reached}; it is ended")
            self._end(worker, attempt, "budget")
        elif said := hopeless(self._desk, worker, attempt):
            self._desk.say(f"{worker} cannot work as it is set up ({said}); it is ended")
            self._end(worker, attempt, "fatal")

    def _end(self, worker: str, attempt: Attempt, reason: str) -> None:
        folder = self._folder(worker, attempt)
        self._desk.executor.cancel(folder)
        ended(self._desk, worker, attempt, self._desk.executor.poll(folder)._replace(reason=reason))

    def _is_parked(self) -> bool:
        waits = any(at.state is WorkerState.PENDING for at in self._desk.progress.workers.values())
        return waits and Phase.SPAWN in self._scope.phases and parked_until(self._desk.progress) > machine.now()

    def _folder(self, worker: str, attempt: Attempt) -> Path:
        return self._desk.run.attempt(worker, attempt.number, attempt.kind.value)

    def _note_phase(self) -> None:
        phase = phase_of(self._desk.blueprint, self._desk.progress)
        if phase is not self._desk.progress.phase:
            self._desk.done("phase", phase=phase.value)
            checkpoint.write(self._desk.blueprint, self._desk.progress)

    def _conclude(self) -> None:
        """Say what state the run is left in."""
        progress = self._desk.progress
        reasons = (*blockers(self._desk.blueprint, progress), *self._refused.values())
        if progress.landed and progress.integration is None:
            self._note_state(RunState.COMPLETED)
        elif reasons:
            self._note_state(RunState.BLOCKED, reasons)
        else:
            checkpoint.write(self._desk.blueprint, progress)

    def _note_state(self, state: RunState, reasons: tuple[str, ...] = ()) -> None:
        progress = self._desk.progress
        if (progress.state, progress.blockers) != (state, reasons):
            self._desk.done("run-state", state=state.value, blockers=list(reasons))
        checkpoint.write(self._desk.blueprint, self._desk.progress)

    def _show(self) -> None:
        if self._watch:
            self._watch(self._desk.progress)
