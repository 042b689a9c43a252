"""A run as a person drives it: what is wanted, shown, approved; who is told what while it goes on.

Knows the terminal and how runs begin; must not know how steps are done.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from planloom.actions.blueprint import slug_for
from planloom.actions.outlook import next_actions
from planloom.cli.errors import CommandError, silence
from planloom.cli.running.consent import Consent, is_answered, obtain, says_yes
from planloom.cli.running.interrupt import interruptible
from planloom.cli.running.live import Screen
from planloom.cli.running.runs import told
from planloom.model.blueprint import Blueprint, approval_hash
from planloom.model.facts import Facts
from planloom.model.progress import Phase, Progress
from planloom.rules.analysis import Analysis
from planloom.run import checkpoint, launch, recovery
from planloom.run.adopting import adopt
from planloom.run.agents import Preset, reader
from planloom.run.ahead import Ahead, Way, anew, going_on
from planloom.run.desk import Desk
from planloom.run.observe import glance
from planloom.run.preparing import Asked, NotReadyError, Prepared, jobs_of, prepare, read_plan
from planloom.run.records.durable import read
from planloom.run.records.state import PlanState, Run, StateFolder
from planloom.run.runner import Runner, Scope
from planloom.run.tasks.local import Local

_AFTER_WORK = frozenset([Phase.VALIDATE, Phase.MERGE, Phase.CLEANUP])


class Wanted(NamedTuple):
    """What of which plan is to run. `phase` None: all; `workers` empty: all; `jobs` None: as settings say."""

    path: str
    asked: Asked = Asked()
    workers: tuple[str, ...] = ()
    phase: Phase | None = None
    jobs: int | None = None


def preview(wanted: Wanted, *, resume: bool = False) -> Ahead:
    """What a run would do, or the one that is not finished; nothing is changed. Raises CommandError."""
    path = Path(wanted.path)
    with told(wanted.path), _ready(wanted.path):
        ways = going_on(path, wanted.asked, wanted.phase)
        ways = ways if resume else tuple(one for one in ways if one.way is not Way.ELSEWHERE)
        found = ways[-1] if ways else anew(path, wanted.asked)
        scope_of(wanted, found.blueprint)
        return found


def drive(wanted: Wanted, consent: Consent, *, resume: bool) -> Progress | None:
    """Run what is wanted until it ends; None when the person interrupted it. Raises CommandError."""
    with told(wanted.path):
        state = _state_of(wanted.path)
        with launch.driving(state, wanted.path):
            unfinished = launch.unfinished(state)
            if unfinished and (resume or wanted.phase):
                return _again(_taken_up(wanted, consent, unfinished), wanted)
            if unfinished:
                named = quote(wanted.path)
                raise CommandError(
                    f"{wanted.path}: run {unfinished.id} is not finished; `planloom run {named} --resume` goes "
                    f"on with it, `planloom status {named}` tells how it is"
                )
            done = state.latest()
            if done and wanted.phase is Phase.CLEANUP:
                return _again(_taken_up(wanted, consent, done), wanted)
            if resume and done:
                return _nothing_left(wanted, done)
            desk = _begun_elsewhere(wanted, consent, state) if resume else None
            if resume and desk is None:
                sys.stderr.write(f"{_plain(wanted.path)} has no run to resume; this begins one\n")
            desk = desk or _begun(wanted, consent, state)
            return _run(desk, scope_of(wanted, desk.blueprint), lambda _: None)


def _again(desk: Desk, wanted: Wanted) -> Progress | None:
    return _run(desk, scope_of(wanted, desk.blueprint), Runner.reopen)


def _nothing_left(wanted: Wanted, run: Run) -> Progress:
    progress = launch.progress_of(run)
    blueprint = launch.blueprint_of(run, progress.approval)
    # A kill may have come between the last record and this.
    checkpoint.write(blueprint, progress)
    _say(f"{wanted.path}: run {run.id} is COMPLETED; there is nothing to resume")
    for line in next_actions(_from_here(blueprint), progress):
        _say(f"  next: {line}")
    return progress


def take_over(wanted: Wanted, consent: Consent, worker: str) -> Progress | None:
    """Take a worker's work into the plan's run, which is begun where there is none. Raises CommandError."""
    with told(wanted.path):
        state = _state_of(wanted.path)
        with launch.driving(state, wanted.path):
            unfinished = launch.unfinished(state)
            if unfinished:
                desk = _taken_up(wanted._replace(asked=Asked()), Consent(), unfinished)
            else:
                desk = _begun(wanted, consent, state)
            adopt(desk, _named(wanted, worker, desk.blueprint))
            return _run(desk, Scope(_AFTER_WORK), lambda _: None)


def _begun(wanted: Wanted, consent: Consent, state: PlanState) -> Desk:
    prepared = _prepared(wanted)
    for worker in wanted.asked.adopted:
        _named(wanted, worker, prepared.blueprint)
    done = state.latest()
    was_run = done is not None and launch.progress_of(done).approval == approval_hash(prepared.blueprint)
    obtain(consent._replace(anew=was_run), prepared.blueprint, state.state, wanted.path)
    return launch.begin(state, prepared.blueprint, prepared.text, _crew(prepared.preset))


def _begun_elsewhere(wanted: Wanted, consent: Consent, state: PlanState) -> Desk | None:
    """A run that goes on from the checkpoint of one that was driven elsewhere; None without such a checkpoint."""
    with _ready(wanted.path):
        there = recovery.elsewhere(Path(wanted.path))
    if there is None:
        return None
    prepared = _prepared(wanted._replace(asked=there.known_to(wanted.asked)))
    obtain(consent, prepared.blueprint, state.state, wanted.path)
    crew = _crew(prepared.preset)
    desk = launch.begin(state, prepared.blueprint, prepared.text, crew, recovers=True)
    recovery.take_over(desk, there)
    return desk


def _taken_up(wanted: Wanted, consent: Consent, run: Run) -> Desk:
    approval = launch.progress_of(run).approval
    agent = launch.blueprint_of(run, approval).agent
    asked = wanted.asked.agent
    if wanted.asked.command or (asked and asked != agent.name):
        raise CommandError(
            f"{wanted.path}: run {run.id} was approved with the agent {agent.name}, and goes on with it; leave out "
            "--agent and --agent-command"
        )
    desk = launch.take_up(run, _crew(Preset(agent, reader(agent.name))))
    if consent.hash and consent.hash != approval:
        return _recovered(wanted, _revised(wanted, consent, desk))
    # A journal could have come with the repository.
    obtain(consent, desk.blueprint, desk.run.owner.state, wanted.path)
    if launch.differs(run, approval, Path(wanted.path)):
        if not consent.hash and not consent.yes and _wants_edits(wanted, run):
            return _recovered(wanted, _revised(wanted, consent, desk))
        sys.stdout.write(
            f"{wanted.path} was edited since run {run.id} began, and the run goes on with its own copy; `planloom run "
            f"{quote(wanted.path)} --resume --dry-run` shows how to take the edits over\n"
        )
    return _recovered(wanted, desk)


def _wants_edits(wanted: Wanted, run: Run) -> bool:
    """Whether the plan as it was edited can be taken over, and whoever sits at the terminal wants that."""
    if not is_answered():
        return False
    with _ready(wanted.path):
        ways = going_on(Path(wanted.path), wanted.asked, wanted.phase)
    question = f"{wanted.path} was edited since run {run.id} began. Take the edits over? [y/N] "
    return any(ahead.way is Way.EDITED for ahead in ways) and says_yes(question)


def _recovered(wanted: Wanted, desk: Desk) -> Desk:
    """The run with what a checkpoint tells of it taken over, where that is still to be done."""
    if recovery.is_due(desk.journal):
        with _ready(wanted.path):
            there = recovery.elsewhere(Path(wanted.path))
        if there is None:
            raise CommandError(
                f"{wanted.path}: run {desk.run.id} was to go on from a checkpoint that is gone; put that back, or move "
                f"{desk.run.folder} away to begin anew"
            )
        recovery.take_over(desk, there)
    return desk


def _revised(wanted: Wanted, consent: Consent, desk: Desk) -> Desk:
    """The run going on by the plan as it is now, where exactly that is approved."""
    prepared = _prepared(wanted._replace(asked=wanted.asked.as_begun(desk.blueprint, desk.progress)))
    obtain(consent, prepared.blueprint, desk.run.owner.state, wanted.path)
    return launch.revise(desk, prepared.blueprint, prepared.text)


def _run(desk: Desk, scope: Scope, first: Callable[[Runner], None]) -> Progress | None:
    plan = Analysis.open(read(desk.run.plan(desk.progress.approval)).decode()).plan
    screen = Screen(desk.blueprint, plan, desk.run, desk.executor) if sys.stdout.isatty() else None
    desk = desk._replace(say=screen.say if screen else _say)
    runner = Runner(desk, scope, screen.watch if screen else None)
    shown: AbstractContextManager[None] = screen.shown() if screen else nullcontext()
    with shown, interruptible(desk) as interrupted:
        first(runner)
        progress = runner.run()
    _summarize(desk, progress)
    return None if interrupted() else progress


def _summarize(desk: Desk, progress: Progress) -> None:
    _say("")
    _say(f"Run {progress.run} {progress.state}")
    for line in progress.blockers:
        _say(f"  {line}")
    for line in next_actions(_from_here(desk.blueprint), progress):
        _say(f"  next: {line}")


def _from_here(blueprint: Blueprint) -> Blueprint:
    """The same, with the plan's path as one would type it in this folder."""
    return blueprint._replace(plan=os.path.relpath(Path(blueprint.root, blueprint.plan)))


