"""Names the Done-When boxes that nobody has ticked when merging begins. They never stop a run: people tick them."""

from __future__ import annotations

from planloom.run.checkpoint import load
from planloom.run.desk import Desk

_SHOWN = 3


def tell_unticked(desk: Desk) -> None:
    """A line for each worker with open boxes, as the plan's file has them now. Raises CheckpointError."""
    plan = load(desk.blueprint.root, desk.blueprint.plan)
    for job in desk.blueprint.jobs:
        worker = plan.workers.get(job.worker) if plan else None
        boxes = [(one.text, one.done) for one in worker.done_when] if worker else job.criteria
        open_ = [text for text, done in boxes if not done]
        if open_:
            more = f"; and {len(open_) - _SHOWN} more" if len(open_) > _SHOWN else ""
            ticked = f"{len(boxes) - len(open_)} of {len(boxes)} Done-When boxes are ticked"
            desk.say(f"{job.worker}: {ticked}; open: {'; '.join(open_[:_SHOWN])}{more}")
