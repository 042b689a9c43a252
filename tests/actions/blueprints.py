"""Blueprints for tests, as plain as they come."""

from __future__ import annotations

from planloom.model.agent import Agent
from planloom.model.blueprint import Blueprint, Furniture, Job
from planloom.model.progress import Progress, WorkerProgress


def job(worker: str, *after: str, check: str = "", validation: str = "test -f done") -> Job:
    small = worker.lower()
    return Job(
        worker,
        f"Part {worker}",
        f"feat/{small}",
        f"/repo-{small}",
        after,
        (f"{small}.txt",),
        check=check,
        validation=validation,
    )


def blueprint(*jobs: Job, setup: str = "") -> Blueprint:
    agent = Agent("sample", ("sample", "{prompt_file}"), ("sample", "--resume", "{session}"))
    return Blueprint(
        plan="PLAN.md",
        slug="plan",
        title="A plan",
        text_hash="0" * 64,
        root="/repo",
        target="main",
        checkpoint="archive/CHECKPOINT_plan.md",
        agent=agent,
        jobs=jobs,
        furniture=Furniture(setup=setup),
    )


def beginning(plan: Blueprint) -> Progress:
    workers = {job.worker: WorkerProgress(job.worker) for job in plan.jobs}
    return Progress("plan-0000-1", base="b" * 40, target="main", workers=workers)


def with_worker(progress: Progress, worker: str, **fields: object) -> Progress:
    changed = progress.workers[worker]._replace(**fields)  # type: ignore[arg-type]
    return progress._replace(workers={**progress.workers, worker: changed})