def _crew(preset: Preset) -> launch.Crew:
    return launch.Crew(Local(), preset, _say)


def _say(line: str) -> None:
    try:
        sys.stdout.write(f"{_plain(line)}\n")
        sys.stdout.flush()
    except OSError:
        # Whoever read it is gone; the run goes on, and its checkpoint tells how.
        silence()


def _plain(line: str) -> str:
    from planloom.run.redact import redact
    from planloom.text.visible import visible

    return visible(redact(line))


def _prepared(wanted: Wanted) -> Prepared:
    with _ready(wanted.path):
        prepared = prepare(Path(wanted.path), wanted.asked)
    fault = prepared.fault()
    if fault:
        raise CommandError(f"{wanted.path}:{fault}; `planloom check` shows all")
    scope_of(wanted, prepared.blueprint)
    return prepared


@contextmanager
def _ready(path: str) -> Iterator[None]:
    """Tell everything that stands in the way, a line each. Raises CommandError."""
    try:
        yield
    except NotReadyError as error:
        sys.stderr.writelines(f"{_plain(line)}\n" for line in error.lines)
        count = "1 thing stands" if len(error.lines) == 1 else f"{len(error.lines)} things stand"
        raise CommandError(f"{path}: {count} in the way; nothing was run") from None


def scope_of(wanted: Wanted, blueprint: Blueprint) -> Scope:
    """What of a run is wanted. Raises CommandError for a worker that it does not have."""
    phases = frozenset([wanted.phase]) if wanted.phase else frozenset(Phase)
    workers = frozenset(_named(wanted, worker, blueprint) for worker in wanted.workers) or None
    return Scope(phases, workers, wanted.jobs or jobs_of(read_plan(Path(wanted.path))))


def _named(wanted: Wanted, worker: str, blueprint: Blueprint) -> str:
    """A worker's name as the plan spells it. Raises CommandError."""
    ids = [job.worker for job in blueprint.jobs]
    found = next((id_ for id_ in ids if id_.casefold() == worker.casefold()), None)
    if found is None:
        raise CommandError(f"{wanted.path}: there is no worker {worker}; the plan has {', '.join(ids)}")
    return found


def _state_of(path: str) -> PlanState:
    try:
        plan = read_plan(Path(path)).analysis.plan
    except NotReadyError as error:
        raise CommandError(str(error)) from None
    facts = glance(plan, path)
    if facts is None:
        raise CommandError(
            f"{path}: the plan lies in no git repository; make one around it with `git init`, and commit"
        )
    return _state(facts, slug_for(plan, facts))


def _state(facts: Facts, slug: str) -> PlanState:
    return StateFolder(Path(facts.common)).plan(slug, facts.plan)
