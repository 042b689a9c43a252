"""How far a run is, as a value: states of the run and of each worker, attempts, commits.

Folded from journal records (`planloom.model.fold`), or recovered from a checkpoint and git where there is no journal.
Frozen. Must not know git, disk or processes.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple


class WorkerState(StrEnum):
    """A worker's state, in the words of checkpoint and status."""

    PENDING = "pending"
    RUNNING = "running"
    VALIDATING = "validating"
    DONE = "done"
    MERGED = "merged"
    FAILED = "failed"
    BLOCKED = "blocked"


class RunState(StrEnum):
    """The run's state, in the words of the checkpoint."""

    IN_PROGRESS = "IN_PROGRESS"
    BLOCKED = "BLOCKED"
    COMPLETED = "COMPLETED"


class Phase(StrEnum):
    """The six phases, in order."""

    SETUP = "setup"
    SPAWN = "spawn"
    MONITOR = "monitor"
    VALIDATE = "validate"
    MERGE = "merge"
    CLEANUP = "cleanup"


class Kind(StrEnum):
    """What a started process is for."""

    SETUP = "setup"
    WORK = "work"
    VALIDATE = "validate"
    CHECK = "check"


class Attempt(NamedTuple):
    """One process that was started for a worker.

    `id` names its folder below the run's (`W1/2-work`): worker, number and kind. `code` is its exit status, None while
    it runs and where it is not known. `reason` says why it ended when not by itself: `timeout`, `silence`, `stopped`,
    `budget`, `fatal` (trying on was no use), `unknown`, `not-started`; `killed` by somebody, by the system when
    `out-of-memory`; "" otherwise.
    """

    id: str
    kind: Kind
    number: int
    ended: bool = False
    code: int | None = None
    reason: str = ""


class WorkerProgress(NamedTuple):
    """How far one worker is.

    `start`: the commit its worktree began at, from which its changes count. `ready`: copies, links and setup are done.
    `tries`: attempts of the agent that counted. `attempts`: processes of any kind started so far. `current`: started,
    its end not recorded. `last`: the last that ended. `tip`: the commit that passed validation and gate. `joined`: the
    commit of the integration worktree that merged it, not checked yet; `merged`: the same, once the check passed.
    `was`: the state in which it failed or was blocked. `fault`: what the agent has to mend, for it and for people.
    `removed`: worktree and branch are gone; `kept`: why they are not. `reason`: why it failed, is blocked or is tried
    again, for people. `parked`: until when (UTC, ISO 8601) its agent takes nothing. `since`: time of the last change.
    """

    worker: str
    state: WorkerState = WorkerState.PENDING
    reason: str = ""
    was: WorkerState = WorkerState.PENDING
    fault: str = ""
    start: str | None = None
    ready: bool = False
    tries: int = 0
    attempts: int = 0
    current: Attempt | None = None
    last: Attempt | None = None
    tip: str | None = None
    joined: str | None = None
    merged: str | None = None
    removed: bool = False
    kept: str = ""
    session: str | None = None
    parked: str | None = None
    port: int | None = None
    tokens: int | None = None
    cost: float | None = None
    since: str | None = None


class Progress(NamedTuple):
    """How far a run is. `landed`: the commit that the target was moved to. `intents`: begun, not known to have ended.

    `base`: the commit the run began at. `integration`: head of the integration worktree after the last merge that was
    checked; `kept`: why its worktree could not be removed. `seq`: number of the last journal record. `at`: time of the
    last one (UTC, ISO 8601).
    """

    run: str
    state: RunState = RunState.IN_PROGRESS
    phase: Phase = Phase.SETUP
    base: str = ""
    target: str = ""
    approval: str = ""
    workers: Mapping[str, WorkerProgress] = MappingProxyType({})
    integration: str | None = None
    kept: str = ""
    landed: str | None = None
    blockers: tuple[str, ...] = ()
    intents: tuple[Mapping[str, Any], ...] = ()
    created: str = ""
    at: str = ""
    seq: int = 0
