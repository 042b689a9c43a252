"""Finds which merged workers break together, when the check after a merge fails though each was green alone.

Tries subsets in a throwaway worktree. Must not know what a check is about.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from planloom.actions.bisect import smallest
from planloom.actions.merge import integration_path
from planloom.actions.setup import BASH
from planloom.model.agent import fill
from planloom.model.progress import Kind, WorkerState
from planloom.run.desk import Desk, Settled
from planloom.run.git import Git, GitError
from planloom.run.records.durable import write_whole
from planloom.run.survey.repository import busy_in
from planloom.run.tasks.executor import Task
from planloom.run.trees import merging, removal
from planloom.run.trees.listed import own_folder
from planloom.run.trees.refused import Refused

_TICK = 1.0


class _InterruptedError(Exception):
    """A person wants nothing new to begin: the search is left off, and begun anew when the run is resumed."""


def blame(desk: Desk, worker: str, what: str) -> Settled | None:
    """The worker whose merge broke the check has failed, with those it fails with named; the others can go on.

    None where the search was interrupted: the check is due again.
    """
    try:
        together = _smallest(desk, worker)
    except _InterruptedError:
        return None
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
    path = integration_path(desk.blueprint, desk.progress.run)
    try:
        _check_out(desk.git.at(path), back)
    except GitError as error:
        reason += f". {path} has to be put back by hand, with `git checkout --detach {back[:10]}`: {error}"
    return Settled(WorkerState.FAILED, reason)


def close(desk: Desk) -> None:
    """Remove the throwaway worktree, should it be there; why it is kept is told."""
    path = _place(desk)
    if not os.path.lexists(path):
        return
    base = _base(desk)
    target, disposable = desk.blueprint.target, desk.blueprint.furniture.disposable
    try:
        _put_together(desk, path, base, ())
        with desk.changing() as git:
            kept = removal.remove_worktree(git, removal.Leaving(path, desk.marker("try"), "", base, target, disposable))
    except (Refused, GitError) as error:
        kept = f"{path}: {error}"
    if kept:
        desk.say(f"kept: {kept}")


def _smallest(desk: Desk, worker: str) -> tuple[str, ...]:
    """The smallest set of workers, this one among them, whose merge alone fails its check; () if none is needed."""
    jobs = desk.blueprint.jobs
    order = [job.worker for job in jobs if desk.progress.workers[job.worker].merged or job.worker == worker]
    desk.say(f"{worker}: looking for the workers that break the check together")
    path, base = _place(desk), _base(desk)
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
        close(desk)


def _place(desk: Desk) -> str:
    return f"{integration_path(desk.blueprint, desk.progress.run)}-try"


def _base(desk: Desk) -> str:
    """The target's commit that the integration began at."""
    return str(next(one for one in reversed(desk.journal.records) if one["do"] == "integration")["base"])


def _put_together(desk: Desk, path: str, base: str, workers: Sequence[str]) -> None:
    git = desk.git.at(path)
    if busy_in(str(own_folder(path))) == "merge":
        # A conflict in a set that nobody wants, or a search that was killed.
        git.write("merge", "--abort")
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
        if desk.halt.is_stopping:
            desk.executor.cancel(folder)
            raise _InterruptedError
        desk.executor.wait([folder], _TICK)
    if state.word == "unknown":
        raise Refused(f"how one of the tries ended is not known: {state.reason}")
    return state.code != 0
