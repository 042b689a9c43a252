"""Journal records, folded into how far a run is.

A record is a mapping with `n`, `at`, `do`, `is` (intent, done, failed) and its data. Pure; must not know where records
are kept or what they cause.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from planloom.model.progress import Attempt, Kind, Phase, Progress, RunState, WorkerProgress, WorkerState

Record = Mapping[str, Any]
_STOPPED = (WorkerState.FAILED, WorkerState.BLOCKED)


def fold(records: Iterable[Record]) -> Progress:
    """The progress after all records, of which the first says what run it is."""
    progress = Progress("")
    for record in records:
        progress = apply(progress, record)
    return progress


def apply(progress: Progress, record: Record) -> Progress:
    """The progress after one more record. Raises KeyError, TypeError or ValueError for one that nobody here writes."""
    progress = progress._replace(intents=_intents(progress.intents, record), seq=record["n"], at=record["at"])
    step = f"{record['do']} {record['is']}"
    if step in _OF_RUN:
        return _OF_RUN[step](progress, record)
    if step not in _OF_WORKER:
        return progress
    id_ = record["worker"]
    before = progress.workers.get(id_, WorkerProgress(id_))
    worker = _OF_WORKER[step](before, record)
    progress = progress._replace(workers=MappingProxyType({**progress.workers, id_: worker}))
    is_checked = worker.merged is not None and worker.merged != before.merged
    return progress._replace(integration=worker.merged) if is_checked else progress


def _intents(intents: tuple[Record, ...], record: Record) -> tuple[Record, ...]:
    """What is begun and not known to have ended."""
    if record["is"] == "intent":
        return (*intents, record)
    return tuple(begun for begun in intents if _what(begun) != _what(record))


def _what(record: Record) -> tuple[object, ...]:
    return record["do"], record.get("worker"), record.get("id")


def _run(progress: Progress, record: Record) -> Progress:
    said = {name: record[name] for name in ("run", "base", "target", "approval")}
    workers = {worker: WorkerProgress(worker) for worker in record.get("workers", ())}
    return progress._replace(**said, workers=MappingProxyType(workers), created=record["at"])


def _approval(progress: Progress, record: Record) -> Progress:
    workers = {id_: progress.workers.get(id_, WorkerProgress(id_)) for id_ in record["workers"]}
    return progress._replace(approval=record["approval"], target=record["target"], workers=MappingProxyType(workers))


def _phase(progress: Progress, record: Record) -> Progress:
    return progress._replace(phase=Phase(record["phase"]))


def _run_state(progress: Progress, record: Record) -> Progress:
    return progress._replace(state=RunState(record["state"]), blockers=tuple(record.get("blockers", ())))


def _integration(progress: Progress, record: Record) -> Progress:
    workers = dict(progress.workers)
    if again := record.get("again"):
        workers[again] = workers[again]._replace(merged=None)
    return progress._replace(integration=record.get("head", record["base"]), workers=MappingProxyType(workers))


def _target(progress: Progress, record: Record) -> Progress:
    return progress._replace(landed=record["commit"])


def _closed(progress: Progress, record: Record) -> Progress:
    return progress._replace(integration=None, kept=record.get("kept") or "")


def _not_closed(progress: Progress, _: Record) -> Progress:
    """What was kept is to be looked at again."""
    return progress._replace(integration=progress.landed, kept="")


def _worktree(worker: WorkerProgress, record: Record) -> WorkerProgress:
    return worker._replace(start=record["start"])


def _furnish(worker: WorkerProgress, record: Record) -> WorkerProgress:
    return worker._replace(ready=True, port=record.get("port"))


def _begin(worker: WorkerProgress, record: Record) -> WorkerProgress:
    kind = Kind(record["kind"])
    return worker._replace(
        state=WorkerState.RUNNING if kind is Kind.WORK else worker.state,
        current=Attempt(record["id"], kind, record["number"]),
        tries=worker.tries + bool(record.get("counts")),
        attempts=max(worker.attempts, record["number"]),
        session=record.get("session") or worker.session,
        parked=None,
    )


def _end(worker: WorkerProgress, record: Record) -> WorkerProgress:
    begun = worker.current
    if begun is None or begun.id != record["id"]:
        return worker
    code, why = record.get("code"), record.get("reason") or ""
    joined, merged = worker.joined, worker.merged
    if begun.kind is Kind.CHECK and code == 0 and not why:
        joined, merged = None, joined
    ended = worker._replace(
        current=None,
        joined=joined,
        merged=merged,
        last=begun._replace(ended=True, code=code, reason=why),
        session=record.get("session", worker.session) or None,
        tokens=_more(worker.tokens, record.get("tokens")),
        cost=_more(worker.cost, record.get("cost")),
    )
    return _state(ended, {**record, "reason": record["why"]}) if "state" in record else ended


def _not_begun(worker: WorkerProgress, record: Record) -> WorkerProgress:
    return _end(worker, {**record, "code": None, "reason": "not-started"})


def _state(worker: WorkerProgress, record: Record) -> WorkerProgress:
    state, tip = WorkerState(record["state"]), record.get("tip", worker.tip)
    # Whoever is to be validated is validated anew, whatever an earlier validation said.
    anew = state is WorkerState.VALIDATING and worker.last is not None and worker.last.kind is Kind.VALIDATE
    stops = state in _STOPPED and worker.state not in _STOPPED
    return worker._replace(
        state=state,
        reason=record.get("reason") or "",
        was=worker.state if stops else worker.was,
        fault="" if state is WorkerState.DONE else record.get("fault", worker.fault),
        tip=tip,
        joined=worker.joined if tip else None,
        merged=worker.merged if tip else None,
        tries=record.get("tries", worker.tries),
        parked=record.get("parked", worker.parked),
        last=None if anew else worker.last,
        since=record["at"],
    )


def _joined(worker: WorkerProgress, record: Record) -> WorkerProgress:
    return worker._replace(joined=record["commit"])


def _checked(worker: WorkerProgress, record: Record) -> WorkerProgress:
    return worker._replace(merged=record["commit"], joined=None)


def _removed(worker: WorkerProgress, record: Record) -> WorkerProgress:
    return worker._replace(removed=not record["kept"], kept=record["kept"])


def _not_removed(worker: WorkerProgress, _: Record) -> WorkerProgress:
    """What was kept is to be looked at again."""
    return worker._replace(kept="")


def _more(before: Any, more: Any) -> Any:
    return before if more is None else more + (before or 0)


_OF_RUN: Mapping[str, Callable[[Progress, Record], Progress]] = {
    "run done": _run,
    "approval done": _approval,
    "phase done": _phase,
    "run-state done": _run_state,
    "integration done": _integration,
    "target done": _target,
    "closed done": _closed,
    "closed failed": _not_closed,
}
_OF_WORKER: Mapping[str, Callable[[WorkerProgress, Record], WorkerProgress]] = {
    "worktree done": _worktree,
    "furnish done": _furnish,
    "attempt intent": _begin,
    "attempt done": _end,
    "attempt failed": _not_begun,
    "state done": _state,
    "merge done": _joined,
    "checked done": _checked,
    "remove done": _removed,
    "remove failed": _not_removed,
}
