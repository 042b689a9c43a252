"""Whether a plan's branches and worktrees are there because somebody carries the plan out, by hand or by a run.

Then they are the plan's own, and nothing that is taken. Knows facts; must not know findings.
"""

from __future__ import annotations

from planloom.model.facts import Facts, WorkerFacts
from planloom.model.plan import Plan, Worker
from planloom.rules.needs import has_checkpoint


def is_under_way(plan: Plan, facts: Facts) -> bool:
    """Whether the plan was begun: a run or checkpoint tells so, a worktree with its worker's branch, all branches."""
    if facts.progress or has_checkpoint(plan, facts):
        return True
    known = [(worker, facts.workers[worker.id]) for worker in plan.workers.values() if worker.id in facts.workers]
    named = [one for worker, one in known if worker.branch]
    return any(one.ours or works_there(worker, one) for worker, one in known) or (
        len(named) > 1 and all(one.tip for one in named)
    )


def works_there(worker: Worker, known: WorkerFacts) -> bool:
    """Whether the worktree at the worker's path has the worker's branch checked out."""
    tree = known.worktree
    return tree is not None and worker.branch is not None and tree.branch == worker.branch.text
