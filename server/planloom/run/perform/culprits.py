"""Finds which merged workers break together, when the check after a merge fails though each was green alone.

Tries subsets in a throwaway worktree. Must not know what a check is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from planloom.actions.bisect import smallest
from planloom.actions.merge import integration_path
from planloom.actions.setup import BASH
from planloom.model.agent import fill
from planloom.model.progress import Kind, WorkerState
from planloom.run import merging, removal
from planloom.run.desk import Desk, Settled
from planloom.run.durable import write_whole
from planloom.run.executor import Task
from planloom.run.git import Git, GitError
from planloom.run.refused import Refused

_TICK = 5.0


def blame(desk: Desk, worker: str, what: str) -> Settled:
    """The worker whose merge broke the check has failed, with those it fails with named; the others can go on."""
    try:
        together = _smallest(desk, worker)
    except (Refused, GitError) as error:
        together, what = (worker,), f"{what} (with whom could not be found out: {error})"
    others = [one for one in together if one != worker]
    if not together:
        reason = f"the check after its merge {what}; the target alone fails it, too"
    elif others:
        reason = f"fails together with {', '.join(others)}: the check after its merge {what}"
    else:
        reason = f"the check after its merge {what}"
    back = desk.progress.integration
    assert back is not None
    _check_out(desk.git.at(integration_path(desk.blueprint, desk.progress.run)), back)
    return Settled(WorkerState.FAILED, reason)


def _smallest(desk: Desk, worker: str) -> tuple[str, ...]:
    """The smallest set of workers, this one among them, whose merge alone fails its check; () if none is needed."""
    jobs = desk.blueprint.jobs
    order = [job.worker for job in jobs if desk.progress.workers[job.worker].merged or job.worker == worker]
    desk.say(f"{worker}: looking for the workers that break the check together")
    path = f"{integration_path(desk.blueprint, desk.progress.run)}-try"
    base = next(one for one in reversed(desk.journal.records) if one["do"] == "integration")["base"]
    with desk.changing() as git:
        merging.open_integration(git, path, base, desk.marker("try"), resuming=True)
    tries = 0

    def fails(workers: Sequence[str]) -> bool:
        nonlocal tries
        tries += 1
        _put_together(desk, path, base, [one for one in order if one in workers])
        return _check_fails(desk, worker, path, tries)

    try:
        return tuple(smallest(order, {job.worker: job.after for job in jobs}, fails))
    finally:
        _check_out(desk.git.at(path), base)
        target, disposable = desk.blueprint.target, desk.blueprint.furniture.disposable
        with desk.changing() as git:
            removal.remove_worktree(git, removal.Leaving(path, desk.marker("try"), "", base, target, disposable))


def _put_together(desk: Desk, path: str, base: str, workers: Sequence[str]) -> None:
    git = desk.git.at(path)
    _check_out(git, base)
    onto = base
    for worker in workers:
        tip = desk.progress.workers[worker].tip
        assert tip is not None
        found = merging.merge(git, path, tip, f"Try {worker}", onto)
        if isinstance(found, merging.Conflict):
            raise Refused(f"{worker} conflicts in {', '.join(found.files)} without the workers before it")
        onto = found.commit


def _check_out(git: Git, commit: str) -> None:
    git.write("checkout", "--quiet", "--detach", commit)


def _check_fails(desk: Desk, worker: str, path: str, number: int) -> bool:
    job, at = desk.worker(worker)
    begun = at.last.number if at.last else 0
    folder = desk.run.make_attempt(worker, begun, f"{Kind.CHECK.value}-{number}-{desk.progress.seq}")
    limits = desk.blueprint.limits
    file = folder / "prompt"
    write_whole(file, job.check.encode())
    argv = fill(BASH, {"prompt_file": str(file)})
    task = Task(folder.name, folder, argv, path, {}, "", limits.timeout, limits.silence)
    desk.executor.submit(task)
    while (state := desk.executor.poll(folder)).word in ("waiting", "running"):
        desk.executor.wait([folder], _TICK)
    return state.code != 0
