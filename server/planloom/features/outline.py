"""The parsed plan as plain data: the document of `planloom show --format json`, described by `schemas/show.json`.

Knows the plan; must not know files or the terminal.
"""

from __future__ import annotations

from typing import Any

from planloom.model.plan import Claim, Plan, Value, Worker


def outline(plan: Plan) -> dict[str, Any]:
    """What the plan says, as JSON values."""
    waves = waves_of(plan)
    wave_of = {worker: index for index, wave in enumerate(waves) for worker in wave}
    return {
        "version": 1,
        "title": _text(plan.title) or "",
        "goal": _text(plan.goal) or "",
        "checkpoint": _text(plan.checkpoint_path),
        "workers": [_worker(worker, plan, wave_of.get(worker.id, 0)) for worker in plan.workers.values()],
        "claims": [_claim(claim) for claims in plan.claims.values() for claim in claims],
        "merge_order": list(dict.fromkeys(step.worker or step.text for step in plan.merge.steps)),
        "waves": [list(wave) for wave in waves],
        "phases": [phase.text for phase in plan.protocol.phases],
    }


def _worker(worker: Worker, plan: Plan, wave: int) -> dict[str, Any]:
    owned = (c.path for claims in plan.claims.values() for c in claims if c.worker == worker.id and c.role != "READ")
    return {
        "id": worker.id,
        "name": worker.name,
        "branch": _text(worker.branch),
        "worktree": _text(worker.worktree),
        "depends_on": list(dict.fromkeys(one.worker for one in worker.depends_on if one.worker)),
        "files_owned": list(dict.fromkeys(owned)),
        "denied": [denial.written for denial in worker.denied],
        "tasks": [task.text for task in worker.tasks],
        "validation": [command.text for command in worker.validation],
        "done_when": [{"text": one.text, "done": one.done} for one in worker.done_when],
        "wave": wave,
        "wave_label": _text(worker.wave),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "path": claim.path,
        "lines": list(claim.lines) if claim.lines else None,
        "worker": claim.worker,
        "role": claim.role.value,
        "source": claim.source.value,
    }


def _text(value: Value | None) -> str | None:
    return value.text if value else None


def waves_of(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """The workers wave by wave: as the plan groups them."""
    waves: dict[int, list[str]] = {}
    for worker in plan.workers.values():
        waves.setdefault(worker.wave_index or 0, []).append(worker.id)
    return tuple(tuple(waves[index]) for index in sorted(waves))
