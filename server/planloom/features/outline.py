"""The parsed plan as plain data: the document of `planloom show --format json`, described by `schemas/show.json`.

Knows the plan; must not know files or the terminal.
"""

from __future__ import annotations

from typing import Any

from planloom.model.plan import Claim, Plan, Role, Value, Worker


def outline(plan: Plan) -> dict[str, Any]:
    """What the plan says, as JSON values."""
    waves = plan.order.waves if plan.order else []
    wave_of = {worker: index for index, wave in enumerate(waves) for worker in wave}
    owned: dict[str, dict[str, None]] = {}
    claims = [claim for some in plan.claims.values() for claim in some]
    for claim in claims:
        if claim.role is not Role.READ:
            owned.setdefault(claim.worker, {})[claim.path] = None
    return {
        "version": 1,
        "title": _text(plan.title) or "",
        "goal": _text(plan.goal) or "",
        "checkpoint": _text(plan.checkpoint_path),
        "workers": [
            _worker(worker, list(owned.get(worker.id, ())), wave_of.get(worker.id, 0))
            for worker in plan.workers.values()
        ],
        "claims": [_claim(claim) for claim in claims],
        "merge_order": list(dict.fromkeys(step.worker or step.text for step in plan.merge.steps)),
        "waves": waves,
        "phases": [phase.text for phase in plan.protocol.phases],
    }


def _worker(worker: Worker, owned: list[str], wave: int) -> dict[str, Any]:
    return {
        "id": worker.id,
        "name": worker.name,
        "branch": _text(worker.branch),
        "worktree": _text(worker.worktree),
        "depends_on": list(dict.fromkeys(one.worker for one in worker.depends_on if one.worker)),
        "files_owned": owned,
        "denied": [denial.written for denial in worker.denied],
        "tasks": [task.text for task in worker.tasks],
        "validation": [command.text for command in worker.validation],
        "done_when": [{"text": one.text, "done": one.done} for one in worker.done_when],
        "wave": wave,
        "wave_label": _text(worker.wave),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "path": claim.stated or claim.path,
        "lines": list(claim.lines) if claim.lines else None,
        "worker": claim.worker,
        "role": claim.role.value,
        "source": claim.source.value,
    }


def _text(value: Value | None) -> str | None:
    return value.text if value else None
