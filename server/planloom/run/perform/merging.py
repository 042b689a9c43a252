"""Merges validated workers in the integration worktree, and moves the target. Git's part is in `run.trees.merging`."""

from __future__ import annotations

from shlex import quote

from planloom.actions.step import MergeWorker, MoveTarget, OpenIntegration
from planloom.model.progress import WorkerState
from planloom.run.desk import Desk
from planloom.run.perform.criteria import tell_unticked
from planloom.run.trees import merging, target
from planloom.run.trees.refused import Refused


def open_integration(desk: Desk, step: OpenIntegration) -> None:
    """The integration worktree, at the commit where the target is now. Raises Refused, GitError."""
    base = _tip(desk)
    intents = [one for one in desk.progress.intents if one["do"] == "integration"]
    if intents:
        base = intents[0]["base"]
    else:
        _refuse_rewritten(desk, desk.progress.base, base)
        tell_unticked(desk)
        desk.begin("integration", path=step.path, base=base)
    with desk.changing() as git:
        merging.open_integration(git, step.path, base, desk.marker("merge"), resuming=bool(intents))
    desk.done("integration", path=step.path, base=base)


def merge_worker(desk: Desk, step: MergeWorker) -> None:
    """One worker's validated commit merged; a conflict is left for a person to solve. Raises Refused, GitError."""
    job, at = desk.worker(step.worker)
    onto = desk.progress.integration
    assert at.tip is not None and onto is not None
    if not any(one["do"] == "merge" and one["worker"] == step.worker for one in desk.progress.intents):
        desk.begin("merge", worker=step.worker, tip=at.tip, onto=onto)
    with desk.changing() as git:
        found = merging.merge(git, step.path, at.tip, f"Merge {job.branch} ({job.worker})", onto)
    if isinstance(found, merging.Conflict):
        desk.settle(step.worker, WorkerState.BLOCKED, _conflict(desk, step, found.files))
        return
    desk.done("merge", worker=step.worker, commit=found.commit)
    if not job.check:
        desk.done("checked", worker=step.worker, commit=found.commit)
        desk.say(f"{step.worker} merged where all comes together")


def move_target(desk: Desk, step: MoveTarget) -> None:
    """The target at the merged and checked commit; then every worker is merged. Raises Refused, GitError."""
    new, old = desk.progress.integration, _opened_at(desk)
    assert new is not None
    now = _tip(desk)
    if now not in (old, new) and not _holds(desk, now, new):
        _refuse_rewritten(desk, old, now)
        _catch_up(desk, step, now)
        return
    resuming = any(one["do"] == "target" for one in desk.progress.intents)
    if not resuming:
        desk.begin("target", old=old, new=new)
    with desk.changing() as git:
        target.move(git, step.target, old, new, resuming=resuming)
    for job in desk.blueprint.jobs:
        desk.settle(job.worker, WorkerState.MERGED)
    desk.done("target", commit=new)
    desk.say(f"{step.target} is at {new[:12]}: everything is merged")


def _catch_up(desk: Desk, step: MoveTarget, tip: str) -> None:
    """Merge what came to the target meanwhile, and have the last check run again on both."""
    onto = desk.progress.integration
    assert onto is not None
    with desk.changing() as git:
        found = merging.merge(git, step.path, tip, f"Merge {step.target}", onto)
    if isinstance(found, merging.Conflict):
        files = ", ".join(found.files)
        raise Refused(
            f"{step.target} moved meanwhile and conflicts with what is merged, in {files}. Solve it in {step.path}, "
            f"`git add` the files, then `planloom run {quote(desk.blueprint.plan)} --resume`"
        )
    again = next((job.worker for job in reversed(desk.blueprint.jobs) if job.check), None)
    desk.done("integration", path=step.path, base=tip, head=found.commit, again=again)
    desk.say(f"{step.target} moved meanwhile: its commits are merged, and checked together with the workers'")


def _refuse_rewritten(desk: Desk, held: str, tip: str) -> None:
    """Nothing is merged where it would bring back commits that somebody took out of the target. Raises Refused."""
    if desk.git.ask("merge-base", "--is-ancestor", held, tip).code:
        target, plan = desk.blueprint.target, desk.blueprint.plan
        raise Refused(
            f"{target} does not hold {held[:10]} any more, which the workers' branches hold: it was rewritten. "
            f"`git merge {held[:10]}` on {target} takes it back in, then `planloom run {plan} --resume`"
        )


def _holds(desk: Desk, commit: str, other: str) -> bool:
    return desk.git.ask("merge-base", "--is-ancestor", other, commit).code == 0


def _tip(desk: Desk) -> str:
    return desk.git.text("rev-parse", "--verify", f"refs/heads/{desk.blueprint.target}^{{commit}}")


def _opened_at(desk: Desk) -> str:
    """The target's commit that the integration began at."""
    found = (one for one in reversed(desk.journal.records) if one["do"] == "integration" and one["is"] == "done")
    return str(next(found)["base"])


def _conflict(desk: Desk, step: MergeWorker, files: tuple[str, ...]) -> str:
    before = [job.worker for job in desk.blueprint.jobs if desk.progress.workers[job.worker].merged]
    others = f" with what {', '.join(before)} changed" if before else f" with {desk.blueprint.target}"
    advice = f" The plan says: {step.resolution}." if step.resolution else ""
    return (
        f"merging it conflicts{others} in {', '.join(files)}.{advice} Solve it in {step.path}, `git add` the files, "
        f"then `planloom run {quote(desk.blueprint.plan)} --resume`"
    )
